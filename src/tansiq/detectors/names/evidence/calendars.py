"""Dates of the two Islamic calendars as days of ours: the solar one of Afghanistan and Iran, and the lunar one.

Solar Hijri: arithmetic by the 33-year cycle of leap years, exact for the years taken here (the Iranian and Afghan civil
calendars begin their year at the equinox; the cycle gives the same days from 1178 to 1633, E. M. Reingold and
N. Dershowitz, Calendrical Calculations, chapter 15). Lunar Hijri: the tabular calendar of the same book, chapter 7, civil
epoch, which Umm al-Qura and observed months leave by a day at most in nearly every month.
"""

from datetime import date
from typing import NamedTuple

SOLAR = "solar"
LUNAR = "lunar"

_SOLAR_YEARS = range(
    1304, 1420
)  # in 1304 (1925) Iran took the months of today; older Afghan months followed the zodiac
_LUNAR_YEARS = range(1330, 1455)
_LEAPS_OF_33 = frozenset({1, 5, 9, 13, 17, 22, 26, 30})
_LEAPS_IN_33 = 8
_FARVARDIN_1403 = date(2024, 3, 20).toordinal()
_LUNAR_EPOCH = 227_015  # 1 Muharram of year 1, as date.toordinal() counts days
_LONG_MONTHS = 6
_LAST_MONTH = 12


class Converted(NamedTuple):
    """A date of another calendar: the calendar, and its first and last day by ours (one day, a month or a year)."""

    calendar: str
    first: date
    last: date


def conversions(year: int, month: int = 0, day: int = 0) -> tuple[Converted, ...]:
    """What a year, month or day of an Islamic calendar is by ours: none, one, or one for each calendar it can be of.

    month, day: 0 where not known. A living person's year is 1304 to 1419 in the solar calendar, 1330 to 1454 in the lunar.
    """
    found = []
    if year in _SOLAR_YEARS and day <= _solar_days(year, month):
        found.append(_span(SOLAR, (year, month, day)))
    if year in _LUNAR_YEARS and day <= _lunar_days(year, month):
        found.append(_span(LUNAR, (year, month, day)))
    return tuple(found)


def solar_hijri(year: int, month: int, day: int) -> date:
    """The day by our calendar; month 1 to 12. Days beyond a month's end run into the next."""
    before = 31 * (month - 1) - max(0, month - 1 - _LONG_MONTHS)
    return date.fromordinal(_solar_new_year(year) + before + day - 1)


def lunar_hijri(year: int, month: int, day: int) -> date:
    """The day by our calendar in the tabular calendar; month 1 to 12. Days beyond a month's end run into the next."""
    before = (year - 1) * 354 + (3 + 11 * year) // 30 + 29 * (month - 1) + month // 2
    return date.fromordinal(_LUNAR_EPOCH - 1 + before + day)


def _solar_new_year(year: int) -> int:
    return _FARVARDIN_1403 + 365 * (year - 1403) + _leaps_before(year) - _leaps_before(1403)


def _leaps_before(year: int) -> int:
    cycles, rest = divmod(year, 33)
    return cycles * _LEAPS_IN_33 + sum(leap < rest for leap in _LEAPS_OF_33)


def _solar_days(year: int, month: int) -> int:
    if month == _LAST_MONTH:
        return 30 if year % 33 in _LEAPS_OF_33 else 29
    return 31 if month <= _LONG_MONTHS else 30


def _lunar_days(year: int, month: int) -> int:
    if month == _LAST_MONTH:
        return 30 if (14 + 11 * year) % 30 < 11 else 29  # noqa: PLR2004  11 leap years in 30
    return 30 if month % 2 or not month else 29


def _span(calendar: str, at: tuple[int, int, int]) -> Converted:
    year, month, day = at
    day_of = solar_hijri if calendar == SOLAR else lunar_hijri
    first = day_of(year, month or 1, day or 1)
    if day:
        return Converted(calendar, first, first)
    after = day_of(year, month + 1, 1) if month and month < _LAST_MONTH else day_of(year + 1, 1, 1)
    return Converted(calendar, first, date.fromordinal(after.toordinal() - 1))
