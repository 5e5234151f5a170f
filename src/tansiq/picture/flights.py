"""Flights and who is on them: the records that folded messages become."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.contrib.postgres.fields import ArrayField
from django.db import models

from tansiq.handling.marking import Marking, join
from tansiq.model.bookings import Booking
from tansiq.model.kinds import Observation
from tansiq.model.observations import FlightLeg, MessageHeader, Traveller
from tansiq.model.wire import parse, render
from tansiq.picture.airports import instant
from tansiq.picture.damage import damaged_of
from tansiq.picture.manifest import FlightState, Place, Presence, Said, fold
from tansiq.picture.persons import person_id, shown_name, subject
from tansiq.picture.places import BOOKINGS
from tansiq.picture.skeletons import skeletons


class Flight(models.Model):
    """One flight of one day. key: operating carrier, number, airport and local date of departure."""

    key = models.CharField(max_length=120, unique=True)
    carrier = models.CharField(max_length=8, blank=True)
    number = models.CharField(max_length=12, blank=True)
    origin = models.CharField(max_length=8, blank=True)
    destination = models.CharField(max_length=8, blank=True)
    departure_local = models.CharField(max_length=16, blank=True)
    arrival_local = models.CharField(max_length=16, blank=True)
    departs_at = models.DateTimeField(null=True)
    lands_at = models.DateTimeField(null=True, db_index=True)
    state = models.CharField(max_length=12, default=FlightState.EXPECTED)
    expires_at = models.DateTimeField(db_index=True)
    updated_at = models.DateTimeField()

    @property
    def label(self) -> str:
        """Carrier and number as airport boards show them: "PK 786"."""
        return f"{self.carrier} {self.number}".strip() or "—"


class FlightMessage(models.Model):
    """One message's word on one flight, by the ledger positions it stands at: of travellers, and of bookings without any."""

    flight = models.ForeignKey(Flight, on_delete=models.CASCADE, related_name="said")
    message = models.BigIntegerField()
    header = models.JSONField()
    leg_position = models.BigIntegerField()
    leg_index = models.IntegerField()
    positions = ArrayField(models.BigIntegerField())
    received_at = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=["flight", "leg_position"], name="one_word_per_leg"),)


class ManifestEntry(models.Model):
    """One person on one flight: the latest word. key: the first ledger position that named the person.

    audience: the organisations that the markings at these positions reach together, None for any. skeletons: how the names
    are heard, as a search looks them up.
    """

    flight = models.ForeignKey(Flight, on_delete=models.CASCADE, related_name="entries")
    key = models.BigIntegerField()
    person_id = models.UUIDField(db_index=True)
    presence = models.CharField(max_length=12)
    role = models.CharField(max_length=12)
    name = models.CharField(max_length=400)
    traveller = models.JSONField()
    positions = ArrayField(models.BigIntegerField())
    audience = ArrayField(models.CharField(max_length=32), null=True, default=list)
    skeletons = ArrayField(models.TextField(), default=list)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["flight", "key"], name="one_entry_per_person"),)
        indexes = (models.Index(fields=["flight", "presence"]),)

    @property
    def may_arrive(self) -> bool:
        """Whether the person may still come off the aircraft."""
        return Presence(self.presence).may_arrive and self.flight.state != FlightState.CANCELLED

    def value(self) -> Traveller:
        """The traveller as a value."""
        traveller = parse(self.traveller)
        assert isinstance(traveller, Traveller)  # noqa: S101  only travellers are written here
        return traveller

    def heard(self) -> list[str]:
        """The skeletons of the traveller's names."""
        return skeletons(subject(self.value()).names)


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
    return _store(flight, [_entry(flight, place, markings) for place in manifest.places])


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
            emptied=tuple(o.locator for _, o in named if isinstance(o, Booking)),
            is_damaged=m.message in damaged or len(named) < len(m.positions),
        )


def said_positions(flight: Flight) -> list[int]:
    """The ledger positions that a flight's manifest and schedule are folded from."""
    return [p for m in flight.said.all() for p in (m.leg_position, *m.positions)]


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
    """Whether a leg's word holds it: a traveller on the leg, or a booking that names nobody, which tells who left it."""
    if isinstance(observation, Booking):
        return not observation.travellers
    return isinstance(observation, Traveller) and _is_on(observation, leg, legs)


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


def audience_of(markings: Iterable[Marking]) -> list[str] | None:
    """The organisations that may know what rests on all of these, None for any. What rests on nothing is nobody's."""
    marked = list(markings)
    reached = join(marked).reaches() if marked else frozenset[str]()
    return None if reached is None else sorted(reached)


def _differs(known: ManifestEntry | None, fresh: ManifestEntry) -> bool:
    return known is None or (known.presence, known.traveller, known.positions, known.audience) != (
        fresh.presence,
        fresh.traveller,
        fresh.positions,
        fresh.audience,
    )
