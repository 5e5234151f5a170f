"""What the message alone says of a passenger, in the words that rules use; everything else is unknown to them."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Final

from tansiq.detectors.rules import Row, Value
from tansiq.detectors.rules.rows import parse_value
from tansiq.jobs.iapi.heard import Heard
from tansiq.model.observations import FlightLeg, TravelDocument, Traveller
from tansiq.picture.airports import country, instant
from tansiq.picture.persons import NOBODYS

OF_AGE: Final = 18
_DATE: Final = len("2026-05-01")
_HOUR: Final = len("2026-05-01T03")


def flight_row(heard: Heard, *, at: datetime) -> Row:
    """What the message says of its flight, the same for everybody on it."""
    leg = heard.leg
    values: dict[str, object] = {"message.has_api": True, "message.has_booking": None}
    if leg is not None:
        departs, arrives = instant(leg.departure, leg.origin), instant(leg.arrival, leg.destination)
        values |= _flight(leg) | _times(departs, arrives, at=at)
    return _kept(values)


def _flight(leg: FlightLeg) -> dict[str, object]:
    countries = country(leg.origin), country(leg.destination)
    on = _day(leg.departure)
    return {
        "flight.carrier": leg.carrier,
        "flight.number": leg.number,
        "flight.origin": leg.origin,
        "flight.destination": leg.destination,
        "flight.origin_country": countries[0],
        "flight.destination_country": countries[1],
        "flight.is_international": countries[0] != countries[1] if all(countries) else None,
        "flight.departure_hour": _hour(leg.departure),
        "flight.arrival_hour": _hour(leg.arrival),
        "flight.weekday": on.isoweekday() if on else None,
        "flight.marketing": leg.marketing or None,
    }


def _times(departs: datetime | None, arrives: datetime | None, *, at: datetime) -> dict[str, object]:
    return {
        "flight.departs_at": departs,
        "flight.arrives_at": arrives,
        "flight.duration": arrives - departs if departs and arrives and arrives >= departs else None,
        "message.hours_before_departure": (departs - at) / timedelta(hours=1) if departs else None,
    }


def traveller_row(heard: Heard, traveller: Traveller, flight: Row) -> Row:
    """What the message says of one passenger, with the row of the flight."""
    on = _day(heard.leg.departure) if heard.leg else None
    age = _age(traveller.birth_date, on)
    values: dict[str, object] = {
        "traveller.role": traveller.role,
        "traveller.age": age,
        "traveller.is_minor": None if age is None else age < OF_AGE,
        "traveller.sex": traveller.sex if traveller.sex in {"M", "F", "X"} else None,
        "traveller.nationality": traveller.nationality,
        "traveller.residence": traveller.residence,
        "traveller.is_in_transit": True if traveller.role == "transit" else None,
        "traveller.embarks": traveller.embarked,
        "traveller.disembarks": traveller.disembarks,
        "document.count": len(traveller.documents),
        "document.is_verified": traveller.verified,
    }
    first = next((d for d in traveller.documents if d.type not in NOBODYS), None)
    return {**flight, **_kept(values | (_document(first, traveller, on) if first else {}))}


def _document(document: TravelDocument, traveller: Traveller, on: date | None) -> dict[str, object]:
    until = _day(document.expiry)
    both = document.issuer and traveller.nationality
    return {
        "document.type": document.type[:1],
        "document.issuer": document.issuer,
        "document.expires_on": until,
        "document.days_to_expiry": (until - on).days if until and on else None,
        "document.issuer_differs_from_nationality": document.issuer != traveller.nationality if both else None,
    }


def _kept(values: dict[str, object]) -> dict[str, Value | None]:
    """The values that are known and within the range of their attribute."""
    kept = {}
    for name, value in values.items():
        if value not in (None, "", ()):
            try:
                kept[name] = parse_value(name, value)
            except ValueError:  # out of its range: unknown, as `parse_row` has it
                continue
    return kept


def _read(text: str, length: int, read: Callable[[str], date]) -> date | None:
    if len(text) < length:
        return None
    try:
        return read(text[:length])
    except ValueError:
        return None


def _day(text: str) -> date | None:
    return _read(text, _DATE, date.fromisoformat)


def _hour(text: str) -> int | None:
    found = _read(text, _HOUR, datetime.fromisoformat)
    return found.hour if isinstance(found, datetime) else None


def _age(birth_date: str, on: date | None) -> int | None:
    """Whole years on a day; a birth date to the year or month alone gives none."""
    born = _day(birth_date)
    if born is None or on is None:
        return None
    return on.year - born.year - ((on.month, on.day) < (born.month, born.day))
