"""Airports: where they are and which clock they keep. Data: the airportsdata package (MIT), IATA codes."""

from datetime import UTC, datetime
from functools import cache
from math import asin, cos, radians, sin, sqrt
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


@cache
def _iata_of_icao() -> dict[str, str]:
    return {a["icao"]: iata for iata, a in _airports().items() if a["icao"]}


@cache
def iata_of(code: str) -> str:
    """The IATA code of an airport given by IATA, ICAO ("OPIS") or UN/LOCODE ("NZAKL"); as given where it is not known.

    A UN/LOCODE counts where an airport of its country bears its last three letters.
    """
    given = "".join(code.upper().split())
    if len(given) == len("OPIS"):
        return _iata_of_icao().get(given, given)
    if len(given) == len("NZAKL") and country(given[2:]) == given[:2]:
        return given[2:]
    return given


def local(moment: str, iata: str) -> str:
    """A date and time with an offset ("2026-05-01T22:20Z", "...+01:00") by the airport's wall clock; others as they are."""
    if not _has_offset(moment):
        return moment
    clock = zone(iata)
    try:
        told = datetime.fromisoformat(moment)
        return (told.astimezone(clock) if clock else told).strftime("%Y-%m-%dT%H:%M")
    except (ValueError, OverflowError):
        return moment[: len("2026-05-01T22:20")]


def _has_offset(moment: str) -> bool:
    return len(moment) > len("2026-05-01T22:20") and (moment.endswith("Z") or moment[-6:-5] in {"+", "-"})


@cache
def distance_km(one: str, other: str) -> float | None:
    """Great-circle distance between two airports, None where one is not known.

    Source: haversine formula on a sphere of the IUGG mean radius, 6371.0088 km.
    """
    known = _airports()
    if one not in known or other not in known:
        return None
    (lat0, lon0), (lat1, lon1) = ((radians(known[a]["lat"]), radians(known[a]["lon"])) for a in (one, other))
    half = sin((lat1 - lat0) / 2) ** 2 + cos(lat0) * cos(lat1) * sin((lon1 - lon0) / 2) ** 2
    return 2 * 6371.0088 * asin(sqrt(min(half, 1.0)))
