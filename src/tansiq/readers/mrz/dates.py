"""Dates of a machine-readable zone: YYMMDD, with fillers for what is not known. Source: ICAO Doc 9303-3 section 4.8."""

import re
from datetime import date
from functools import lru_cache
from typing import NamedTuple

UNKNOWN = "<<<<<<"
EXPIRED_AT_MOST_YEARS = 50
"""An expiry lies at most so many years before the day of reading, and fewer than so many after it."""

_SHAPE = re.compile(r"([0-9]{2}|<<)([0-9]{2}|<<)([0-9]{2}|<<)")


class ZoneDate(NamedTuple):
    """iso: at the precision stated, "" where unknown or impossible. zeros: unknown parts are zeros, not fillers."""

    iso: str
    possible: bool
    zeros: bool = False


IMPOSSIBLE = ZoneDate("", possible=False)


@lru_cache(maxsize=1 << 14)
def read_birth(text: str, today: date) -> ZoneDate:
    """A birth date: in the latest century in which it is no later than today."""
    century = today.year // 100
    return _read(text, (century, century - 1), today.isoformat())


@lru_cache(maxsize=1 << 14)
def read_expiry(text: str, today: date) -> ZoneDate:
    """An expiry: from `EXPIRED_AT_MOST_YEARS` before today's year to one less after it."""
    earliest = today.year - EXPIRED_AT_MOST_YEARS
    if not text[:2].isdecimal():
        return _read(text, (), "")
    year = earliest + (int(text[:2]) - earliest) % 100
    return _read(text, (year // 100,), "9999")


def is_possible(text: str) -> bool:
    """Whether six characters are a date, whole or in part, of any century."""
    return _read(text, (20, 19), "9999").possible


def has_expired(iso: str, today: date) -> bool | None:
    """Whether an expiry lies before today; None where it is unknown, or ends in the month or year that today is in."""
    now = today.isoformat()[: len(iso)]
    return None if not iso or (iso == now and len(now) < len("2026-05-01")) else iso < now


def _read(text: str, centuries: tuple[int, ...], latest: str) -> ZoneDate:
    shape = _SHAPE.fullmatch(text)
    if not shape:
        return IMPOSSIBLE
    year, month, day = shape.groups()
    zeros = month == "00" or (day == "00" and month != "<<")
    month, day = _known(month), _known(day)
    if year == "<<":
        return ZoneDate("", possible=_is_day(2000, month, day))
    for century in centuries:
        iso = _iso(century * 100 + int(year), month, day)
        if iso and iso <= latest[: len(iso)]:
            return ZoneDate(iso, possible=True, zeros=zeros)
    return IMPOSSIBLE


def _known(part: str) -> str:
    return "" if part in {"<<", "00"} else part


def _iso(year: int, month: str, day: str) -> str:
    """ISO 8601 at the precision known; a day of no known month is left out. "" where there is no such day."""
    if not _is_day(year, month, day):
        return ""
    return f"{year:04d}" + (f"-{month}" if month else "") + (f"-{day}" if month and day else "")


def _is_day(year: int, month: str, day: str) -> bool:
    try:
        date(year, int(month or 1), int(day or 1))
    except ValueError:
        return False
    return True
