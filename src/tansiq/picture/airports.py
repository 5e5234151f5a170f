"""Airports: where they are and which clock they keep. Data: the airportsdata package (MIT), IATA codes."""

from datetime import UTC, datetime
from functools import cache
from zoneinfo import ZoneInfo

import airportsdata


@cache
def _airports() -> dict[str, airportsdata.Airport]:
    return airportsdata.load("IATA")


@cache
def zone(iata: str) -> ZoneInfo | None:
    """The time zone of an airport, None for a code that is not known."""
    airport = _airports().get(iata)
    return ZoneInfo(airport["tz"]) if airport and airport["tz"] else None


@cache
def country(iata: str) -> str:
    """ISO 3166-1 alpha-2 of the airport's country, "" for a code that is not known."""
    airport = _airports().get(iata)
    return airport["country"] if airport else ""


@cache
def city(iata: str) -> str:
    """The city an airport serves, "" for a code that is not known."""
    airport = _airports().get(iata)
    return airport["city"] if airport else ""


def instant(local: str, iata: str) -> datetime | None:
    """The instant at which an airport's wall clock shows `local` (ISO 8601 with minutes), None where that is unknown.

    A time that a clock change skips or repeats is taken as before the change (fold=0). What is no time is not known either.
    """
    clock = zone(iata)
    if clock is None or len(local) < len("2026-05-01T03:20"):
        return None
    try:
        return datetime.fromisoformat(local).replace(tzinfo=clock).astimezone(UTC)
    except (ValueError, OverflowError):  # the latter: a year at the end of the calendar
        return None


def codes(place: str) -> frozenset[str]:
    """The airports meant by an IATA code or a city's name in English, in any case; empty where nothing is known."""
    wanted = place.strip().casefold()
    if wanted.upper() in _airports():
        return frozenset({wanted.upper()})
    return _of_cities().get(wanted, frozenset())


@cache
def _of_cities() -> dict[str, frozenset[str]]:
    cities: dict[str, set[str]] = {}
    for iata, airport in _airports().items():
        for name in {airport["city"], *airport["city"].split(", ")}:  # "Arnavutköy, Istanbul" is meant by either
            cities.setdefault(name.casefold(), set()).add(iata)
    return {name: frozenset(found) for name, found in cities.items() if name}
