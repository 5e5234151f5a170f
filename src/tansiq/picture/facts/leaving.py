"""What people on a flight, and their bookings, leave behind for later flights to be asked about."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import datetime, timedelta

from tansiq.detectors.names.words.parts import read_name
from tansiq.model.bookings import Booking, Contact
from tansiq.model.observations import Traveller
from tansiq.picture.airports import country
from tansiq.picture.facts.audiences import Audience
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
    read = read_name(f"{name.given} {name.family}").own[:1]
    heard = [part.skeletons[0] for one in read for part in one.parts if part.skeletons and part.kind != "title"]
    return (*sorted(heard), *known) if heard else ()


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
    return digest(booking.locator, booking.created[: len("2026-05-01")])


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
    fresh = {_identity(t): t for t in _made(flight, cases)}
    holders = {t.holder for t in fresh.values()} | {digest(str(c.key)) for c in cases}
    known = {_identity(t): t for t in Trace.objects.filter(flight=flight, holder__in=holders)}
    gone = [t.pk for key, t in known.items() if key not in fresh]
    if gone:
        Trace.objects.filter(pk__in=gone).delete()
    Trace.objects.bulk_create(
        [t for key, t in fresh.items() if key not in known or _told(known[key]) != _told(t)],
        update_conflicts=True,
        unique_fields=["flight", "kind", "value", "holder"],
        update_fields=["people", "route", "at", "audience"],
    )


def forget(flight: Flight, *, kept: Collection[int] = ()) -> int:
    """Destroy the traces on a flight that lead from it to others, as when it is masked; how many.

    kept: keys of the manifest entries whose traces, and their bookings', stay.
    """
    holders = {digest(str(key)) for key in kept}
    for one in flight.bookings.filter(entries__overlap=list(kept)) if kept else ():
        holders.add(_holder(one.value()))
    gone: int = Trace.objects.filter(flight=flight).exclude(holder__in=holders).delete()[0]
    return gone


def _identity(one: Trace) -> tuple[str, str, str]:
    return one.kind, one.value, one.holder


def _told(one: Trace) -> tuple[object, ...]:
    return sorted(one.people), one.route, one.at, one.audience


def _made(flight: Flight, cases: Iterable[Case]) -> Iterator[Trace]:
    for case in cases:
        route = route_of(case)
        for kind, value in of_traveller(case):
            person = case.person_id.hex if kind is TraceKind.PERSON and case.person_id else who(case.traveller)
            one = Trace(
                flight=flight, kind=kind, value=value, holder=digest(str(case.key)), people=[person], route=route
            )
            one.at, one.audience = flown_at(case), _as_list(case.audience)
            yield one
    for case in {holder_of(c): c for c in cases if c.booking is not None}.values():
        people = sorted({who(case.traveller), *(who(m.traveller) for m in case.party)})
        for kind, value in dict.fromkeys(of_booking(case)):
            one = Trace(
                flight=flight, kind=kind, value=value, holder=holder_of(case), people=people, route=route_of(case)
            )
            one.at, one.audience = made_at(case), _as_list(case.booking_audience)
            yield one


def _as_list(audience: Audience) -> list[str] | None:
    return None if audience is None else list(audience)
