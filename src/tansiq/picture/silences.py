"""Messages that did not come: flights that a schedule lets expect, of which no list or bookings came when they were due."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from django.db import models
from django.db.models import QuerySet

from tansiq.picture.flights import FlightMessage
from tansiq.picture.manifest import CLOSE_OUT, CLOSING
from tansiq.picture.places import BOOKINGS
from tansiq.picture.schedules import Expected, expected


class Lacking(StrEnum):
    """What did not come."""

    BOOKINGS = "bookings"
    LIST = "list"
    CLOSE_OUT = "close_out"


@dataclass(frozen=True, slots=True)
class Due:
    """When messages are due, from departure on: before it where negative. None for those that nobody has to send.

    keeps_for: how long after departure a message that did not come is still waited for.
    """

    bookings: timedelta | None = timedelta(hours=-24)
    list: timedelta | None = timedelta(0)
    close_out: timedelta | None = timedelta(minutes=30)
    keeps_for: timedelta = timedelta(hours=24)

    @property
    def of(self) -> dict[Lacking, timedelta]:
        """The messages that somebody has to send, with when."""
        said = {Lacking.BOOKINGS: self.bookings, Lacking.LIST: self.list, Lacking.CLOSE_OUT: self.close_out}
        return {lacking: after for lacking, after in said.items() if after is not None}


DUE = Due()


@dataclass(frozen=True, slots=True)
class Silence:
    """A message of an expected flight that was due and did not come."""

    expected: Expected
    lacking: Lacking
    due_at: datetime


class MissingMessage(models.Model):
    """A silence that was noticed. cleared_at: when the message came, or was not waited for any longer."""

    carrier = models.CharField(max_length=8)
    number = models.CharField(max_length=12)
    origin = models.CharField(max_length=8)
    destination = models.CharField(max_length=8)
    day = models.DateField()
    lacking = models.CharField(max_length=12)
    due_at = models.DateTimeField()
    departs_at = models.DateTimeField()
    noticed_at = models.DateTimeField()
    cleared_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["carrier", "number", "origin", "day", "departs_at", "lacking"], name="one_silence_per_message"
            ),
        )
        indexes = (models.Index(fields=["departs_at"], condition=models.Q(cleared_at=None), name="silences_open"),)

    @property
    def label(self) -> str:
        """Carrier and number as airport boards show them."""
        return f"{self.carrier} {self.number}"


def silent(at: datetime, *, due: Due = DUE) -> list[Silence]:
    """The messages that are due at an instant and are not there."""
    earliest = min(due.of.values(), default=timedelta(0))
    flights = list(expected(at - due.keeps_for, at + max(-earliest, timedelta(0)) + timedelta(seconds=1)))
    came = _came(flights)
    return [
        Silence(one, lacking, one.departs_at + after)
        for one in flights
        if one.departs_at is not None
        for lacking, after in due.of.items()
        if one.departs_at + after <= at and not any(lacking in came[key] for key in one.keys)
    ]


def note_silence(*, at: datetime, due: Due = DUE) -> int:
    """Note the messages that are missing, and clear those that came: for the worker's timer, each minute. How many are open."""
    found = {_key(s): s for s in silent(at, due=due)}
    still = {(m.carrier, m.number, m.origin, m.day, m.departs_at, m.lacking): m for m in open_silences()}
    come = [m.pk for key, m in still.items() if key not in found]
    MissingMessage.objects.filter(pk__in=come).update(cleared_at=at)
    MissingMessage.objects.bulk_create(
        [_record(s, at=at) for key, s in found.items() if key not in still],
        update_conflicts=True,
        unique_fields=["carrier", "number", "origin", "day", "departs_at", "lacking"],
        update_fields=["cleared_at"],
    )
    return len(found)


def open_silences() -> QuerySet[MissingMessage]:
    """The messages that did not come yet, the flights that depart first in front."""
    return MissingMessage.objects.filter(cleared_at=None).order_by("departs_at", "carrier", "number", "lacking")


def _came(flights: Iterable[Expected]) -> dict[str, set[Lacking]]:
    """What came of each flight, by its keys."""
    keys = [key for flight in flights for key in flight.keys]
    came = defaultdict[str, set[Lacking]](set)
    for said in FlightMessage.objects.filter(keys__overlap=keys).only("keys", "header") if keys else ():
        told = _told(said)
        for key in said.keys:
            came[key] |= told
    return came


def _told(said: FlightMessage) -> set[Lacking]:
    """A close-out is a list too."""
    header = said.header
    if header.get("type") == BOOKINGS:
        return {Lacking.BOOKINGS}
    if header.get("type") != "PAXLST":
        return set()
    is_close_out = header.get("function") == CLOSE_OUT or header.get("identifier") in CLOSING
    return {Lacking.LIST, Lacking.CLOSE_OUT} if is_close_out else {Lacking.LIST}


def _key(silence: Silence) -> tuple[object, ...]:
    one = silence.expected
    return (one.leg.carrier, one.leg.number, one.leg.origin, one.day, one.departs_at, str(silence.lacking))


def _record(silence: Silence, *, at: datetime) -> MissingMessage:
    one = silence.expected
    assert one.departs_at is not None  # noqa: S101  what is silent was due from its departure on
    return MissingMessage(
        carrier=one.leg.carrier,
        number=one.leg.number,
        origin=one.leg.origin,
        destination=one.leg.destination,
        day=one.day,
        lacking=silence.lacking,
        due_at=silence.due_at,
        departs_at=one.departs_at,
        noticed_at=at,
    )
