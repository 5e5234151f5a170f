"""Flights and who is on them: the records that folded messages become."""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models

from tansiq.model.observations import Traveller
from tansiq.model.wire import parse
from tansiq.picture.legs import LegWord, parse_word
from tansiq.picture.manifest import FlightState, Presence
from tansiq.picture.persons import subject
from tansiq.picture.skeletons import skeletons


class Flight(models.Model):
    """One flight of one day. key: operating carrier, number, airport and scheduled local date of departure.

    names: other names it goes by ("TK8123"). contested: names that messages give to this flight and to others, each with the
    flights that it is claimed for, so that it counts for none.
    """

    key = models.CharField(max_length=120, unique=True)
    carrier = models.CharField(max_length=8, blank=True)
    number = models.CharField(max_length=12, blank=True)
    origin = models.CharField(max_length=8, blank=True)
    destination = models.CharField(max_length=8, blank=True)
    departure_local = models.CharField(max_length=16, blank=True)
    arrival_local = models.CharField(max_length=16, blank=True)
    departs_at = models.DateTimeField(null=True)
    lands_at = models.DateTimeField(null=True, db_index=True)
    names = ArrayField(models.CharField(max_length=12), default=list)
    contested = models.JSONField(default=dict)
    state = models.CharField(max_length=12, default=FlightState.EXPECTED)
    expires_at = models.DateTimeField(db_index=True)
    updated_at = models.DateTimeField()

    @property
    def label(self) -> str:
        """Carrier and number as airport boards show them: "PK 786"."""
        return f"{self.carrier} {self.number}".strip() or "—"


class FlightMessage(models.Model):
    """One message's word on one flight, by the ledger positions it stands at: of travellers and of bookings.

    leg: what it says the flight is, as `legs.render_word` writes it. keys: by which it finds others that mean the same flight.
    """

    flight = models.ForeignKey(Flight, on_delete=models.CASCADE, related_name="said")
    message = models.BigIntegerField()
    header = models.JSONField()
    leg_position = models.BigIntegerField()
    leg_index = models.IntegerField()
    positions = ArrayField(models.BigIntegerField())
    received_at = models.DateTimeField()
    leg = models.JSONField(default=dict)
    keys = ArrayField(models.CharField(max_length=200), default=list)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["flight", "leg_position"], name="one_word_per_leg"),)
        indexes = (GinIndex(fields=["keys"], name="words_by_key"),)

    def word(self) -> LegWord:
        """What it says the flight is."""
        return parse_word(self.leg)


class FormerFlight(models.Model):
    """The number of a flight that turned out to be another, where it is now: old addresses lead there."""

    number = models.BigIntegerField(primary_key=True)
    flight = models.ForeignKey(Flight, on_delete=models.CASCADE, related_name="former")


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


def said_positions(flight: Flight) -> list[int]:
    """The ledger positions that a flight's manifest and schedule are folded from."""
    return [p for m in flight.said.all() for p in (m.leg_position, *m.positions)]


def flight_at(number: int) -> Flight | None:
    """The flight of an address, also of one that led to a flight which turned out to be another; None where there is none."""
    return Flight.objects.filter(pk=number).first() or Flight.objects.filter(former__number=number).first()
