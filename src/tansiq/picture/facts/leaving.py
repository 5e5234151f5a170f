"""What people on a flight, and their bookings, leave behind for later flights to be asked about."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache

import orjson
from django.db import connection

from tansiq.detectors.names.words.parts import read_name
from tansiq.model.bookings import Booking, Contact
from tansiq.model.observations import Traveller
from tansiq.picture.airports import country
from tansiq.picture.audience import Audience
from tansiq.picture.facts.case import Case
from tansiq.picture.facts.itinerary import utc
from tansiq.picture.facts.of_payment import CARD, DESTINATION, seller
from tansiq.picture.facts.of_person import identity
from tansiq.picture.facts.telephones import digits_of
from tansiq.picture.flights import Flight
from tansiq.picture.traces import Trace, TraceKind, digest
from tansiq.readers.bookings.documents import bare, squeezed

_CARD_DIGITS = 4
_PHONE_DIGITS = 7
_DAY = timedelta(days=1)

HEARD = 50_000
"""Names of which it is remembered how they are heard: each message names most of a flight's people again."""


def who(traveller: Traveller) -> str:
    """Who somebody is by name and birth date, whatever document was shown."""
    name = traveller.names[0] if traveller.names else None
    shown = (squeezed(name.family), bare(name.given)) if name else (traveller.reference, traveller.locator)
    return digest(*shown, traveller.birth_date)


Left = tuple[TraceKind, str]
"""A kind and a value."""


def of_traveller(case: Case) -> Iterator[Left]:
    """What the traveller leaves."""
    document = identity(case.traveller)
    if document is None:
        return
    yield TraceKind.DOCUMENT, digest(document.issuer, squeezed(document.number))
    likeness = _likeness(case.traveller)
    if likeness:
        yield TraceKind.PERSON, digest(*likeness)


def _likeness(traveller: Traveller) -> tuple[str, ...]:
    """How the name is heard, with birth date, sex and nationality; () where one of them is not known."""
    known = (traveller.birth_date, traveller.sex, traveller.nationality)
    if not all(known) or len(traveller.birth_date) < len("1980-01-02") or not traveller.names:
        return ()
    name = traveller.names[0]
    heard = _heard(f"{name.given} {name.family}")
    return (*heard, *known) if heard else ()


@lru_cache(maxsize=HEARD)
def _heard(name: str) -> tuple[str, ...]:
    """How a name is heard, part by part."""
    read = read_name(name).own[:1]
    return tuple(
        sorted(part.skeletons[0] for one in read for part in one.parts if part.skeletons and part.kind != "title")
    )


def of_booking(case: Case, *, mine: bool = False) -> Iterator[Left]:
    """What the booking leaves. mine: only what the traveller has to do with."""
    booking = case.booking
    for payment in booking.payments if booking is not None else ():
        is_card = payment.form == CARD and sum(map(str.isdigit, payment.account)) >= _CARD_DIGITS
        if is_card and (case.is_mine(payment.traveller) or not mine):
            yield TraceKind.CARD, digest(payment.vendor, payment.account, payment.expires)
    for contact in booking.contacts if booking is not None else ():
        if case.is_mine(contact.traveller) or not mine:
            yield from _of_contact(contact)
    yield from _of_agency(case)
    alike = _alike(case)
    if alike:
        yield TraceKind.ALIKE, digest(*alike)


def _of_contact(contact: Contact) -> Iterator[Left]:
    number = digits_of(contact.text)
    if contact.kind == "phone" and len(number) >= _PHONE_DIGITS:
        yield TraceKind.PHONE, digest(number)
    elif contact.kind == "email" and "@" in contact.text:
        yield TraceKind.EMAIL, digest(contact.text.strip().casefold())
    elif contact.kind == "address" and contact.text.startswith(DESTINATION):
        yield TraceKind.ADDRESS, digest(squeezed(contact.text.removeprefix(DESTINATION)))


def _of_agency(case: Case) -> Iterator[Left]:
    agency, made = seller(case.booking), case.booking.created if case.booking is not None else ""
    if agency is None or not agency.number:
        return
    yield TraceKind.AGENCY, digest(agency.number)
    if route_of(case):
        yield TraceKind.SOLD, digest(agency.number, route_of(case))
    if utc(made) is not None:
        yield TraceKind.HOUR, digest(agency.number, made[: len("2026-05-01T03")])


def _alike(case: Case) -> tuple[str, ...]:
    """Route, lead time, payment and agency; () where one of them is not known. Lead times double from step to step."""
    booking, way, departs, agency = case.booking, case.itinerary, case.departs_at, seller(case.booking)
    made = utc(booking.created) if booking is not None else None
    forms = sorted({p.form for p in booking.payments if p.form}) if booking is not None else []
    if way is None or made is None or departs is None or departs < made or agency is None or not forms:
        return ()
    sold_by = agency.number or agency.office
    return (way.origin, way.end, str(((departs - made) // _DAY + 1).bit_length()), *forms, sold_by) if sold_by else ()


def route_of(case: Case) -> str:
    """The countries where the journey begins and ends or turns back, of the flight where there is no booking: "GB-PK"."""
    way = case.itinerary
    pair = (way.origin, way.end) if way is not None else (case.flight.origin, case.flight.destination)
    countries = [country(airport) for airport in pair]
    return "-".join(countries) if all(countries) else ""


def holder_of(case: Case) -> str:
    """The booking, whichever carrier pushed it; "" without one."""
    return _holder(case.booking) if case.booking is not None else ""


def _holder(booking: Booking) -> str:
    return booked_as(booking.locator, booking.created)


def booked_as(locator: str, created: str) -> str:
    """The holder that a booking is: its locator, which carriers use again, with the day on which it was made."""
    return digest(locator, created[: len("2026-05-01")])


def made_at(case: Case) -> datetime:
    """When the booking was made; failing that, when the flight departs or was first asked about."""
    made = utc(case.booking.created) if case.booking is not None else None
    return made or flown_at(case)


def flown_at(case: Case) -> datetime:
    """When the flight departs; failing that, when it was first asked about."""
    return case.departs_at or case.at


def leave(flight: Flight, cases: Sequence[Case]) -> None:
    """Keep what people on a flight, and their bookings, leave behind, in place of what they left there before.

    What somebody left who is no longer booked stays, as long as the flight is kept: that a card paid for a booking which was
    cancelled later is worth knowing.
    """
    fresh = dict(_made(cases))
    holders = {holder for _, _, holder in fresh} | {digest(str(c.key)) for c in cases}
    with connection.cursor() as cursor:
        cursor.execute(_KNOWN, [flight.pk, list(holders)])
        known = {(kind, value, holder): _Said(*said) for kind, value, holder, *said in cursor.fetchall()}
        gone = known.keys() - fresh.keys()
        if gone:
            cursor.execute(_REMOVE, [*map(list, zip(*gone, strict=True)), flight.pk])
        written = [_row(key, said) for key, said in fresh.items() if known.get(key) != said]
        if written:
            cursor.execute(_WRITE, [flight.pk, orjson.dumps(written).decode()])


_KNOWN = """
SELECT kind, value, holder, people, route, at, audience FROM picture_trace WHERE flight_id = %s AND holder = ANY(%s)
"""
_REMOVE = """
DELETE FROM picture_trace t USING unnest(%s::text[], %s::text[], %s::text[]) AS g (kind, value, holder)
WHERE t.flight_id = %s AND t.kind = g.kind AND t.value = g.value AND t.holder = g.holder
"""
_WRITE = """
INSERT INTO picture_trace (flight_id, kind, value, holder, people, route, at, audience)
SELECT %s, kind, value, holder, people, route, at, audience
FROM jsonb_to_recordset(%s::jsonb) AS r (kind text, value text, holder text, people varchar[], route text, at timestamptz,
    audience varchar[])
ON CONFLICT (flight_id, kind, value, holder) DO UPDATE SET people = excluded.people, route = excluded.route,
    at = excluded.at, audience = excluded.audience
"""


def forget(flight: Flight, *, kept: Collection[int] = ()) -> int:
    """Destroy the traces on a flight that lead from it to others, as when it is masked; how many.

    kept: keys of the manifest entries whose traces, and their bookings', stay.
    """
    holders = {digest(str(key)) for key in kept}
    for one in flight.bookings.filter(entries__overlap=list(kept)) if kept else ():
        holders.add(_holder(one.value()))
    gone: int = Trace.objects.filter(flight=flight).exclude(holder__in=holders).delete()[0]
    return gone


@dataclass(frozen=True, slots=True)
class _Said:
    """What a trace says, beside what left it: see `Trace`. people in the order of their digests."""

    people: list[str]
    route: str
    at: datetime
    audience: list[str] | None


_Identity = tuple[str, str, str]
"""Kind, value and holder, which are one trace on a flight."""


def _row(key: _Identity, said: _Said) -> dict[str, object]:
    kind, value, holder = key
    return {
        "kind": kind,
        "value": value,
        "holder": holder,
        "people": said.people,
        "route": said.route,
        "at": said.at,
        "audience": said.audience,
    }


def _made(cases: Iterable[Case]) -> Iterator[tuple[_Identity, _Said]]:
    for case in cases:
        holder, audience = digest(str(case.key)), _as_list(case.audience)
        for kind, value in of_traveller(case):
            person = case.person_id.hex if kind is TraceKind.PERSON and case.person_id else who(case.traveller)
            yield (kind, value, holder), _Said([person], route_of(case), flown_at(case), audience)
    for holder, case in {holder_of(c): c for c in cases if c.booking is not None}.items():
        people = sorted({who(case.traveller), *(who(m.traveller) for m in case.party)})
        said = _Said(people, route_of(case), made_at(case), _as_list(case.booking_audience))
        for kind, value in of_booking(case):
            yield (kind, value, holder), said


def _as_list(audience: Audience) -> list[str] | None:
    return None if audience is None else list(audience)
