"""Facts about the flight itself."""

from datetime import timedelta

from tansiq.picture.airports import country, distance_km
from tansiq.picture.facts.case import Case, Facts

_HOUR = slice(11, 13)


def facts(case: Case) -> Facts:
    """flight.*, but for what only other days of the flight tell."""
    flight = case.flight
    origin, destination = country(flight.origin), country(flight.destination)
    distance = distance_km(flight.origin, flight.destination)
    duration = flight.lands_at - flight.departs_at if flight.lands_at and flight.departs_at else None
    return {
        "flight.carrier": flight.carrier or None,
        "flight.number": flight.number or None,
        "flight.origin": flight.origin or None,
        "flight.origin_country": origin or None,
        "flight.destination": flight.destination or None,
        "flight.destination_country": destination or None,
        "flight.departs_at": flight.departs_at,
        "flight.arrives_at": flight.lands_at,
        "flight.departure_hour": _hour(flight.departure_local),
        "flight.arrival_hour": _hour(flight.arrival_local),
        "flight.weekday": case.departs_on.isoweekday() if case.departs_on else None,
        "flight.duration": duration if duration is None or duration >= timedelta() else None,
        "flight.distance_km": None if distance is None else round(distance),
        "flight.is_international": origin != destination if origin and destination else None,
        "flight.marketing": tuple(flight.names) or None,
        "flight.travellers": case.scene.travellers,
        "flight.crew": case.scene.crew,
    }


def _hour(local: str) -> int | None:
    hour = local[_HOUR]
    return int(hour) if hour.isdecimal() else None
