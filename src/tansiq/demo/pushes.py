"""What airlines push of a flight's bookings, and when: 72, 24 and 2 hours before it leaves, and when it leaves.

Most flights have one push by now; some have all that are due. Beside whole pushes there are updates, one push that arrives after a
later one, and one that is delivered twice.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from tansiq.demo import pnrgov, pnrgov_xml
from tansiq.demo.carriers import CARRIERS, Carrier
from tansiq.demo.edifact import Envelope, Message, Segment, render_interchange, wrap_type_b
from tansiq.demo.pnrgov import Report
from tansiq.demo.postings import RECIPIENT, Desk, Kind, Load, Posting
from tansiq.demo.reservations import Reservation
from tansiq.demo.sales import at_airport

TYPE_B_ADDRESS, TYPE_B_ORIGIN = "ISBAPXH", "MCTRPWY"

DUE: tuple[tuple[int, Kind], ...] = (
    (72, Kind.BOOKINGS_72),
    (24, Kind.BOOKINGS_24),
    (2, Kind.BOOKINGS_2),
    (0, Kind.BOOKINGS_0),
)
"""Hours before departure at which bookings are pushed."""

SERIES = frozenset({"EK622", "PK741", "QR601", "OD132", "SV701", "EK614", "FZ336"})
"""Flights of which every push that is due is there."""

WITHOUT = frozenset(
    """
    WY341 PK250 SV734 SV722 SV726 PK782 QR600 QR605 EK600 EK636 FZ335 PK785 EK623 TG341 ET694 TK710
    EK602 EK637 QR610 QR615 QR629 SV738 SV727 SV735 TK714 TK709 EY296 EY301 WY342 TG349 TG342 PK249
    """.split()  # noqa: SIM905  a table reads better
)
"""Flights of which no booking comes: their airlines send passenger lists only, or have a fault of long standing."""

UPDATED = {"PK283": timedelta(minutes=40), "PK741": timedelta(minutes=82), "SV701": timedelta(minutes=100)}
"""Flights with an update between pushes, and how long before departure. Its head has the time to which a flight was moved."""

OVERTAKEN = frozenset({"QR601"})
"""Flights of which the push of 24 hours before arrives after that of 2 hours before."""

DELIVERED_TWICE = frozenset({"EK622"})

ON_THE_WAY = timedelta(minutes=8)
"""How long ago a push has to be due to be there."""

TOLD_BY_UPDATE = 12
"""Most bookings in an update: those that changed last."""


def booking_messages(desk: Desk, load: Load) -> list[Posting]:
    """Every push of today's flight that is due by now, and what else was sent of its bookings."""
    if load.name in WITHOUT:
        return []
    departs = load.flight.planned.departure_at
    due = [(departs - timedelta(hours=hours, minutes=-2), kind) for hours, kind in DUE]
    arrived = [(at, kind) for at, kind in due if at < desk.now - ON_THE_WAY]
    if load.name not in SERIES:
        arrived = arrived[-1:]
    postings = [push(desk, load, kind, at) for at, kind in arrived]
    if load.name in OVERTAKEN:
        postings = _overtaken(postings)
    if load.name in DELIVERED_TWICE:
        again = timedelta(minutes=6)
        postings.append(replace(postings[-1], kind=Kind.BOOKINGS_AGAIN, arrives_at=postings[-1].arrives_at + again))
    if load.name in UPDATED:
        postings.append(_update(desk, load, min(departs - UPDATED[load.name], desk.now - timedelta(minutes=7))))
    return postings


def last_push(desk: Desk, load: Load) -> Posting:
    """The push at departure, the only one that is kept of days before today."""
    return push(desk, load, Kind.BOOKINGS_0, load.flight.departure_at + timedelta(minutes=2))


def push(desk: Desk, load: Load, kind: Kind, at: datetime) -> Posting:
    """Every booking that stands at a moment."""
    return _posting(desk, load, kind, _report(load, at), [b for b in load.bookings if b.is_held(at)])


def _overtaken(postings: Sequence[Posting]) -> list[Posting]:
    late = {p.kind: p.arrives_at + timedelta(minutes=9) for p in postings if p.kind is Kind.BOOKINGS_2}
    if not late:
        return list(postings)
    at = late[Kind.BOOKINGS_2]
    return [replace(p, arrives_at=at) if p.kind is Kind.BOOKINGS_24 else p for p in postings]


def _update(desk: Desk, load: Load, at: datetime) -> Posting:
    """The bookings that changed last, the planted ones among them, and one that nobody holds any more."""
    planted = load.planted()
    held = [b for b in load.bookings if b.is_held(at)]
    chosen = [b for b in held if any(g.passenger.reference in planted for g in b.guests)]
    others = sorted((b for b in held if b not in chosen), key=lambda b: b.changed_at, reverse=True)
    gone = [b.locator for b in load.bookings if b.cancelled_at is not None and b.cancelled_at <= at and not b.split]
    report = replace(_report(load, at), function=pnrgov.UPDATE, flight=at_airport(load.flight))
    return _posting(desk, load, Kind.UPDATE, report, [*chosen, *others[:TOLD_BY_UPDATE]], gone[-1:])


def _report(load: Load, at: datetime) -> Report:
    carrier = CARRIERS[load.flight.service.carrier]
    has_tra = carrier.bookings != "XML" and carrier.names_operator_in_tra
    return Report(at_airport(load.flight.planned), carrier.code, load.flight.service.origin, at, has_tra=has_tra)


def _posting(
    desk: Desk, load: Load, kind: Kind, report: Report, bookings: Sequence[Reservation], gone: Sequence[str] = ()
) -> Posting:
    carrier = CARRIERS[load.flight.service.carrier]
    sent_at = report.sent_at
    if carrier.bookings == "XML":
        content = pnrgov_xml.document(report, tuple(bookings), desk.control(sent_at))
        return Posting(carrier.bookings_feed, kind, load.name, load.departs_on, sent_at, content, "xml")
    body = pnrgov.body(report, bookings)
    for locator in gone:
        body += pnrgov.emptied(locator, carrier.code)
    text = _interchange(desk, carrier, load, _counted(body, len(bookings) + len(gone)), sent_at)
    return Posting(carrier.bookings_feed, kind, load.name, load.departs_on, sent_at, text.encode("ascii"))


def _counted(body: Sequence[Segment], bookings: int) -> list[Segment]:
    """The body with the count of its bookings (EQN of the message)."""
    return [*body[:3], ("EQN", str(bookings)), *body[4:]]


def _interchange(desk: Desk, carrier: Carrier, load: Load, body: Sequence[Segment], sent_at: datetime) -> str:
    envelope = Envelope(
        sender=f"{carrier.code}RES",
        recipient=RECIPIENT,
        prepared_at=sent_at,
        control=desk.control(sent_at),
        type="PNRGOV",
        version=(*carrier.bookings.split(":"), "IA"),
        application="PNRGOV",
        syntax=("IATA", "1"),
        characters=carrier.characters,
        has_una=carrier.has_una,
        has_group=carrier.has_group,
        line_end=carrier.line_end,
    )
    common = f"{load.name}/{load.flight.planned.departure_local:%d%m%y/%H%M}"
    text = render_interchange(envelope, [Message("1", body, common)])
    return wrap_type_b(text, TYPE_B_ADDRESS, TYPE_B_ORIGIN, sent_at) if carrier.is_type_b else text
