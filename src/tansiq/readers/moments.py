"""Dates and times of EDIFACT messages (data element 2380 in the formats of 2379) as ISO 8601.

A year of two digits is settled by the message's own date, never by the clock.
"""

from calendar import isleap, monthrange
from datetime import MAXYEAR, MINYEAR
from functools import lru_cache
from typing import NamedTuple

FALLBACK = "2026-12-31"
"""What two-digit years are settled by where a message tells neither its own date nor that of a flight."""

_FIRST_OF_1900S = 80  # passenger lists are younger than 1980, so 80 to 99 in a flight's date is 1980 to 1999
_EXPIRED_AT_MOST_YEARS = 20
_OLDEST_YEARS = 130
_LEAP_DAY = "-02-29"
_DAY_OF = {
    f"{month:02d}{day:02d}": f"-{month:02d}-{day:02d}"
    for month in range(1, 13)
    for day in range(1, monthrange(2024, month)[1] + 1)
}
_DATE_DIGITS, _DATE_TIME_DIGITS = 8, 12


class Moment(NamedTuple):
    """An instant on a wall clock. iso: "2018-06-26T12:20", "2018-06-26", or "" where impossible.

    whole: False where something of the value had to be left out.
    """

    iso: str
    whole: bool


def _digits(value: str) -> str:
    if value.isdigit() and value.isascii():
        return value
    return "".join(character for character in value if character not in " -/.T")


def _day(year: int, rest: str) -> str:
    day = _DAY_OF.get(rest, "")
    possible = day and MINYEAR <= year <= MAXYEAR and (day != _LEAP_DAY or isleap(year))
    return f"{year:04d}{day}" if possible else ""


def _flight_year(two: str) -> int:
    year = int(two)
    return year + (1900 if year >= _FIRST_OF_1900S else 2000)


@lru_cache(maxsize=1 << 16)
def parse_moment(value: str) -> Moment:
    """A flight's or a message's date and time: yymmdd, yymmddhhmm or the same with four-digit years and with seconds."""
    digits = _digits(value)
    if not (digits.isascii() and digits.isdigit()):
        return Moment("", whole=False)
    if len(digits) in (_DATE_DIGITS, _DATE_TIME_DIGITS, 14) and digits[:2] in ("19", "20"):
        day, clock = _day(int(digits[:4]), digits[4:8]), digits[8:12]
    elif len(digits) in (6, 10, _DATE_TIME_DIGITS):
        day, clock = _day(_flight_year(digits[:2]), digits[2:6]), digits[6:10]
    else:
        return Moment("", whole=False)
    if not day or not clock:
        return Moment(day, whole=bool(day))
    if clock[:2] > "23" or clock[2:] > "59":
        return Moment(day, whole=False)
    return Moment(f"{day}T{clock[:2]}:{clock[2:]}", whole=True)


@lru_cache(maxsize=1 << 16)
def parse_birth_date(value: str, not_after: str) -> str:
    """A birth date (yymmdd or yyyymmdd) as ISO 8601; "" where impossible or later than `not_after`, an ISO date."""
    digits = _digits(value)
    if not (digits.isascii() and digits.isdigit()):
        return ""
    if len(digits) in (_DATE_DIGITS, _DATE_TIME_DIGITS):
        day = _day(int(digits[:4]), digits[4:8])
        return day if int(not_after[:4]) - _OLDEST_YEARS <= int(digits[:4]) and day <= not_after else ""
    if len(digits) not in (6, 10):
        return ""
    century = int(not_after[:2]) * 100
    for year in (century + int(digits[:2]), century - 100 + int(digits[:2])):
        day = _day(year, digits[2:6])
        if day and day <= not_after:
            return day
    return ""


@lru_cache(maxsize=1 << 16)
def parse_expiry_date(value: str, about: str) -> str:
    """An expiry date as ISO 8601; two-digit years reach from 20 years before `about`, an ISO date, to 79 after."""
    digits = _digits(value)
    if not (digits.isascii() and digits.isdigit()):
        return ""
    if len(digits) in (_DATE_DIGITS, _DATE_TIME_DIGITS):
        return _day(int(digits[:4]), digits[4:8])
    if len(digits) not in (6, 10):
        return ""
    earliest = int(about[:4]) - _EXPIRED_AT_MOST_YEARS
    year = earliest - earliest % 100 + int(digits[:2])
    return _day(year if year >= earliest else year + 100, digits[2:6])
