"""Birth dates as evidence, at the precision and in the calendar they are written."""

import re
from collections.abc import Iterator, Sequence
from datetime import date
from functools import lru_cache
from typing import NamedTuple

from tansiq.detectors.names import messages, weights
from tansiq.detectors.names.evidence.calendars import LUNAR, SOLAR, Converted, conversions
from tansiq.model.findings import Reason

_WRITTEN = re.compile(r"(?P<year>[12]\d{3})(?:[-/.](?P<month>\d\d?)(?:[-/.](?P<day>\d\d?))?)?")
_OF_ANOTHER_CALENDAR = 1500
"""A birth year before this one is of an Islamic calendar."""
_RANGE = 3
"""So many years in a row are a range: that one of them agrees says little."""
_CALENDARS = {SOLAR: messages.DATE_SOLAR, LUNAR: messages.DATE_LUNAR}


class BirthDate(NamedTuple):
    """A birth date by our calendar.

    month and day are 0 where they are not known, or where the first day only stands for the year. until: the last year it
    can be, 0 where that is `year`. calendar: which one it was converted from, "" for none. by_ours: the converted date.
    """

    text: str
    year: int
    month: int = 0
    day: int = 0
    placeholder: bool = False
    until: int = 0
    calendar: str = ""
    by_ours: str = ""

    @property
    def last_year(self) -> int:
        """The last year it can be."""
        return self.until or self.year


class _Relation(NamedTuple):
    feature: str
    message: str


_DAY = _Relation("birth_date.day", messages.DATE_SAME)
_DAY_OFF = _Relation("birth_date.day_off", messages.DATE_DAY_OFF)
_SWAPPED = _Relation("birth_date.swapped", messages.DATE_SWAPPED)
_YEAR_OFF = _Relation("birth_date.year_off", messages.DATE_YEAR_OFF)
_DIGIT = _Relation("birth_date.digit", messages.DATE_DIGIT)
_MONTH = _Relation("birth_date.month", messages.DATE_MONTH)
_YEAR = _Relation("birth_date.year", messages.DATE_YEAR)
_RANGED = _Relation("birth_date.range", messages.DATE_RANGE)
_PLACEHOLDER = _Relation("birth_date.placeholder", messages.DATE_PLACEHOLDER)
_NEAR = _Relation("birth_date.near", messages.DATE_NEAR)
_YEAR_NEAR = _Relation("birth_date.year_near", messages.DATE_YEAR_NEAR)
_YEAR_ONLY = _Relation("birth_date.year_only", messages.DATE_DIFFERS)
_APART = (
    _Relation("birth_date.year_only", messages.DATE_DIFFERS),
    _Relation("birth_date.one_year", messages.DATE_ONE_YEAR),
    _Relation("birth_date.few_years", messages.DATE_APART),
    _Relation("birth_date.few_years", messages.DATE_APART),
    _Relation("birth_date.few_years", messages.DATE_APART),
    _Relation("birth_date.apart", messages.DATE_APART),
)
"""By years apart; the last for all beyond."""
_VAGUE_TWO = _Relation("birth_date.two_years", messages.DATE_APART)


def parse_birth_date(text: str) -> BirthDate | None:
    """The first of the `readings` of a date, or None."""
    found = readings(text)
    return found[0] if found else None


@lru_cache(maxsize=1 << 16)
def readings(text: str) -> tuple[BirthDate, ...]:
    """What a date as written (year first, any precision, digits of any script) can be by our calendar; none for no date.

    The first day of a year is taken as "some day of that year". A year before 1500 is of an Islamic calendar: where it
    can be of both, both readings are given, the solar one first.
    """
    plain = "".join(str(int(c)) if c.isdecimal() else c for c in text.strip()[:12])
    found = _WRITTEN.fullmatch(plain) if len(text.strip()) <= len(plain) else None
    if not found:
        return ()
    year, month, day = (int(found[part] or 0) for part in ("year", "month", "day"))
    if (found["month"] and not 1 <= month <= 12) or (found["day"] and not 1 <= day <= 31):  # noqa: PLR2004  of any calendar
        return ()
    first = (month, day) == (1, 1)
    if year < _OF_ANOTHER_CALENDAR:
        month, day = (0, 0) if first else (month, day)
        return tuple(_converted(plain, one, first=first) for one in conversions(year, month, day))
    if first:
        return (BirthDate(plain, year, placeholder=True),)
    try:
        date(year, month or 1, day or 1)
    except ValueError:
        return ()
    return (BirthDate(plain, year, month, day),)


def _converted(text: str, found: Converted, *, first: bool) -> BirthDate:
    start, end = found.first, found.last
    if start == end:
        return BirthDate(text, start.year, start.month, start.day, calendar=found.calendar, by_ours=start.isoformat())
    shown = f"{start.isoformat()} – {end.isoformat()}"
    return BirthDate(
        text, start.year, placeholder=first, until=end.year, calendar=found.calendar, by_ours=shown
    )  # fmt: skip


def date_reasons(left: Sequence[BirthDate], right: Sequence[BirthDate]) -> Iterator[Reason]:
    """What the birth dates two subjects give say together: of all pairs the one that agrees best. None where one is silent."""
    best: list[Reason] = []
    total = float("-inf")
    for mine in left:
        for other in right:
            relation = _relation(mine, other)
            if relation is _YEAR and (_in_range(mine, left) or _in_range(other, right)):
                relation = _RANGED
            weight = weights.of(relation.feature)
            turned = mine.calendar != other.calendar
            if weight + (weights.of("birth_date.calendar") if turned else 0.0) > total:
                best = list(_reasons(relation, mine, other))
                total = sum(reason.weight for reason in best)
    yield from best


def compare_dates(left: BirthDate, right: BirthDate) -> Reason:
    """What two birth dates say together. Symmetric in weight."""
    return next(_reasons(_relation(left, right), left, right))


def _reasons(relation: _Relation, left: BirthDate, right: BirthDate) -> Iterator[Reason]:
    years = {"years": str(_years_apart(left, right))}
    yield Reason(relation.feature, relation.message, weights.of(relation.feature), left.text, right.text, years)
    if left.calendar != right.calendar:
        one = left if left.calendar else right
        weight = weights.of("birth_date.calendar")
        yield Reason("birth_date.calendar", _CALENDARS[one.calendar], weight, one.text, one.by_ours)


def _in_range(one: BirthDate, among: Sequence[BirthDate]) -> bool:
    """Whether a year stands in a row of years alone, as lists write "between 1965 and 1970"."""
    if one.month or one.placeholder or len(among) < _RANGE:
        return False
    alone = {other.year for other in among if not other.month and not other.placeholder}
    return any(
        all(year in alone for year in range(at, at + _RANGE)) for at in range(one.year - _RANGE + 1, one.year + 1)
    )


def _relation(left: BirthDate, right: BirthDate) -> _Relation:
    return _exact(left, right) if left.day and right.day else _vague(left, right)


def _exact(left: BirthDate, right: BirthDate) -> _Relation:
    days = abs(_day(left) - _day(right))
    if days <= (1 if left.calendar != right.calendar and LUNAR in {left.calendar, right.calendar} else 0):
        return _DAY
    if days == 1:
        return _DAY_OFF
    years = abs(left.year - right.year)
    if years == 0:
        return _same_year(left, right)
    if (left.month, left.day) == (right.month, right.day):
        if years == 1:
            return _YEAR_OFF
        if _one_digit(left.year, right.year):
            return _DIGIT
    return _APART[min(years, len(_APART) - 1)]


def _one_digit(left: int, right: int) -> bool:
    """Whether two years differ in one digit, or in the order of the last two."""
    one, other = str(left), str(right)
    return sum(a != b for a, b in zip(one, other, strict=True)) == 1 or one == other[:2] + other[:1:-1]


def _same_year(left: BirthDate, right: BirthDate) -> _Relation:
    if (left.month, left.day) == (right.day, right.month):
        return _SWAPPED
    return _NEAR if left.month == right.month or left.day == right.day else _YEAR_ONLY


def _vague(left: BirthDate, right: BirthDate) -> _Relation:
    years = _years_apart(left, right)
    if years > 1:
        return _VAGUE_TWO if years == 2 else _APART[min(years, len(_APART) - 1)]  # noqa: PLR2004  two years
    if years == 1:
        return _YEAR_NEAR
    if left.month and right.month:
        return _MONTH if left.month == right.month else _YEAR_ONLY
    return _PLACEHOLDER if left.placeholder or right.placeholder else _YEAR


def _years_apart(left: BirthDate, right: BirthDate) -> int:
    return max(0, left.year - right.last_year, right.year - left.last_year)


def _day(at: BirthDate) -> int:
    return date(at.year, at.month, at.day).toordinal()
