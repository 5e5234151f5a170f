"""Flights folded from the messages of the ledger: what each message says is noted, and the flight brought up to date."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from functools import lru_cache
from typing import Any
from uuid import UUID

from tansiq.handling.marking import Marking
from tansiq.model.bookings import Booking
from tansiq.model.kinds import Observation
from tansiq.model.observations import FlightLeg, MessageHeader, Traveller
from tansiq.model.wire import render
from tansiq.picture.airports import instant
from tansiq.picture.audience import audience_of
from tansiq.picture.bookings import hold
from tansiq.picture.damage import damaged_of
from tansiq.picture.flights import Flight, FlightMessage, ManifestEntry
from tansiq.picture.legs import LegWord, render_word, word_of
from tansiq.picture.manifest import CARGO, Place, Said, fold
from tansiq.picture.persons import person_id, shown_name
from tansiq.picture.places import BOOKINGS
from tansiq.picture.segments import Hold, hold_of
from tansiq.picture.settling import Terms, settle
from tansiq.picture.storing import rendered, store

WITHDRAWING = frozenset({"1", "3"})
"""What cargo reports do when they take an earlier one back (BGM 1225: cancellation, deletion)."""

REMEMBERED = 30_000
"""Travellers kept as rows show them: those of some hundred flights."""

Told = FlightLeg | Traveller | Booking
"""What messages say of flights."""


@dataclass(frozen=True, slots=True)
class Taken:
    """A message of the ledger as the picture takes it: observations by position."""

    message: int
    received_at: datetime
    expires_at: datetime
    observations: Mapping[int, Observation]


def take(taken: Taken) -> list[Flight]:
    """Note what a message says of which flights. Returns the flights that `refold` then brings up to date.

    Among them are flights that other messages' words moved to or from, as this one says that two names mean one flight; a
    flight that became part of another exists no longer. Route and times are left to `refold` too: a message that came late
    must not set them back.
    """
    rows = [row for group in by_message(taken.observations) for row in _words(group, taken)]
    return settle(rows, Terms(taken.received_at, taken.expires_at)) if rows else []


def _words(group: Mapping[int, Told], taken: Taken) -> Iterator[FlightMessage]:
    """What one message says of each flight it is about."""
    legs = {p: o for p, o in group.items() if isinstance(o, FlightLeg) and not o.within}
    if not legs:
        first = min(group)
        legs = {first: _unnamed_leg(group[first])}
    for position, leg in legs.items():
        word = word_of(position, leg, group, at=taken.received_at)
        yield FlightMessage(
            message=taken.message,
            header=render(leg.message),
            leg_position=position,
            leg_index=leg.index,
            positions=[p for p, o in group.items() if _is_named(o, leg, legs)],
            received_at=taken.received_at,
            leg=render_word(word),
            keys=[key[:200] for key in word.keys],
        )


def refold(
    flight: Flight, observations: Mapping[int, Observation], markings: Mapping[int, Marking], *, at: datetime
) -> list[ManifestEntry]:
    """Bring a flight up to date from all that was said of it. Returns the entries that are new or differ.

    observations, markings: by position, those that `said_positions` names and that still exist.
    """
    messages = list(flight.said.all())
    said = list(said_of(messages, observations))
    manifest = fold(said)
    flight.state, flight.updated_at = manifest.state, at
    words = {m.leg_position: m.word() for m in messages}
    for message in sorted(said, key=lambda s: (s.header.prepared, s.position)):
        if not (message.header.type == CARGO and message.header.identifier in WITHDRAWING):
            _schedule(flight, words[message.position])
    flight.departs_at = instant(flight.departure_local, flight.origin)
    flight.lands_at = instant(flight.arrival_local, flight.destination)
    if flight.departs_at and flight.lands_at and flight.lands_at < flight.departs_at:
        flight.lands_at = None  # a wrong date: better not known than landed before it left
    flight.save(update_fields=_FOLDED)
    changed = store(flight, [_entry(flight, place, markings) for place in manifest.places])
    hold(flight, manifest, markings)
    return changed


_FOLDED = ("state", "updated_at", "destination", "departure_local", "arrival_local", "departs_at", "lands_at")


def said_of(messages: Iterable[FlightMessage], observations: Mapping[int, Observation]) -> Iterator[Said]:
    """The messages of a flight as they are folded, with those of their observations that still exist."""
    kept = list(messages)
    damaged = damaged_of({m.message for m in kept if m.header.get("type") == BOOKINGS})
    for m in kept:
        named = [(p, o) for p in m.positions if (o := observations.get(p)) is not None]
        bookings = tuple((p, o) for p, o in named if isinstance(o, Booking))
        yield Said(
            MessageHeader(**m.header),
            m.leg_position,
            tuple((p, o) for p, o in named if isinstance(o, Traveller)),
            bookings,
            is_damaged=m.message in damaged or len(named) < len(m.positions),
            seatless=_seatless(m, bookings),
        )


def _seatless(said: FlightMessage, bookings: Iterable[tuple[int, Booking]]) -> dict[str, tuple[Hold, str]]:
    legs = tuple(said.leg.get("indexes", (said.leg_index,)))
    holds = {booking.locator: hold_of(booking, legs) for _, booking in bookings}
    return {locator: hold for locator, hold in holds.items() if hold[0] is not Hold.SEATS}


def _schedule(flight: Flight, word: LegWord) -> None:
    """Take route and times from a word. What it leaves out, or says less exactly, stays as earlier messages gave it."""
    flight.destination = word.destination[:8] or flight.destination
    flight.departure_local = _exacter(flight.departure_local, word.departure)
    flight.arrival_local = _exacter(flight.arrival_local, word.arrival)


def _exacter(known: str, said: str) -> str:
    return known if known.startswith(said) else said


def by_message(observations: Mapping[int, Observation]) -> list[dict[int, Told]]:
    """The observations of each message about flights, by position. One input can hold several under one header.

    Readers give the legs of a message first, so that a leg after a traveller, or of an index that was there, begins another.
    """
    groups: dict[MessageHeader, list[dict[int, Told]]] = {}
    for position, observation in observations.items():
        if isinstance(observation, FlightLeg | Traveller | Booking):
            same = groups.setdefault(observation.message, [{}])
            if isinstance(observation, FlightLeg) and _begins_another(observation, same[-1]):
                same.append({})
            same[-1][position] = observation
    return [group for same in groups.values() for group in same]


def _begins_another(leg: FlightLeg, group: dict[int, Told]) -> bool:
    last = group[next(reversed(group))] if group else None
    return last is not None and not (isinstance(last, FlightLeg) and last.index < leg.index)


def _unnamed_leg(first: Told) -> FlightLeg:
    """Stands in where a list names no flight, so that its travellers are still looked at."""
    return FlightLeg(0, "", "", "", "", first.source, first.message)


def _is_named(observation: Observation, leg: FlightLeg, legs: Mapping[int, FlightLeg]) -> bool:
    """Whether a leg's word holds it: a traveller on the leg, or a booking, which without travellers tells who left it."""
    return isinstance(observation, Booking) or (isinstance(observation, Traveller) and _is_on(observation, leg, legs))


def _is_on(traveller: Traveller, leg: FlightLeg, legs: Mapping[int, FlightLeg]) -> bool:
    return leg.index in traveller.legs or not traveller.legs or len(legs) == 1


@dataclass(frozen=True, slots=True)
class _Shown:
    """A traveller as a row of the manifest shows them. traveller: not to be changed."""

    person: UUID
    name: str
    traveller: dict[str, Any]


@lru_cache(maxsize=REMEMBERED)
def _shown(traveller: Traveller, first: Traveller) -> _Shown:
    """The same for each message that names the person again. first: the first word of them."""
    named = replace(traveller, source=first.source, message=first.message, legs=first.legs)
    return _Shown(person_id(traveller), shown_name(traveller)[:400], rendered(named))


def _audience(markings: frozenset[Marking]) -> list[str] | None:
    reached = _reached(markings)
    return None if reached is None else list(reached)


@lru_cache(maxsize=1024)
def _reached(markings: frozenset[Marking]) -> tuple[str, ...] | None:
    """As `audience_of`: most people on a flight rest on the same few markings."""
    reached = audience_of(markings)
    return None if reached is None else tuple(reached)


def _entry(flight: Flight, place: Place, markings: Mapping[int, Marking]) -> ManifestEntry:
    shown = _shown(place.traveller, place.first or place.traveller)
    return ManifestEntry(
        flight=flight,
        key=place.key,
        person_id=shown.person,
        presence=place.presence,
        role=place.traveller.role,
        name=shown.name,
        traveller=shown.traveller,
        positions=sorted(set(place.positions)),
        audience=_audience(frozenset(m for p in place.positions if (m := markings.get(p)) is not None)),
    )
