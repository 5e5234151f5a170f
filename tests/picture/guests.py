"""Bookings of an invented airline that stand in the ledger and in the picture, as the pipeline leaves them there."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

import orjson

from tansiq.handling.marking import Marking, parse_marking, render_marking
from tansiq.ledger.append import Entry, append
from tansiq.ledger.current import current
from tansiq.ledger.observations import observation_bodies
from tansiq.model.bookings import Agency, Bag, Booking, Contact, Payment, Segment
from tansiq.model.kinds import Observation
from tansiq.model.observations import FlightLeg, MessageHeader, PersonName, TravelDocument, Traveller
from tansiq.model.wire import parse, render
from tansiq.picture.flights import Flight, said_positions
from tansiq.picture.folding import Taken, refold, take
from tests.picture.airline import MARKING, SIGNER, SOURCE, _received


@dataclass(frozen=True, slots=True)
class Guest:
    """Somebody invented on a booking. tags: of their own bags."""

    family: str
    given: str
    seat: str = ""
    number: str = ""
    born: str = "1980-01-02"
    tags: tuple[str, ...] = ()
    category: str = ""


@dataclass(frozen=True, slots=True)
class Reservation:
    """A booking. pooled, lost: tags of bags that the party shares, and that name nobody of it. account: of a card, masked."""

    locator: str
    guests: tuple[Guest, ...]
    pooled: tuple[str, ...] = ()
    lost: tuple[str, ...] = ()
    phone: str = ""
    email: str = ""
    account: str = ""
    agency: str = ""
    created: str = "2026-04-01T09:10"
    aircraft: str = "77W"

    def values(self, on: FlightLeg, message: MessageHeader) -> list[Observation]:
        """The booking's observations, as a reader gives them."""
        people = [self._traveller(guest, str(n), message) for n, guest in enumerate(self.guests, 1)]
        contacts = [Contact("phone", self.phone)] * bool(self.phone) + [Contact("email", self.email)] * bool(self.email)
        booking = Booking(
            self.locator,
            SOURCE,
            message,
            created=self.created,
            party=len(people),
            travellers=tuple(p.reference for p in people),
            segments=(Segment("air", 0, on.origin, on.destination, on.departure, on.arrival, aircraft=self.aircraft),),
            agencies=(Agency(number=self.agency, kind="T"),) if self.agency else (),
            payments=(Payment("CC", "VI", self.account),) if self.account else (),
            contacts=tuple(contacts),
            bags=(
                *(Bag(tag, traveller=str(n)) for n, guest in enumerate(self.guests, 1) for tag in guest.tags),
                *(Bag(tag, pool=True) for tag in self.pooled),
                *(Bag(tag, traveller="99") for tag in self.lost),
            ),
        )
        return [*people, booking]

    def _traveller(self, guest: Guest, reference: str, message: MessageHeader) -> Traveller:
        return Traveller(
            "passenger",
            SOURCE,
            message,
            names=(PersonName(guest.family, guest.given, f"{guest.family} {guest.given}"),),
            birth_date=guest.born,
            documents=(TravelDocument(guest.number, "P", "PK"),) if guest.number else (),
            locator=self.locator,
            reference=reference,
            seat=guest.seat,
            bags=guest.tags,
            category=guest.category,  # type: ignore[arg-type]  # one of the three, as the tests write it
        )


def push(
    on: FlightLeg,
    reservations: Sequence[Reservation],
    *,
    at: datetime,
    marking: Marking = MARKING,
    function: str = "22",
) -> Flight:
    """Take in one push of bookings for a flight. at: when it was prepared and received."""
    header = MessageHeader(
        "PNRGOV", "REF1", function, version="13:1", prepared=f"{at:%Y-%m-%dT%H:%M:%S.%f}", sender="PK"
    )
    values: list[Observation] = [replace(on, message=header)]
    for reservation in reservations:
        values += reservation.values(on, header)
    message, expires_at = _received(repr(values), at), at + timedelta(days=180)
    entries = [
        Entry(v.kind, orjson.dumps(render(v), option=orjson.OPT_SORT_KEYS), render_marking(marking), expires_at)
        for v in values
    ]
    positions = append(current(), message, entries, at=at, signer=SIGNER)
    [flight] = take(Taken(message, at, expires_at, dict(zip(positions, values, strict=True))))
    known = observation_bodies(current(), said_positions(flight))
    markings = {p: parse_marking(s.marking) for p, s in known.items()}
    refold(flight, {p: parse(orjson.loads(s.body)) for p, s in known.items()}, markings, at=at)
    return flight
