"""The interactive exchange: a passenger list of one passenger each, asked at check-in, and the answer that a state is to give.

Source: PAXLST and CUSRES D.05B; the codes of `ERC` are those of docs/cusres.md.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from tansiq.demo import paxlst
from tansiq.demo.carriers import CARRIERS
from tansiq.demo.edifact import Envelope, Message, Segment, render_interchange
from tansiq.demo.paxlst import Heading
from tansiq.demo.postings import RECIPIENT, Desk, Load
from tansiq.demo.travellers import Passenger

ASKING = frozenset({"EK613"})
"""Flights whose airline asks of each passenger at check-in."""

ASKED = 12
"""How many passengers are asked of beside those who have a story."""

BOARD, NOT_BOARD = "0Z", "1Z"
REQUEST, ANSWER = "745", "962"


@dataclass(frozen=True, slots=True)
class Asked:
    """A question with the answer expected. directive: ERC; at: when it is asked."""

    flight: str
    traveller: str
    reference: str
    directive: str
    at: datetime
    request: bytes
    answer: bytes


def exchanges(desk: Desk, load: Load) -> list[Asked]:
    """What is asked of a flight until now, in order."""
    if load.name not in ASKING:
        return []
    refused = [p for cast in load.casts if cast.plot.key == "no_board" for p in cast.passengers]
    passengers = [p for p in load.passengers if p.seat][:ASKED]
    start = desk.now - timedelta(minutes=30)
    return [
        _exchange(desk, load, passenger, start + timedelta(seconds=90 * place), is_refused=passenger in refused)
        for place, passenger in enumerate([*passengers, *refused])
    ]


def _exchange(desk: Desk, load: Load, passenger: Passenger, at: datetime, *, is_refused: bool) -> Asked:
    control = desk.control(at)
    heading = Heading(REQUEST, transaction=f"I{control}")
    asked = paxlst.body(load.flight, heading, [paxlst.passenger_group(load.flight, passenger)], 1)
    directive = NOT_BOARD if is_refused else BOARD
    return Asked(
        load.name,
        passenger.person.full_name,
        passenger.reference,
        directive,
        at,
        _interchange(load, at, control, "PAXLST", asked),
        _interchange(load, at, control, "CUSRES", _answer(load, heading.transaction, [passenger], directive)),
    )


def _answer(load: Load, transaction: str, passengers: Sequence[Passenger], directive: str) -> list[Segment]:
    flight, service = load.flight, load.flight.service
    segments: list[Segment] = [
        ("BGM", ANSWER),
        ("RFF", ("TN", transaction, "", "", "001")),
        ("RFF", ("AF", service.designator)),
        ("DTM", ("189", f"{flight.departure_local:%y%m%d%H%M}", "201")),
        ("DTM", ("232", f"{flight.arrival_local:%y%m%d%H%M}", "201")),
        ("LOC", "125", service.origin),
        ("LOC", "87", service.destination),
    ]
    for passenger in passengers:
        segments += [("ERP", "2"), ("RFF", ("AVF", passenger.locator)), ("RFF", ("ABO", passenger.reference))]
        segments.append(("ERC", directive))
    return segments


def _interchange(load: Load, at: datetime, control: str, kind: str, body: Sequence[Segment]) -> bytes:
    carrier = CARRIERS[load.flight.service.carrier]
    ends = (f"{carrier.code}IAPI", RECIPIENT)
    sender, recipient = ends if kind == "PAXLST" else ends[::-1]
    envelope = Envelope(
        sender=sender,
        recipient=recipient,
        prepared_at=at,
        control=control,
        type=kind,
        application="IAPI",
        has_group=False,
    )
    return render_interchange(envelope, [Message("PAX001", body, f"I{control}")]).encode("ascii")
