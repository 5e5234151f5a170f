"""Dates of birth as lists write them, year first as in ISO 8601, at the precision they state.

A date of the solar or the lunar Hijri calendar stays one: the names engine reads years before 1500 in both.
"""

import re
from collections.abc import Iterable, Sequence
from datetime import date
from functools import lru_cache
from itertools import pairwise
from typing import Literal

DateOrder = Literal["", "dmy", "mdy"]
"""How a list writes a date of three numbers that ends in its year; "" where that is not known."""

EARLIEST_YEAR = 1850
"""A year before this one is none of ours."""
HIJRI_YEARS = range(1304, 1455)
"""The Hijri years, solar or lunar, that the names engine reads: those of people who may be alive. Others are slips of the pen."""
WIDEST_RANGE_YEARS = 10
"""A range of more years than this says too little to be listed year by year."""

_LONG_MONTHS, _LONG_MONTH = 6, 31
_LUNAR_ALONE = 1420  # a solar year from here on is still to come

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = rf"(?P<month>{'|'.join(_MONTHS)})[a-z]*\.?"
_DATE = re.compile(
    rf"(?<!\d)(?P<iso>\d{{4}}-\d{{2}}(?:-\d{{2}})?)(?!\d)"
    rf"|(?:(?<!\d)(?P<day>\d{{1,2}})\s+)?(?<![a-z]){_MONTH}\s+(?P<year>\d{{4}})(?!\d)"
    rf"|(?<![\d/.])(?P<alone>\d{{4}})(?![\d/.]|-\d{{1,2}}\b)",
    re.IGNORECASE,
)
_RANGE = re.compile(r"\s*(?:to|-|\u2013|until|and|/)\s*(?:circa|approximately)?\s*", re.IGNORECASE)
_NUMERIC = re.compile(r"(?<!\d)(?P<first>\d{1,2})[/.\-](?P<second>\d{1,2})[/.\-](?P<year>\d{4})(?!\d)")
_YEAR_FIRST = re.compile(r"(?<!\d)(?P<year>\d{4})(?P<mark>[/.\-])(?P<month>\d{1,2})(?P=mark)(?P<day>\d{1,2})(?!\d)")


@lru_cache(maxsize=1 << 14)
def parse_birth_dates(text: str, order: DateOrder = "") -> tuple[str, ...]:
    """The dates a text states: "12 Mar 1960", "circa 1960", "Mar 1960", "1960-03-12", "1960 to 1962".

    A range gives its years, where it has at most `WIDEST_RANGE_YEARS`; a wider one, an impossible date, or a text
    without a date gives nothing. A date of `HIJRI_YEARS` in numbers stays as it is, unless the text gives one of ours
    beside it, which says the same with less doubt. A numeric date ("03/12/1960") is read in the order told, or, where that is not known or
    the date is impossible in it, gives its year; one that begins with the year has the month next.
    """
    plain = _YEAR_FIRST.sub(_with_hyphens, _western_digits(text))
    numeric = list(_NUMERIC.finditer(plain))
    if len(numeric) == 2 and _RANGE.fullmatch(plain[numeric[0].end() : numeric[1].start()]):  # noqa: PLR2004  two ends
        return _years(*(_numeric(match, "")[:4] for match in numeric))
    if numeric:
        return _distinct(_numeric(match, order) for match in numeric)
    found = list(_DATE.finditer(plain))
    if len(found) == 2 and _RANGE.fullmatch(plain[found[0].end() : found[1].start()]):  # noqa: PLR2004  two ends
        return _years(_iso(found[0]), _iso(found[1]))
    if any(_RANGE.fullmatch(plain[a.end() : b.start()]) for a, b in pairwise(found)):
        return ()
    return _distinct(map(_iso, found))


def _distinct(shaped: Iterable[str]) -> tuple[str, ...]:
    """The dates, each once: those of our calendar, or the Hijri ones where there is none of ours."""
    dates = tuple(dict.fromkeys(filter(None, shaped)))
    return tuple(date for date in dates if int(date[:4]) >= EARLIEST_YEAR) or dates


def _with_hyphens(match: re.Match[str]) -> str:
    return f"{match['year']}-{int(match['month']):02d}-{int(match['day']):02d}"


def _numeric(match: re.Match[str], order: DateOrder) -> str:
    """The date of three numbers, its year where the order leaves the day open, "" where not even that is possible."""
    day, month = (match["first"], match["second"]) if order == "dmy" else (match["second"], match["first"])
    whole = f"{match['year']}-{int(month):02d}-{int(day):02d}"
    if order and _possible(whole):
        return whole
    return match["year"] if _possible(match["year"]) else ""


def _iso(match: re.Match[str]) -> str:
    if match["iso"]:
        return match["iso"] if _possible(match["iso"]) else ""
    if match["alone"]:
        return match["alone"] if _possible(match["alone"]) else ""
    month = _MONTHS.index(match["month"].lower()) + 1
    shaped = f"{match['year']}-{month:02d}" + (f"-{int(match['day']):02d}" if match["day"] else "")
    return shaped if _is_ours(_parts(shaped)) else ""  # a month of ours with a Hijri year is a slip of the pen


def _possible(iso: str) -> bool:
    parts = _parts(iso)
    return _is_ours(parts) or _is_hijri(*parts)


def _parts(iso: str) -> list[int]:
    return [int(part) for part in iso.split("-")]


def _is_ours(parts: Sequence[int]) -> bool:
    try:
        return date(*([*parts, 1, 1])[:3]).year >= EARLIEST_YEAR
    except ValueError:
        return False


def _is_hijri(year: int, month: int = 1, day: int = 1) -> bool:
    """Whether there is such a day in either Hijri calendar, leap years apart: the solar one has six months of 31 days."""
    longest = _LONG_MONTH if month <= _LONG_MONTHS and year < _LUNAR_ALONE else _LONG_MONTH - 1
    return year in HIJRI_YEARS and 1 <= month <= 12 and 1 <= day <= longest  # noqa: PLR2004  months of a year


def _years(first: str, last: str) -> tuple[str, ...]:
    if not first or not last:
        return ()
    start, end = int(first[:4]), int(last[:4])
    if not 0 <= end - start <= WIDEST_RANGE_YEARS:
        return ()
    return tuple(f"{year:04d}" for year in range(start, end + 1))


def _western_digits(text: str) -> str:
    return "".join(str(int(c)) if c.isdecimal() else c for c in text) if not text.isascii() else text
