"""Birth dates as evidence, at the precision they are known with."""

import re
from datetime import date
from typing import NamedTuple

from tansiq.detectors.names import messages, weights
from tansiq.model.findings import Reason

_ISO = re.compile(r"(?P<year>[12]\d{3})(?:-(?P<month>\d\d)(?:-(?P<day>\d\d))?)?")
_TWO_YEARS = 2


class BirthDate(NamedTuple):
    """A birth date. month and day are 0 where they are not known, or where 1 January only stands for the year."""

    text: str
    year: int
    month: int = 0
    day: int = 0
    placeholder: bool = False


def parse_birth_date(text: str) -> BirthDate | None:
    """An ISO 8601 date at any precision, or None where it is not one. 1 January is taken as "some day of that year"."""
    found = _ISO.fullmatch(text.strip()) if text.isascii() else None
    if not found:
        return None
    year, month, day = (int(found[part] or 0) for part in ("year", "month", "day"))
    if (month, day) == (1, 1):
        return BirthDate(text.strip(), year, placeholder=True)
    try:
        date(year, month or 1, day or 1)
    except ValueError:
        return None
    return BirthDate(text.strip(), year, month, day)


def compare_dates(left: BirthDate, right: BirthDate) -> Reason:
    """What two birth dates say together. Symmetric in weight."""
    if left.day and right.day:
        feature, message, weight = _exact(left, right)
    else:
        feature, message, weight = _vague(left, right)
    years = {"years": str(abs(left.year - right.year))}
    return Reason(f"birth_date.{feature}", message, weight, left.text, right.text, years)


def _exact(left: BirthDate, right: BirthDate) -> tuple[str, str, float]:
    if left[1:4] == right[1:4]:
        return "day", messages.DATE_SAME, weights.DATE_SAME
    if abs(_day(left) - _day(right)) == 1:
        return "day_off", messages.DATE_DAY_OFF, weights.DATE_DAY_OFF
    if left.year == right.year:
        return _same_year(left, right)
    if (left.month, left.day) == (right.month, right.day) and abs(left.year - right.year) == 1:
        return "year_off", messages.DATE_YEAR_OFF, weights.DATE_YEAR_OFF
    return _apart(left, right)


def _same_year(left: BirthDate, right: BirthDate) -> tuple[str, str, float]:
    if (left.month, left.day) == (right.day, right.month):
        return "swapped", messages.DATE_SWAPPED, weights.DATE_SWAPPED
    if left.month == right.month or left.day == right.day:
        return "near", messages.DATE_NEAR, weights.DATE_NEAR
    return "year_only", messages.DATE_DIFFERS, weights.DATE_SAME_YEAR_ONLY


def _vague(left: BirthDate, right: BirthDate) -> tuple[str, str, float]:
    years = abs(left.year - right.year)
    if years > 1:
        return _apart(left, right)
    if years == 1:
        return "year_near", messages.DATE_YEAR_NEAR, weights.DATE_YEAR_NEAR
    if left.month and right.month:
        if left.month == right.month:
            return "month", messages.DATE_MONTH, weights.DATE_MONTH
        return "month", messages.DATE_DIFFERS, weights.DATE_MONTH_DIFFERS
    if left.placeholder or right.placeholder:
        return "placeholder", messages.DATE_PLACEHOLDER, weights.DATE_PLACEHOLDER
    return "year", messages.DATE_YEAR, weights.DATE_YEAR


def _apart(left: BirthDate, right: BirthDate) -> tuple[str, str, float]:
    years = abs(left.year - right.year)
    vague = not (left.day and right.day)
    if vague and years == _TWO_YEARS:
        weight = weights.DATE_TWO_YEARS
    elif years == 1:
        weight = weights.DATE_ONE_YEAR_APART
    else:
        weight = max(weights.DATE_APART_MOST, weights.DATE_APART + weights.DATE_APART_PER_YEAR * years)
    return "apart", messages.DATE_APART, weight


def _day(at: BirthDate) -> int:
    return date(at.year, at.month, at.day).toordinal()
