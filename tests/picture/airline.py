"""An invented airline whose messages stand in the ledger and in the picture, as the pipeline leaves them there."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from hashlib import sha256

import orjson
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from tansiq.centre.alerts import keep_with_people
from tansiq.handling.marking import Marking, parse_marking, render_marking
from tansiq.ledger.append import Entry, append
from tansiq.ledger.current import current
from tansiq.ledger.keys import Signer
from tansiq.ledger.observations import observation_bodies
from tansiq.model.kinds import Observation
from tansiq.model.observations import (
    FlightLeg,
    MessageHeader,
    PersonName,
    Source,
    TravelDocument,
    Traveller,
)
from tansiq.model.wire import parse, render
from tansiq.picture.flights import Flight, FlightMessage, said_positions
from tansiq.picture.folding import Taken, refold, take

SOURCE = Source("invented.edi", 0, 1)
MARKING = Marking(frozenset({"centre"}), audience=frozenset({"centre", "customs"}))
SIGNER = Signer(Ed25519PrivateKey.generate())


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody invented, as a message gives them."""

    family: str
    given: str
    number: str = ""
    birth_date: str = ""
    locator: str = ""
    seat: str = ""
    issuer: str = "PK"

    def on(self, message: MessageHeader) -> Traveller:
        """The traveller that a message names."""
        document = TravelDocument(self.number, "P", self.issuer, "2031-01-01")
        return Traveller(
            "passenger",
            SOURCE,
            message,
            names=(PersonName(self.family, self.given, f"{self.family} {self.given}"),),
            sex="F",
            birth_date=self.birth_date,
            nationality="PK",
            documents=(document,) if self.number else (),
            locator=self.locator,
            seat=self.seat,
        )


def leg(number: str = "786", *, lands: datetime, origin: str = "LHR", destination: str = "ISB") -> FlightLeg:
    """A leg of eight hours that lands at Islamabad then. lands: aware."""
    arrival = (lands + timedelta(hours=5)).strftime("%Y-%m-%dT%H:%M")  # Asia/Karachi keeps UTC+5 all year
    departure = (lands - timedelta(hours=8)).strftime("%Y-%m-%dT%H:%M")
    return FlightLeg(0, "PK", number, origin, destination, SOURCE, MessageHeader("PAXLST"), departure, arrival)


def hear(  # noqa: PLR0913  a message has as many parts
    on: FlightLeg,
    people: Sequence[Person],
    *,
    at: datetime,
    marking: Marking = MARKING,
    function: str = "745",
    identifier: str = "",
    feed: str = "airline",
) -> Flight:
    """Take in one message about a flight. at: when it was prepared and received."""
    header = MessageHeader(
        "PAXLST", "REF1", function, identifier, "D:05B", prepared=f"{at:%Y-%m-%dT%H:%M:%S.%f}", sender="PK"
    )
    values: list[Observation] = [replace(on, message=header), *(person.on(header) for person in people)]
    return hear_values(values, at=at, marking=marking, feed=feed)


def hear_values(
    values: Sequence[Observation], *, at: datetime, marking: Marking = MARKING, feed: str = "airline"
) -> Flight:
    """Take in what a reader made of one message about flights. Returns the flight of its first leg."""
    message, expires_at = _received(repr(values), at, feed), at + timedelta(days=180)
    entries = [
        Entry(v.kind, orjson.dumps(render(v), option=orjson.OPT_SORT_KEYS), render_marking(marking), expires_at)
        for v in values
    ]
    positions = append(current(), message, entries, at=at, signer=SIGNER)
    taken = Taken(message, at, expires_at, dict(zip(positions, values, strict=True)))
    for flight in take(taken):
        _bring_up_to_date(flight, at=at)
    return Flight.objects.get(said__leg_position=positions[0])


def _bring_up_to_date(flight: Flight, *, at: datetime) -> None:
    known = observation_bodies(current(), said_positions(flight))
    markings = {p: parse_marking(s.marking) for p, s in known.items()}
    refold(flight, {p: parse(orjson.loads(s.body)) for p, s in known.items()}, markings, at=at)
    keep_with_people(flight, at=at)


def damage(said: FlightMessage | None) -> None:
    """Have it that part of a message was refused, and bring its flight up to date."""
    assert said is not None
    current().execute("UPDATE ledger_message SET refusals = '[{}]' WHERE id = %s", (said.message,))
    _bring_up_to_date(said.flight, at=said.received_at)


def _received(text: str, at: datetime, feed: str = "airline") -> int:
    """A message row. `receive` commits for itself, which a test that is rolled back cannot let it do."""
    row = current().execute(
        "INSERT INTO ledger_message (feed, name, sha256, size, received_at, expires_at)"
        " VALUES (%s, 'invented.edi', %s, %s, %s, %s) RETURNING id",
        (feed, sha256(text.encode()).digest(), len(text), at, at + timedelta(days=180)),
    )
    return int((row.fetchone() or (0,))[0])
