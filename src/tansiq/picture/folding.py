"""Flights folded from the messages of the ledger: what each message says is noted, and the flight brought up to date."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

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
from tansiq.picture.manifest import Place, Said, fold
from tansiq.picture.persons import person_id, shown_name
from tansiq.picture.places import BOOKINGS


@dataclass(frozen=True, slots=True)
class Taken:
    """A message of the ledger as the picture takes it: observations by position."""

    message: int
    received_at: datetime
    expires_at: datetime
    observations: Mapping[int, Observation]


def take(taken: Taken) -> list[Flight]:
    """Note what a message says of which flights. Returns those flights; `refold` then brings each up to date.

    Route and times are left to `refold` too: a message that came late must not set them back.
    """
    flights = []
    for header, group in _by_header(taken.observations).items():
        legs = {p: o for p, o in group.items() if isinstance(o, FlightLeg) and not o.within}
        if not legs and group:
            first = min(group)
            legs = {first: _unnamed_leg(header, group[first])}
        for position, leg in legs.items():
            flight = _flight(leg, taken)
            named = [p for p, o in group.items() if _is_named(o, leg, legs)]
            FlightMessage.objects.update_or_create(
                flight=flight,
                leg_position=position,
                defaults={
                    "message": taken.message,
                    "header": render(header),
                    "leg_index": leg.index,
                    "positions": named,
                    "received_at": taken.received_at,
                },
            )
            flights.append(flight)
    return flights


def refold(
    flight: Flight, observations: Mapping[int, Observation], markings: Mapping[int, Marking], *, at: datetime
) -> list[ManifestEntry]:
    """Bring a flight up to date from all that was said of it. Returns the entries that are new or differ.

    observations, markings: by position, those that `said_positions` names and that still exist.
    """
    said = list(said_of(flight.said.all(), observations))
    manifest = fold(said)
    flight.state, flight.updated_at = manifest.state, at
    for message in sorted(said, key=lambda s: (s.header.prepared, s.position)):
        _schedule(flight, observations.get(message.position))
    flight.departs_at = instant(flight.departure_local, flight.origin)
    flight.lands_at = instant(flight.arrival_local, flight.destination)
    if flight.departs_at and flight.lands_at and flight.lands_at < flight.departs_at:
        flight.lands_at = None  # a wrong date: better not known than landed before it left
    flight.save()
    changed = _store(flight, [_entry(flight, place, markings) for place in manifest.places])
    hold(flight, manifest, markings)
    return changed


def said_of(messages: Iterable[FlightMessage], observations: Mapping[int, Observation]) -> Iterator[Said]:
    """The messages of a flight as they are folded, with those of their observations that still exist."""
    kept = list(messages)
    damaged = damaged_of({m.message for m in kept if m.header.get("type") == BOOKINGS})
    for m in kept:
        named = [(p, o) for p in m.positions if (o := observations.get(p)) is not None]
        yield Said(
            MessageHeader(**m.header),
            m.leg_position,
            tuple((p, o) for p, o in named if isinstance(o, Traveller)),
            tuple((p, o) for p, o in named if isinstance(o, Booking)),
            is_damaged=m.message in damaged or len(named) < len(m.positions),
        )


def _schedule(flight: Flight, leg: Observation | None) -> None:
    """Take route and times from a leg. What it leaves out, or says less exactly, stays as earlier messages gave it."""
    if isinstance(leg, FlightLeg):
        flight.destination = leg.destination[:8] or flight.destination
        flight.departure_local = _exacter(flight.departure_local, leg.departure[:16])
        flight.arrival_local = _exacter(flight.arrival_local, leg.arrival[:16])


def _exacter(known: str, said: str) -> str:
    return known if known.startswith(said) else said


def _by_header(observations: Mapping[int, Observation]) -> dict[MessageHeader, dict[int, Observation]]:
    groups: dict[MessageHeader, dict[int, Observation]] = {}
    for position, observation in observations.items():
        if isinstance(observation, FlightLeg | Traveller | Booking):
            groups.setdefault(observation.message, {})[position] = observation
    return groups


def _unnamed_leg(header: MessageHeader, first: Observation) -> FlightLeg:
    """Stands in where a list names no flight, so that its travellers are still looked at."""
    return FlightLeg(0, "", "", "", "", first.source, header)


def _is_named(observation: Observation, leg: FlightLeg, legs: Mapping[int, FlightLeg]) -> bool:
    """Whether a leg's word holds it: a traveller on the leg, or a booking, which without travellers tells who left it."""
    return isinstance(observation, Booking) or (isinstance(observation, Traveller) and _is_on(observation, leg, legs))


def _is_on(traveller: Traveller, leg: FlightLeg, legs: Mapping[int, FlightLeg]) -> bool:
    return leg.index in traveller.legs or not traveller.legs or len(legs) == 1


def _flight(leg: FlightLeg, taken: Taken) -> Flight:
    day = (leg.departure or leg.message.prepared or taken.received_at.isoformat())[:10]
    key = f"{leg.carrier}/{leg.number}/{leg.origin}/{day}"
    if not (leg.carrier or leg.number):
        key = f"?/{leg.message.sender}/{leg.message.reference}/{day}"
    flight, is_new = Flight.objects.get_or_create(
        key=key[:120],
        defaults={
            "carrier": leg.carrier[:8],
            "number": leg.number[:12],
            "origin": leg.origin[:8],
            "expires_at": taken.expires_at,
            "updated_at": taken.received_at,
        },
    )
    if not is_new and flight.expires_at < taken.expires_at:
        flight.expires_at = taken.expires_at
        flight.save(update_fields=["expires_at"])
    return flight


def _store(flight: Flight, fresh: Sequence[ManifestEntry]) -> list[ManifestEntry]:
    known = {e.key: e for e in flight.entries.all()}
    changed = [e for e in fresh if _differs(known.get(e.key), e)]
    for entry in changed:
        entry.skeletons = entry.heard()
    gone = known.keys() - {e.key for e in fresh}
    flight.entries.filter(key__in=gone).delete()
    ManifestEntry.objects.bulk_create(
        changed,
        update_conflicts=True,
        unique_fields=["flight", "key"],
        update_fields=["person_id", "presence", "role", "name", "traveller", "positions", "audience", "skeletons"],
    )
    return changed


def _entry(flight: Flight, place: Place, markings: Mapping[int, Marking]) -> ManifestEntry:
    return ManifestEntry(
        flight=flight,
        key=place.key,
        person_id=person_id(place.traveller),
        presence=place.presence,
        role=place.traveller.role,
        name=shown_name(place.traveller)[:400],
        traveller=render(place.traveller),
        positions=sorted(place.positions),
        audience=audience_of(markings[p] for p in place.positions if p in markings),
    )


def _differs(known: ManifestEntry | None, fresh: ManifestEntry) -> bool:
    return known is None or (known.presence, known.traveller, known.positions, known.audience) != (
        fresh.presence,
        fresh.traveller,
        fresh.positions,
        fresh.audience,
    )
