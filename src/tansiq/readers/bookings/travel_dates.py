"""Dates and times as bookings write them (PADIS: ddmmyy and hhmm; service texts: 12JUL64), as ISO 8601.

A year of two digits is settled by the message's own date, never by the clock.
"""

from datetime import date, timedelta
from functools import lru_cache

from tansiq.readers.moments import Moment, parse_birth_date, parse_expiry_date

_MONTHS = ("JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC")
MONTHS = {name: f"{number:02d}" for number, name in enumerate(_MONTHS, start=1)}
_HALF_DAY = {"A": 0, "P": 12, "N": 12, "M": 0}  # 0915A, 0915P, 1200N noon, 1200M midnight
_SHORT, _LONG = 6, 8
_NOON, _HOURS, _MINUTES = 12, 24, 60
_CLOCK_DIGITS, _WITHOUT_ZERO = (4, 6), (3, 5)
_HALF_CENTURY = 50


def _year_first(value: str) -> str:
    """A date ddMMMyy or ddMMMyyyy as yymmdd or yyyymmdd; anything else as it is."""
    shaped = value.strip().upper()
    month = MONTHS.get(shaped[2:5])
    return f"{shaped[5:]}{month}{shaped[:2]}" if month and len(shaped) > len("12JUL") else shaped


@lru_cache(maxsize=1 << 16)
def birth_date(value: str, not_after: str) -> str:
    """A birth date of a service text ("12JUL64") as ISO 8601; "" where impossible or later than `not_after`, an ISO date."""
    return parse_birth_date(_year_first(value), not_after)


@lru_cache(maxsize=1 << 16)
def expiry_date(value: str, about: str) -> str:
    """An expiry date of a service text as ISO 8601; about: the ISO date that settles two-digit years."""
    return parse_expiry_date(_year_first(value), about)


@lru_cache(maxsize=1 << 14)
def parse_day(value: str, about: str) -> str:
    """A date ddmmyy, ddmmyyyy, ddMMMyy, ddMMM or ddmm as an ISO date; "" where impossible.

    about: an ISO date; a missing century or year is the one that comes nearest to it.
    """
    shaped = value.strip().upper()
    month = MONTHS.get(shaped[2:5])
    if month:
        shaped = f"{shaped[:2]}{month}{shaped[5:]}"
    if not (shaped.isascii() and shaped.isdigit()):
        return ""
    year = shaped[4:]
    middle = int(about[:4])
    if len(year) == len("2026"):
        return _iso(int(year), shaped)
    if len(year) == len("26"):
        near = middle - middle % 100 + int(year)
        return _iso(near + 100 * ((middle - near > _HALF_CENTURY) - (near - middle > _HALF_CENTURY)), shaped)
    if year:
        return ""
    days = [day for day in (_iso(middle + step, shaped) for step in (-1, 0, 1)) if day]
    whole = about if len(about) == len("2026-01-01") else f"{about[:4]}-07-01"
    return min(days, key=lambda day: abs(date.fromisoformat(day) - date.fromisoformat(whole)), default="")


def _iso(year: int, day_month: str) -> str:
    try:
        return date(year, int(day_month[2:4]), int(day_month[:2])).isoformat()
    except ValueError:
        return ""


def _clock(value: str) -> tuple[int, int] | None:
    """Hour and minute; 24, 0 at the end of a day; None where impossible."""
    half = _HALF_DAY.get(value[-1:])
    digits = (value[:-1] if half is not None or value[-1:] == "Z" else value).replace(":", "").replace(".", "")
    if not (digits.isascii() and digits.isdigit()):
        return None
    if len(digits) in _WITHOUT_ZERO:
        digits = "0" + digits
    if len(digits) not in _CLOCK_DIGITS:
        return None
    hour, minute = int(digits[:2]), int(digits[2:4])
    if half is not None and hour <= _NOON:
        hour = hour % _NOON + half
    possible = hour < _HOURS or (hour == _HOURS and not minute)
    return (hour, minute) if possible and minute < _MINUTES else None


@lru_cache(maxsize=1 << 16)
def parse_moment_of(day: str, clock: str, about: str) -> Moment:
    """A date (see `parse_day`) and a time: hhmm, hhmmss, hmm, 2400, with A, P, N, M for half days or Z; both as given.

    2400 is midnight at the end of the day: 00:00 of the next.
    """
    iso = parse_day(day, about)
    clock = clock.strip().upper()
    if not iso or not clock:
        return Moment(iso, whole=bool(iso))
    parts = _clock(clock)
    if parts is None:
        return Moment(iso, whole=False)
    hour, minute = parts
    if hour == _HOURS:
        iso, hour = next_day(iso), 0
    return Moment(f"{iso}T{hour:02d}:{minute:02d}", whole=True)


def next_day(iso: str, days: int = 1) -> str:
    """The ISO date some days later; itself at the ends of the calendar."""
    try:
        return (date.fromisoformat(iso) + timedelta(days=days)).isoformat()
    except OverflowError:
        return iso
