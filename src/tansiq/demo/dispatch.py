"""What the airlines send of passengers, crew and cargo: each flight's messages as the files that arrive.

Beside full lists: crew lists, a change, close-outs, a list in parts, a redelivery, a close-out that overtakes its list, a list
that comes after landing, a flight that is moved and one that is cancelled, somebody added at the counter, and a file that was cut
on its way.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from tansiq.demo import cargo, paxlst
from tansiq.demo.carriers import CARRIERS
from tansiq.demo.chance import seeded
from tansiq.demo.edifact import Envelope, Message, render_interchange, wrap_type_b
from tansiq.demo.paxlst import Heading
from tansiq.demo.postings import RECIPIENT, Desk, Kind, Load, Posting
from tansiq.demo.pushes import booking_messages, last_push
from tansiq.demo.travellers import Passenger, invent_crew

TYPE_B_ADDRESS, TYPE_B_ORIGIN = "ISBAPXH", "MCTAPWY"

CARGO_FEED = "cargo-reports"
PARTS_OF = {"PK782": 120}
"""Flights whose list is longer than a message of that airline may be: travellers a part."""

WITH_CREW_LIST = frozenset({"PK786", "TK710"})
CLOSED_ON_BOARD = {"PK786": 2, "EY300": 1, "ET694": 3}
"""Flights with a close-out that names everybody on board: how many who were listed stayed behind."""

OVERTAKEN = frozenset({"ET694"})
"""Flights whose close-out arrives before the list."""

NOT_LISTED_YET = frozenset({"EK614"})
"""Flights that are too far ahead for a passenger list: only their bookings are known."""

LATE = {"WY345": timedelta(minutes=4)}
"""Flights whose list arrives when they have landed long ago, and how long before now."""

MOVED_BEFORE = timedelta(minutes=6)
"""How long before now a list came that has a flight at another time."""

CANCELLED = frozenset({"PK212"})
DELIVERED_TWICE = frozenset({"EK612"})
CUT = frozenset({"FZ335"})
CUT_AT = 0.55
"""Share of the cut file after which it ends, in the middle of the next traveller's name."""


def plain_messages(desk: Desk, load: Load) -> list[Posting]:
    """The full list of a flight and the bookings it left with, and nothing after them."""
    listed = _posting(desk, load, Kind.LIST, _list_sent_at(desk, load), _full_list(load, load.passengers))
    return [listed, last_push(desk, load)] if load.bookings else [listed]


def all_messages(desk: Desk, load: Load) -> list[Posting]:
    """Everything that today's flight has sent until now."""
    postings = [*booking_messages(desk, load), *_cargo(desk, load)]
    return postings if load.name in NOT_LISTED_YET else [*postings, *_of_passengers(desk, load)]


def _of_passengers(desk: Desk, load: Load) -> list[Posting]:
    sent_at = _list_sent_at(desk, load)
    listed = _posting(desk, load, Kind.LIST, sent_at, _full_list(load, load.as_first_listed()))
    closed = _close_outs(desk, load)
    if load.name in OVERTAKEN:
        listed = replace(listed, arrives_at=closed[0].arrives_at + timedelta(minutes=3))
    if load.name in LATE:
        listed = replace(listed, arrives_at=desk.now - LATE[load.name])
    postings = [_cut(listed) if load.name in CUT else listed, *closed, *_exceptions(desk, load, sent_at)]
    if load.name in DELIVERED_TWICE:
        postings.append(replace(listed, kind=Kind.AGAIN, arrives_at=sent_at + timedelta(minutes=17)))
    if load.name in WITH_CREW_LIST:
        postings.append(_crew_list(desk, load, sent_at - timedelta(minutes=20)))
    if load.corrected():
        postings.append(_change(desk, load, sent_at + timedelta(minutes=12)))
    return postings


def _exceptions(desk: Desk, load: Load, sent_at: datetime) -> list[Posting]:
    """What happens to few flights: cancelled, moved to another time, somebody taken along at the last moment."""
    soon = sent_at + (desk.now - sent_at) / 2
    if load.name in CANCELLED:
        body = paxlst.body(load.flight, Heading(paxlst.CLOSE_OUT, paxlst.CANCELLED, revision=2), [], 0)
        return [_posting(desk, load, Kind.CANCELLED, soon, [Message("CANCEL01", body)])]
    postings = []
    if load.flight.planned != load.flight:
        moved = replace(load, flight=load.flight.planned)
        early = sent_at - timedelta(minutes=50)
        postings.append(_posting(desk, moved, Kind.MOVED, early, _full_list(moved, load.passengers)))
    shown = [p for cast in load.casts if cast.plot.key == "go_show" for p in cast.passengers]
    if shown:
        postings.append(_counter(desk, load, shown, desk.now - timedelta(minutes=5)))
    return postings


def _counter(desk: Desk, load: Load, shown: Sequence[Passenger], sent_at: datetime) -> Posting:
    """Passengers who were sold a ticket at the airport's counter: under another locator and reference."""
    register = desk.register
    again = []
    for passenger in shown:
        locator = register.locator()
        again.append(replace(passenger, locator=locator, reference=f"{locator}01"))
    groups = [paxlst.passenger_group(load.flight, passenger) for passenger in again]
    body = paxlst.body(load.flight, Heading(paxlst.PASSENGERS, revision=2), groups, len(again))
    return _posting(desk, load, Kind.COUNTER, sent_at, [Message("PAX001", body)])


def _cargo(desk: Desk, load: Load) -> list[Posting]:
    if load.name not in cargo.CARRYING:
        return []
    carrier = CARRIERS[load.flight.service.carrier]
    sent_at = min(load.flight.departure_at - timedelta(minutes=50), desk.now - timedelta(minutes=11))
    rng = seeded(f"cargo of {load.name} {load.departs_on}")
    freight = cargo.invent_freight(rng, load.flight, carrier.airline_code)
    body = cargo.body(load.flight, f"{load.name}{load.flight.departure_local:%y%m%d}", freight)
    envelope = replace(_envelope(desk, load, sent_at), type="CUSCAR", version=("D", "95B", "UN"), application="CUSCAR")
    return [replace(_sealed(load, Kind.CARGO, envelope, [Message("CARGO001", body)]), feed=CARGO_FEED)]


def _list_sent_at(desk: Desk, load: Load) -> datetime:
    """The end of check-in; some time before now where check-in is still to end, and soon where a flight was moved."""
    if load.flight.planned != load.flight:
        return desk.now - MOVED_BEFORE
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
    ordinary = [p for p in load.passengers if p.reference not in load.planted()]
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
    return _sealed(load, kind, _envelope(desk, load, sent_at), messages)


def _envelope(desk: Desk, load: Load, sent_at: datetime) -> Envelope:
    carrier = CARRIERS[load.flight.service.carrier]
    return Envelope(
        sender=f"{carrier.code}APIS",
        recipient=RECIPIENT,
        prepared_at=sent_at,
        control=desk.control(sent_at),
        version=("D", carrier.release, "UN", "IATA"),
        characters=carrier.characters,
        has_una=carrier.has_una,
        has_group=carrier.has_group,
        line_end=carrier.line_end,
    )


def _sealed(load: Load, kind: Kind, envelope: Envelope, messages: Sequence[Message]) -> Posting:
    carrier, sent_at = CARRIERS[load.flight.service.carrier], envelope.prepared_at
    text = render_interchange(envelope, messages)
    if carrier.is_type_b:
        text = wrap_type_b(text, TYPE_B_ADDRESS, TYPE_B_ORIGIN, sent_at)
    return Posting(carrier.feed, kind, load.name, load.departs_on, sent_at, text.encode("ascii"))
