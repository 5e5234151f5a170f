"""Facts that earlier flights and other bookings tell. Pure: from a case and its past."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from itertools import pairwise
from statistics import fmean
from uuid import UUID

from tansiq.detectors.names.words.parts import read_name
from tansiq.picture.airports import country
from tansiq.picture.facts.case import Case, Facts
from tansiq.picture.facts.itinerary import day
from tansiq.picture.facts.leaving import flown_at, made_at
from tansiq.picture.facts.of_person import identity
from tansiq.picture.facts.past import Count, Earlier, Flown, Past
from tansiq.picture.manifest import Presence
from tansiq.picture.traces import TraceKind

_YEAR, _MONTH = timedelta(days=365), timedelta(days=30)
_FIVE_YEARS = timedelta(days=5 * 365 + 1)
_REBOOKED = timedelta(days=7)

RARE_BITS = 16.0
"""How rare a name must be for name, birth date, sex and nationality to say by themselves who somebody is: with some 15 bits of
a birth date, fewer than one in twenty of a hundred million travellers has a namesake."""


def facts(case: Case, past: Past) -> Facts:
    """history.*, and what other bookings and journeys tell of booking, party, payment, agency, contact, document and bags."""
    return {**_of_booking(case, past), **_of_document(case, past), **_of_journeys(case, past)}


def _of_booking(case: Case, past: Past) -> Facts:
    counts = past.counts
    out: Facts = {}
    card, sold, agency = counts.get(TraceKind.CARD), counts.get(TraceKind.SOLD), counts.get(TraceKind.AGENCY)
    if card is not None:
        out |= {"payment.card_bookings_30_days": card.holders, "payment.card_travellers_30_days": card.people}
    for kind in (TraceKind.PHONE, TraceKind.EMAIL, TraceKind.ADDRESS):
        if kind in counts:
            out[f"contact.{kind}_bookings_90_days"] = counts[kind].others
    if agency is not None:
        out["agency.bookings_30_days"] = agency.holders
        out["agency.age_days"] = (made_at(case) - agency.first).days if agency.first is not None else None
    if sold is not None:
        out["route.is_first_for_agency"] = not _is_before(sold, made_at(case))
    if TraceKind.ALIKE in counts:
        out["party.lookalike_bookings"] = counts[TraceKind.ALIKE].others
    if case.booking is not None:
        out |= {"party.linked_bookings": len(past.linked), "party.linked_travellers": sum(past.linked)}
    return out


def _is_before(count: Count, at: datetime) -> bool:
    return count.first is not None and count.first < at


def _of_document(case: Case, past: Past) -> Facts:
    count = past.counts.get(TraceKind.DOCUMENT)
    if count is None:
        return {}
    return {
        "document.is_new_to_us": not _is_before(count, flown_at(case)),
        "document.travellers": count.people,
        "route.is_first_for_document": not count.is_on_route,
    }


def same_person(case: Case, past: Past) -> list[Earlier] | None:
    """Whom the person was before a document was renewed: likenesses whose documents were used one after the other.

    None where it cannot be told: a common name that nothing else agrees with, or two documents used in turn.
    """
    likenesses, began = past.likenesses, _first_seen(case, past)
    if not likenesses:
        return []
    is_rare = _bits(case) >= RARE_BITS
    if not all(is_rare or one.person_id in past.agreeing for one in likenesses):
        return None
    ends = [*(one.first for one in likenesses[1:]), began]
    return list(likenesses) if all(one.last < end for one, end in zip(likenesses, ends, strict=True)) else None


def _first_seen(case: Case, past: Past) -> datetime:
    """When the document was first seen."""
    count = past.counts.get(TraceKind.DOCUMENT)
    return min(filter(None, (count.first if count is not None else None, flown_at(case))))


def _bits(case: Case) -> float:
    """How rare the name is."""
    name = case.traveller.names[0] if case.traveller.names else None
    read = read_name(f"{name.given} {name.family}").own[:1] if name is not None else ()
    return sum(part.bits for one in read for part in one.parts if part.kind == "name")


def _of_journeys(case: Case, past: Past) -> Facts:
    if identity(case.traveller) is None or case.person_id is None:
        return {}
    earlier = same_person(case, past)
    own = _before(case, past, [case.person_id])
    if earlier is None:
        return {"traveller.is_known": True, "history.is_first_flight": False} if any(f.is_made for f in own) else {}
    persons = [case.person_id, *(one.person_id for one in earlier)]
    flights = _before(case, past, persons)
    since = flown_at(case) - _FIVE_YEARS
    firsts = [*(one.first for one in earlier), _first_seen(case, past)]
    weight, usual = case.traveller.bag_weight_kg, past.weights
    return {
        "document.renewals_5_years": sum(first >= since for first in firsts),
        "traveller.is_known": bool(flights),
        "bags.weight_vs_usual_kg": weight - fmean(usual) if weight is not None and usual else None,
        "party.travelled_together_12_months": _together(case, past, flights),
        **_journeys(case, [f for f in flights if f.is_made]),
        **_bookings(case, past, persons, flights),
    }


def _before(case: Case, past: Past, persons: Sequence[UUID]) -> list[Flown]:
    """Flights that departed before this one, earliest first."""
    found = [f for person in persons for f in past.flights_of.get(person, ())]
    known = [(f.departs_at, f.flight, f) for f in found if f.departs_at is not None and f.departs_at < flown_at(case)]
    return [f for _, _, f in sorted(known, key=lambda one: one[:2])]


def _within(flights: Sequence[Flown], since: datetime) -> list[Flown]:
    return [f for f in flights if f.departs_at is not None and f.departs_at >= since]


def _journeys(case: Case, made: Sequence[Flown]) -> Facts:
    now = flown_at(case)
    year = _within(made, now - _YEAR)
    pair = {country(case.flight.origin), country(case.flight.destination)}
    last = made[-1].departs_at if made else None
    stays = list(_stays(year))
    return {
        "history.is_first_flight": not made,
        "history.flights_30_days": len(_within(made, now - _MONTH)),
        "history.flights_12_months": len(year),
        "history.same_route_12_months": (
            sum({country(f.origin), country(f.destination)} == pair for f in year) if "" not in pair else None
        ),
        "history.countries_12_months": tuple(sorted({country(f.destination) for f in year} - {""})),
        "history.days_since_last": (now - last).days if last is not None else None,
        "history.shortest_stay": min(stays) if stays else None,
    }


def _stays(flights: Sequence[Flown]) -> Iterator[timedelta]:
    """From landing in a country to the next departure from it; a change of flights of less than a day is no stay."""
    for one, other in pairwise(flights):
        is_there = country(one.destination) == country(other.origin) != country(one.origin)
        if is_there and one.lands_at is not None and other.departs_at is not None:
            length = other.departs_at - one.lands_at
            goes_on = length < timedelta(days=1) and country(other.destination) != country(one.origin)
            if length >= timedelta() and not goes_on:
                yield length


def _bookings(case: Case, past: Past, persons: Sequence[UUID], before: Sequence[Flown]) -> Facts:
    year = _within(before, flown_at(case) - _YEAR)
    last = before[-1] if before else None
    route = (case.flight.origin, case.flight.destination)
    missed = last is not None and last.presence is Presence.NOT_ON_BOARD and (last.origin, last.destination) == route
    return {
        "history.no_shows_12_months": sum(f.presence is Presence.NOT_ON_BOARD for f in year),
        "booking.cancelled_earlier": sum(f.presence is Presence.REMOVED for f in year),
        "booking.is_rebooked_no_show": missed and bool(_within(before[-1:], flown_at(case) - _REBOOKED)),
        "booking.overlapping": _overlapping(case, past, persons),
    }


def _overlapping(case: Case, past: Past, persons: Sequence[UUID]) -> int | None:
    """Other flights on the days of this itinerary which it does not hold itself."""
    way = case.itinerary
    days = [d for f in way.flights if (d := day(f.departure)) is not None] if way is not None else []
    if way is None or not days:
        return None
    ours = {(f.origin, f.destination, f.departure[:10]) for f in way.flights}
    found = {f.flight: f for person in persons for f in past.flights_of.get(person, ()) if f.is_made}
    others = [f for f in found.values() if (f.origin, f.destination, f.departure_local[:10]) not in ours]
    return sum(min(days) <= on <= max(days) for f in others if (on := day(f.departure_local)) is not None)


def _together(case: Case, past: Past, flights: Sequence[Flown]) -> int | None:
    """Flights of twelve months that somebody of this booking was on too."""
    if case.booking is None:
        return None
    mine = {f.flight for f in _within(flights, flown_at(case) - _YEAR) if f.is_made}
    persons = [m.person_id for m in case.party if m.person_id is not None and identity(m.traveller) is not None]
    theirs = {f.flight for person in persons for f in past.flights_of.get(person, ()) if f.is_made}
    return len(mine & theirs)
