"""What the airlines send: each flight's messages as the files that arrive, in the order in which they do.

Beside full lists: crew lists, a change, close-outs, a list in parts, a redelivery, a close-out that overtakes its list,
and a file that was cut on its way.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from enum import StrEnum

from tansiq.demo import paxlst
from tansiq.demo.carriers import CARRIERS
from tansiq.demo.edifact import Envelope, Message, render_interchange, wrap_type_b
from tansiq.demo.paxlst import Heading
from tansiq.demo.routes import Flight
from tansiq.demo.stories import Outcome, Planted
from tansiq.demo.travellers import Passenger, Register, invent_crew

RECIPIENT = "NCCDEMO"
TYPE_B_ADDRESS, TYPE_B_ORIGIN = "ISBAPXH", "MCTAPWY"

PARTS_OF = {"PK782": 120}
"""Flights whose list is longer than a message of that airline may be: travellers a part."""

WITH_CREW_LIST = frozenset({"PK786", "TK710"})
CLOSED_ON_BOARD = {"PK786": 2, "EY300": 1, "ET694": 3}
"""Flights with a close-out that names everybody on board: how many who were listed stayed behind."""

OVERTAKEN = frozenset({"ET694"})
"""Flights whose close-out arrives before the list."""

DELIVERED_TWICE = frozenset({"EK612"})
CUT = frozenset({"FZ335"})
CUT_AT = 0.55
"""Share of the cut file after which it ends, in the middle of the next traveller's name."""


class Kind(StrEnum):
    """What a file of the day is."""

    WATCHLIST = "watchlist"
    LIST = "list"
    CREW = "crew"
    CHANGE = "change"
    CLOSE_OUT = "close-out"
    AGAIN = "list-again"
    CUT = "list-cut"


@dataclass(frozen=True, slots=True)
class Posting:
    """A file on its way. arrives_at: UTC; flight: designator, "" for what is about no flight."""

    feed: str
    kind: Kind
    flight: str
    day: str
    arrives_at: datetime
    content: bytes


@dataclass(slots=True)
class Desk:
    """Where messages get their control references from. now: the clock of whoever plays the day."""

    register: Register
    now: datetime
    serial: int = field(default=0)

    def control(self, prepared_at: datetime) -> str:
        """A control reference (UNB 0020) that no other interchange has; at most 14 characters."""
        self.serial += 1
        return f"{prepared_at:%y%m%d%H%M}{self.serial % 10_000:04d}"


@dataclass(frozen=True, slots=True)
class Load:
    """A flight with its passengers. stories: the planted ones among them, by the reference of their traveller."""

    flight: Flight
    passengers: Sequence[Passenger]
    stories: Mapping[str, Planted]

    @property
    def name(self) -> str:
        """The flight's designator."""
        return self.flight.service.designator

    @property
    def departs_on(self) -> str:
        """The local date of departure, ISO 8601."""
        return f"{self.flight.departure_local:%Y-%m-%d}"

    def as_first_listed(self) -> list[Passenger]:
        """The passengers with the mistakes that a change will correct."""
        return [self._mistyped(passenger) for passenger in self.passengers]

    def corrected(self) -> list[Passenger]:
        """The passengers whom the first list had wrong, as they are."""
        return [passenger for passenger in self.passengers if self._mistyped(passenger) != passenger]

    def left_behind(self) -> list[Passenger]:
        """The passengers whose story is that they do not board."""
        return [
            passenger
            for passenger in self.passengers
            if passenger.reference in self.stories and self.stories[passenger.reference].expected is Outcome.WITHDRAWN
        ]

    def _mistyped(self, passenger: Passenger) -> Passenger:
        story = self.stories.get(passenger.reference)
        if story is None or story.mistyped_birth is None:
            return passenger
        return replace(passenger, person=replace(passenger.person, born_on=story.mistyped_birth))


def plain_list(desk: Desk, load: Load) -> list[Posting]:
    """The full list of a flight, and nothing after it."""
    return [_posting(desk, load, Kind.LIST, _list_sent_at(desk, load), _full_list(load, load.passengers))]


def all_messages(desk: Desk, load: Load) -> list[Posting]:
    """Everything that today's flight has sent until now."""
    sent_at = _list_sent_at(desk, load)
    listed = _posting(desk, load, Kind.LIST, sent_at, _full_list(load, load.as_first_listed()))
    closed = _close_outs(desk, load)
    if load.name in OVERTAKEN:
        listed = replace(listed, arrives_at=closed[0].arrives_at + timedelta(minutes=3))
    postings = [_cut(listed) if load.name in CUT else listed, *closed]
    if load.name in DELIVERED_TWICE:
        postings.append(replace(listed, kind=Kind.AGAIN, arrives_at=sent_at + timedelta(minutes=17)))
    if load.name in WITH_CREW_LIST:
        postings.append(_crew_list(desk, load, sent_at - timedelta(minutes=20)))
    if load.corrected():
        postings.append(_change(desk, load, sent_at + timedelta(minutes=12)))
    return postings


def _list_sent_at(desk: Desk, load: Load) -> datetime:
    """The end of check-in; some time before now where check-in is still to end."""
    after_check_in = load.flight.departure_at - timedelta(minutes=25)
    return min(after_check_in, desk.now - timedelta(minutes=desk.register.rng.randint(8, 90)))


def _full_list(load: Load, passengers: Sequence[Passenger]) -> list[Message]:
    flight = load.flight
    size = PARTS_OF.get(load.name, len(passengers))
    chunks = [passengers[i : i + size] for i in range(0, len(passengers), size)]
    common = f"{load.name}/{flight.departure_local:%y%m%d/%H%M}" if len(chunks) > 1 else ""
    messages = []
    for place, chunk in enumerate(chunks, start=1):
        groups = [paxlst.passenger_group(flight, passenger) for passenger in chunk]
        body = paxlst.body(flight, Heading(paxlst.PASSENGERS), groups, len(passengers))
        messages.append(Message(f"PAX{place:03d}", body, common, _part(place, len(chunks))))
    return messages


def _part(place: int, of: int) -> tuple[str, ...]:
    if place == 1:
        return ("01", "C")
    return (f"{place:02d}", "F") if place == of else (f"{place:02d}",)


def _crew_list(desk: Desk, load: Load, sent_at: datetime) -> Posting:
    crew = invent_crew(desk.register, CARRIERS[load.flight.service.carrier].home, cockpit=2, cabin=10)
    groups = [paxlst.crew_group(load.flight, person, function) for function, person in crew]
    body = paxlst.body(load.flight, Heading(paxlst.CREW, paxlst.CREW_ON_PASSENGER_FLIGHT), groups, len(crew))
    return _posting(desk, load, Kind.CREW, sent_at, [Message("CREW001", body)])


def _change(desk: Desk, load: Load, sent_at: datetime) -> Posting:
    changed = load.corrected()
    groups = [paxlst.passenger_group(load.flight, passenger) for passenger in changed]
    body = paxlst.body(load.flight, Heading(paxlst.PASSENGERS, paxlst.CHANGE, revision=2), groups, len(changed))
    return _posting(desk, load, Kind.CHANGE, sent_at, [Message("PAX001", body)])


def _close_outs(desk: Desk, load: Load) -> list[Posting]:
    left = load.left_behind()
    if left:
        return [_close_out(desk, load, paxlst.NOT_ON_BOARD, left)]
    if load.name not in CLOSED_ON_BOARD:
        return []
    ordinary = [p for p in load.passengers if p.reference not in load.stories]
    absent = {p.reference for p in desk.register.rng.sample(ordinary, CLOSED_ON_BOARD[load.name])}
    return [_close_out(desk, load, paxlst.ON_BOARD, [p for p in load.passengers if p.reference not in absent])]


def _close_out(desk: Desk, load: Load, identifier: str, named: Sequence[Passenger]) -> Posting:
    groups = [paxlst.reference_group(passenger) for passenger in named]
    body = paxlst.body(load.flight, Heading(paxlst.CLOSE_OUT, identifier, revision=3), groups, len(named))
    sent_at = load.flight.departure_at - timedelta(minutes=2)
    return _posting(desk, load, Kind.CLOSE_OUT, sent_at, [Message("CLOSE001", body)])


def _cut(posting: Posting) -> Posting:
    name_at = posting.content.index(b"NAD+FL+++", int(len(posting.content) * CUT_AT)) + len(b"NAD+FL+++")
    return replace(posting, kind=Kind.CUT, content=posting.content[: name_at + 2])


def _posting(desk: Desk, load: Load, kind: Kind, sent_at: datetime, messages: Sequence[Message]) -> Posting:
    carrier = CARRIERS[load.flight.service.carrier]
    envelope = Envelope(
        sender=f"{carrier.code}APIS",
        recipient=RECIPIENT,
        prepared_at=sent_at,
        control=desk.control(sent_at),
        release=carrier.release,
        characters=carrier.characters,
        has_una=carrier.has_una,
        has_group=carrier.has_group,
        line_end=carrier.line_end,
    )
    text = render_interchange(envelope, messages)
    if carrier.is_type_b:
        text = wrap_type_b(text, TYPE_B_ADDRESS, TYPE_B_ORIGIN, sent_at)
    return Posting(carrier.feed, kind, load.name, load.departs_on, sent_at, text.encode("ascii"))
