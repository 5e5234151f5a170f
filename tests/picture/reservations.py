"""An invented airline's bookings: values made by hand, and pushes of them that stand in the ledger and in the picture."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from hashlib import sha256

import orjson

from tansiq.handling.marking import Marking, parse_marking, render_marking
from tansiq.ledger.append import Entry, append
from tansiq.ledger.current import current
from tansiq.ledger.observations import observation_bodies
from tansiq.model.bookings import Booking, Segment
from tansiq.model.kinds import Observation
from tansiq.model.observations import FlightLeg, MessageHeader, PersonName, TravelDocument, Traveller
from tansiq.model.wire import parse, render
from tansiq.picture.airports import instant
from tansiq.picture.facts.case import Case, Member
from tansiq.picture.flights import Flight, said_positions
from tansiq.picture.folding import Taken, refold, take
from tests.picture.airline import MARKING, SIGNER, SOURCE

HEADER = MessageHeader("PNRGOV", "1", "22", prepared="2026-05-01T00:00", sender="ZZ")
NOW = datetime(2026, 5, 1, tzinfo=UTC)


def air(way: str, departure: str, arrival: str = "", **said: object) -> Segment:
    """A flown piece of an itinerary, "LHR-ISB"; times local."""
    origin, _, destination = way.partition("-")
    return replace(Segment("air", 0, origin, destination, departure, arrival, "Y", "HK"), **said)  # type: ignore[arg-type]


def somebody(name: str = "KHAN/SANA", reference: str = "1", **said: object) -> Traveller:
    """Somebody invented."""
    family, _, given = name.partition("/")
    names = (PersonName(family, given, f"{given} {family}"),)
    traveller = Traveller("passenger", SOURCE, HEADER, names=names, reference=reference, locator="ABC123")
    return replace(traveller, **said)  # type: ignore[arg-type]


def passport(number: str, issuer: str = "PK", expiry: str = "2031-01-01") -> TravelDocument:
    """A passport."""
    return TravelDocument(number, "P", issuer, expiry)


def booking(*segments: Segment, travellers: Sequence[str] = ("1",), **said: object) -> Booking:
    """A booking. travellers: their references."""
    made = Booking("ABC123", SOURCE, HEADER, segments=segments, travellers=tuple(travellers))
    return replace(made, **said)  # type: ignore[arg-type]


def flight(way: str = "LHR-ISB", departure: str = "2026-05-01T20:15", arrival: str = "2026-05-02T08:15") -> Flight:
    """A flight that is not kept."""
    origin, _, destination = way.partition("-")
    return Flight(
        carrier="PK",
        number="786",
        origin=origin,
        destination=destination,
        departure_local=departure,
        arrival_local=arrival,
        departs_at=instant(departure, origin),
        lands_at=instant(arrival, destination),
    )


def case(held: Booking | None = None, *people: Traveller, on: Flight | None = None, **said: object) -> Case:
    """The case of the first of these people; the others are the party."""
    first, *others = people or (somebody(),)
    party = tuple(Member(2 + n, other, other.reference) for n, other in enumerate(others))
    made = Case(on or flight(), 1, first, NOW, booking=held, reference=first.reference if held else "", party=party)
    return replace(made, **said)  # type: ignore[arg-type]


def push(
    leg: FlightLeg,
    bookings: Sequence[tuple[Booking, Sequence[Traveller]]],
    *,
    at: datetime,
    marking: Marking = MARKING,
    others: Sequence[FlightLeg] = (),
    function: str = "22",
) -> Flight:
    """Take in one push of bookings. others: further legs of their itineraries, by index. function: "141" for an update."""
    header = replace(HEADER, function=function, prepared=f"{at:%Y-%m-%dT%H:%M:%S}")
    values: list[Observation] = [replace(leg, message=header)]
    values += [replace(other, message=header, within="itinerary") for other in others]
    for held, people in bookings:
        named = tuple(person.reference for person in people)
        values.append(replace(held, message=header, travellers=named))
        values += [replace(person, message=header, locator=held.locator) for person in people]
    return hear_values(values, at=at, marking=marking)


def listing(leg: FlightLeg, people: Sequence[Traveller], *, at: datetime, marking: Marking = MARKING) -> Flight:
    """Take in one full passenger list."""
    header = MessageHeader("PAXLST", "2", "745", prepared=f"{at:%Y-%m-%dT%H:%M:%S}", sender="PK")
    values: list[Observation] = [replace(leg, message=header)]
    values += [replace(person, message=header, reference="", locator="") for person in people]
    return hear_values(values, at=at, marking=marking)


def hear_values(values: Sequence[Observation], *, at: datetime, marking: Marking = MARKING) -> Flight:
    """Take in one message of one flight."""
    expires_at, text = at + timedelta(days=180), repr((values, at)).encode()
    row = current().execute(
        "INSERT INTO ledger_message (feed, name, sha256, size, received_at, expires_at)"
        " VALUES ('airline', 'invented.edi', %s, %s, %s, %s) RETURNING id",
        (sha256(text).digest(), len(text), at, expires_at),
    )
    message = int((row.fetchone() or (0,))[0])
    entries = [
        Entry(v.kind, orjson.dumps(render(v), option=orjson.OPT_SORT_KEYS), render_marking(marking), expires_at)
        for v in values
    ]
    positions = append(current(), message, entries, at=at, signer=SIGNER)
    flights = take(Taken(message, at, expires_at, dict(zip(positions, values, strict=True))))
    for one in flights:
        known = observation_bodies(current(), said_positions(one))
        markings = {p: parse_marking(s.marking) for p, s in known.items()}
        refold(one, {p: parse(orjson.loads(s.body)) for p, s in known.items()}, markings, at=at)
    return flights[0]
