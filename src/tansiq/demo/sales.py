"""How the bookings of a flight come about: who sold them when and for what, where the travellers go before and after.

Each flight has chance of its own, so that the same passengers have the same bookings whatever else is written.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from itertools import groupby
from random import Random
from typing import NamedTuple
from zoneinfo import ZoneInfo

from tansiq.demo.carriers import CARRIERS
from tansiq.demo.chance import happens, seeded
from tansiq.demo.offices import Office, offices_of
from tansiq.demo.reservations import Deed, Guest, Payment, Reservation, Stretch
from tansiq.demo.routes import AIRPORTS, Flight
from tansiq.demo.timetable import CODESHARES
from tansiq.demo.travellers import INFANT_DAYS, INVENTED_BLOCK, LARGEST_KIN, Passenger

CHILD_DAYS = 12 * 365
CHECK_IN_OPENS = timedelta(hours=3)
ON_LAP = 0.5
"""Share of the infants whom only a service request names."""

_TEST_CARDS = (("VI", "400000"), ("VI", "411111"), ("CA", "555555"), ("CA", "222300"), ("CA", "520082"))
"""Vendor and first six digits, of the ranges that card networks keep for tests."""

_MOBILES = ("92300", "92321", "92333", "92345", "44740", "97150", "96650", "90530")
_SENSITIVE = (("WCHR", ""), ("MOML", ""), ("VGML", ""), ("DBML", ""), ("MOML", ""))
_FREE_TEXTS = ("PAX REQUESTED WHEELCHAIR TO GATE", "HALAL MEAL CONFIRMED BY PHONE", "PAX WILL CALL BACK ABOUT SEATS")
_CURRENCIES = {"PAK": ("PKR", 95_000), "GBR": ("GBP", 430), "ARE": ("AED", 1150), "SAU": ("SAR", 1300)}


class Feeder(NamedTuple):
    """A flight that brings travellers to an airline's own airport."""

    carrier: str
    number: str
    origin: str
    hub: str
    minutes: int


_FEEDERS = {
    "EK": Feeder("EK", "4", "LHR", "DXB", 420),
    "QR": Feeder("QR", "2", "LHR", "DOH", 410),
    "TK": Feeder("TK", "1972", "LHR", "IST", 235),
    "EY": Feeder("EY", "62", "LHR", "AUH", 415),
    "SV": Feeder("SV", "114", "LHR", "JED", 355),
    "TG": Feeder("TG", "917", "LHR", "BKK", 700),
    "ET": Feeder("ET", "701", "LHR", "ADD", 455),
}
_CREATED_MEAN_H = 500


def sell(seed: int, flight: Flight, passengers: Sequence[Passenger]) -> tuple[Reservation, ...]:
    """Bookings for everybody on a flight, in the order of its passengers: those of one locator are one booking."""
    rng = seeded(f"{seed} bookings of {flight.service.designator} {flight.departure_at:%Y-%m-%d}")
    return tuple(sold(rng, flight, list(party)) for _, party in groupby(passengers, key=lambda p: p.locator))


def at_airport(flight: Flight) -> Stretch:
    """A flight as its airline knows it."""
    service = flight.service
    return Stretch(
        service.origin,
        service.destination,
        flight.departure_local,
        flight.arrival_local,
        service.carrier,
        service.number,
        aircraft="77W" if service.passengers > 190 else "320",  # noqa: PLR2004  seats of an aircraft with one aisle
    )


def sold(rng: Random, flight: Flight, party: Sequence[Passenger]) -> Reservation:
    """A booking for a party, as chance has it."""
    first = next((p for p in party if _kind(flight, p) == "A"), party[0])
    office = _office(rng, first, flight)
    lead = timedelta(hours=int(rng.expovariate(1 / _CREATED_MEAN_H)) + 5)
    created_at = flight.planned.departure_at - lead
    changed_at = created_at + lead * rng.random()
    stretches = _itinerary(rng, flight)
    own = flight.planned.departure_local
    reported = next(i for i, s in enumerate(stretches) if s.departure == own)
    return Reservation(
        locator=first.locator,
        guests=tuple(_guests(rng, flight, party)),
        stretches=stretches,
        reported=reported,
        office=office,
        created_at=created_at,
        changed_at=changed_at,
        ticketed_at=created_at + min(timedelta(hours=rng.randint(0, 30)), lead / 2),
        checked_in_at=flight.departure_at - CHECK_IN_OPENS + timedelta(minutes=rng.randint(0, 125)),
        payment=_payment(rng, first),
        phone=f"{rng.choice(_MOBILES)}{INVENTED_BLOCK}{rng.randint(0, 9999):04d}",
        email=f"{first.person.family}.{rng.randint(1, 999)}@INVENTED.EXAMPLE".replace(" ", ""),
        address=f"{rng.randint(1, 240)} INVENTED ROAD, {first.person.birth_place}",
        other="".join(rng.choices("ABCDEFGHJKLMNPQRSTUVWXYZ", k=6)) if office.system != "1S" else "",
        group=f"{first.person.family} INVENTED GROUP" if len(party) > LARGEST_KIN else "",
        remarks=(rng.choice(_FREE_TEXTS),) if happens(rng, 0.05) else (),
        history=tuple(_history(rng, stretches[reported], created_at, changed_at)),
    )


def _office(rng: Random, first: Passenger, flight: Flight) -> Office:
    country = "PAK" if happens(rng, 0.4) else flight.service.abroad
    choices = offices_of(country if happens(rng, 0.5) else first.person.nationality)
    return rng.choices(choices, weights=[office.share for office in choices])[0]


def _guests(rng: Random, flight: Flight, party: Sequence[Passenger]) -> Iterator[Guest]:
    may_hold = any(_kind(flight, p) == "A" for p in party)
    laps = 0
    for place, passenger in enumerate(party, start=1):
        kind = _kind(flight, passenger)
        is_on_lap = kind == "IN" and may_hold and laps == 0 and happens(rng, ON_LAP)
        laps += is_on_lap
        yield Guest(
            passenger,
            str(place),
            kind,
            _ticket(rng, flight),
            requests=(rng.choice(_SENSITIVE),) if kind == "A" and happens(rng, 0.1) else (),
            flyer=f"{INVENTED_BLOCK}{rng.randint(0, 10**6):06d}" if kind == "A" and happens(rng, 0.15) else "",
            is_on_lap=is_on_lap,
        )


def _kind(flight: Flight, passenger: Passenger) -> str:
    days = (flight.departure_at.date() - passenger.person.born_on).days
    if days < INFANT_DAYS:
        return "IN"
    return "C" if days < CHILD_DAYS else "A"


def _ticket(rng: Random, flight: Flight) -> str:
    return f"{CARRIERS[flight.service.carrier].airline_code}{INVENTED_BLOCK}{rng.randint(0, 10**7 - 1):07d}"


def _payment(rng: Random, first: Passenger) -> Payment:
    currency, usual = _CURRENCIES.get(first.person.nationality, ("USD", 520))
    amount = round(usual * rng.uniform(0.7, 1.9))
    if happens(rng, 0.22):
        return Payment("CA", amount, currency)
    if happens(rng, 0.12):
        return Payment("MS", amount, currency)
    holder = f"{first.person.given} {first.person.family}"
    return card(rng, amount, currency, holder)


def card(rng: Random, amount: int, currency: str, holder: str) -> Payment:
    """A payment by a card with a test number."""
    vendor, issuer = rng.choice(_TEST_CARDS)
    body = f"{issuer}{rng.randint(0, 10**9 - 1):09d}"
    return Payment("CC", amount, currency, vendor, body + _check_digit(body), f"{rng.randint(1, 12):02d}29", holder)


def _check_digit(body: str) -> str:
    """The digit that completes a card number. Source: ISO/IEC 7812-1, annex B (Luhn)."""
    total = 0
    for place, sign in enumerate(reversed(body)):
        doubled = int(sign) * (2 if place % 2 == 0 else 1)
        total += doubled - 9 if doubled > 9 else doubled  # noqa: PLR2004  the sum of two digits
    return str(-total % 10)


def _itinerary(rng: Random, flight: Flight) -> tuple[Stretch, ...]:
    """What leads to the flight, the flight, and the way back."""
    own = _as_sold(rng, flight)
    stretches = [own]
    feeder = _FEEDERS.get(flight.service.carrier)
    if feeder is not None and feeder.hub == flight.service.origin and happens(rng, 0.25):
        stretches.insert(0, _feeder(rng, flight, feeder))
    if happens(rng, 0.7):
        stretches.append(_return(flight, own, timedelta(days=rng.randint(4, 60))))
    return tuple(stretches)


def _as_sold(rng: Random, flight: Flight) -> Stretch:
    own = at_airport(flight.planned)
    partner = CODESHARES.get(flight.service.designator)
    if partner is None or not happens(rng, 0.15):
        return own
    return sold_as(own, *partner)


def sold_as(own: Stretch, carrier: str, number: str) -> Stretch:
    """A flight under the number of a partner that sells it."""
    return Stretch(
        own.origin,
        own.destination,
        own.departure,
        own.arrival,
        carrier,
        number,
        operator=own.carrier,
        operating_number=own.number,
        aircraft=own.aircraft,
    )


def _feeder(rng: Random, flight: Flight, feeder: Feeder) -> Stretch:
    lands = flight.planned.departure_at - timedelta(minutes=rng.choice((95, 140, 190)))
    leaves = lands - timedelta(minutes=feeder.minutes)
    times = local(leaves, feeder.origin), local(lands, feeder.hub)
    return Stretch(feeder.origin, feeder.hub, *times, feeder.carrier, feeder.number)


def local(instant: datetime, airport: str) -> datetime:
    """What an airport's clock shows at an instant, without a zone."""
    return instant.astimezone(ZoneInfo(AIRPORTS[airport].zone)).replace(tzinfo=None)


def _return(flight: Flight, own: Stretch, after: timedelta) -> Stretch:
    """The flight back: the number next to it, at the same hour."""
    service = flight.service
    number = str(int(service.number) + 1)
    departure = own.departure.replace(minute=0) + after
    length = flight.arrival_at - flight.departure_at
    arrival = local(departure.replace(tzinfo=ZoneInfo(AIRPORTS[service.destination].zone)) + length, service.origin)
    return Stretch(service.destination, service.origin, departure, arrival, service.carrier, number)


def _history(rng: Random, own: Stretch, created_at: datetime, changed_at: datetime) -> Iterator[Deed]:
    if happens(rng, 0.12):
        yield Deed(changed_at, "X", seat=f"{rng.randint(5, 40)}{rng.choice('ACDF')}")
    if happens(rng, 0.06):
        earlier = own.departure - timedelta(days=rng.randint(1, 9))
        yield Deed(created_at + (changed_at - created_at) / 2, "X", stretch=_moved(own, earlier))


def _moved(own: Stretch, departure: datetime) -> Stretch:
    return Stretch(
        own.origin, own.destination, departure, None, own.carrier, own.number, own.operator, own.operating_number
    )
