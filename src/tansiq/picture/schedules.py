"""Schedules as airlines sent them, version by version, and what they let expect: which flights, and which messages of them.

A schedule names no person. Every leg keeps the file and the bytes it stands at, and the file is kept.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from hashlib import sha256

from django.contrib.postgres.fields import ArrayField
from django.db import models, transaction
from django.db.models import Q, QuerySet

from tansiq.model.schedules import ScheduledLeg
from tansiq.picture.airports import iata_of, instant
from tansiq.picture.carriers import FlightName, flight_name, parse_name
from tansiq.picture.flights import Flight
from tansiq.readers.schedules.door import read
from tansiq.readers.schedules.reading import ScheduleReading

WITHOUT_PASSENGERS = frozenset("AFHKMPTVX")
"""SSIM appendix C: cargo and mail, surface vehicles, positioning, training, tests and technical stops."""

CHARTERS = frozenset("CLO")
"""SSIM appendix C: charters of passengers, of passengers and cargo, and of special handling."""


class ScheduleVersion(models.Model):
    """A schedule file. refused: lines that were not taken. carriers: whose flights it plans."""

    name = models.CharField(max_length=200)
    sha256 = models.BinaryField()
    data = models.BinaryField()
    loaded_at = models.DateTimeField()
    carriers = ArrayField(models.CharField(max_length=8))
    legs = models.IntegerField()
    refused = models.IntegerField()


class ScheduledFlight(models.Model):
    """A leg of a schedule. replaced_by: the version whose legs took its place. start, end: bytes in the file."""

    version = models.ForeignKey(ScheduleVersion, on_delete=models.CASCADE, related_name="flights")
    replaced_by = models.ForeignKey(ScheduleVersion, on_delete=models.SET_NULL, null=True, related_name="replaced")
    carrier = models.CharField(max_length=8)
    number = models.CharField(max_length=12)
    origin = models.CharField(max_length=8)
    destination = models.CharField(max_length=8)
    first_on = models.DateField()
    last_on = models.DateField()
    days = models.CharField(max_length=7)
    departure = models.CharField(max_length=5)
    arrival = models.CharField(max_length=5)
    arrives_after = models.IntegerField()
    service = models.CharField(max_length=1)
    aircraft = models.CharField(max_length=3, blank=True)
    sold_as = ArrayField(models.CharField(max_length=12))
    flown_by = models.CharField(max_length=12, blank=True)
    every = models.IntegerField()
    start = models.BigIntegerField()
    end = models.BigIntegerField()

    class Meta:
        indexes = (
            models.Index(fields=["carrier", "number", "origin"], name="schedule_by_flight"),
            models.Index(fields=["origin", "destination"], name="schedule_by_route"),
            models.Index(fields=["last_on"], condition=Q(replaced_by=None), name="schedule_in_force"),
        )

    @property
    def name(self) -> FlightName:
        """Carrier and number."""
        return FlightName(self.carrier, self.number)

    def flies_on(self, day: date) -> bool:
        """Whether a flight departs on a local day."""
        weeks = (day - self.first_on).days // 7
        return (
            self.first_on <= day <= self.last_on
            and str(day.isoweekday()) in self.days
            and weeks % max(self.every, 1) == 0
        )


@dataclass(frozen=True, slots=True)
class Expected:
    """A flight of a schedule on one day. departs_at: None where the airport's clock is not known."""

    leg: ScheduledFlight
    day: date
    departs_at: datetime | None

    @property
    def keys(self) -> list[str]:
        """By which words of messages that mean it are found, under any of its names."""
        names = [str(self.leg.name), *self.leg.sold_as]
        return [f"{name}/{self.leg.origin}/{self.day}" for name in names]


@transaction.atomic
def load(data: bytes, name: str, *, at: datetime) -> tuple[ScheduleVersion, ScheduleReading]:
    """Take a schedule in. Its legs replace those of the same airlines that fly in the time it covers.

    The same file again is the version it was. A file of which nothing could be read replaces nothing.
    """
    digest = sha256(data).digest()
    reading = read(data, name)
    known = ScheduleVersion.objects.filter(sha256=digest).order_by("-pk").first()
    if known is not None and not known.flights.exclude(replaced_by=None).exists():
        return known, reading
    legs = [_record(leg) for leg in reading.legs]
    carriers = sorted({leg.carrier for leg in legs})
    version = ScheduleVersion.objects.create(
        name=name[:200],
        sha256=digest,
        data=data,
        loaded_at=at,
        carriers=carriers,
        legs=len(legs),
        refused=len(reading.refusals),
    )
    for carrier in carriers:
        mine = [leg for leg in legs if leg.carrier == carrier]
        first, last = min(leg.first_on for leg in mine), max(leg.last_on for leg in mine)
        before = ScheduledFlight.objects.filter(carrier=carrier, replaced_by=None)
        before.filter(first_on__lte=last, last_on__gte=first).update(replaced_by=version)
    for leg in legs:
        leg.version = version
    ScheduledFlight.objects.bulk_create(legs, batch_size=2000)
    return version, reading


def _record(leg: ScheduledLeg) -> ScheduledFlight:
    name = flight_name(leg.carrier, leg.number)
    names = (parse_name(sold) for sold in leg.sold_as)
    flown_by = parse_name(leg.flown_by)
    return ScheduledFlight(
        carrier=name.carrier,
        number=name.number,
        origin=iata_of(leg.origin),
        destination=iata_of(leg.destination),
        first_on=date.fromisoformat(leg.first_on),
        last_on=date.fromisoformat(leg.last_on),
        days=leg.days,
        departure=leg.departure,
        arrival=leg.arrival,
        arrives_after=leg.arrives_after,
        service=leg.service,
        aircraft=leg.aircraft,
        sold_as=[str(sold) for sold in names if sold is not None],
        flown_by=str(flown_by) if flown_by else "",
        every=leg.every,
        start=leg.source.start,
        end=leg.source.end,
    )


def in_force() -> QuerySet[ScheduledFlight]:
    """The legs that no later version replaced."""
    return ScheduledFlight.objects.filter(replaced_by=None)


def expected(since: datetime, until: datetime) -> Iterator[Expected]:
    """The passenger flights that are planned to depart from an instant to before another; names of others' flights left out."""
    first, last = since.date() - timedelta(days=1), until.date() + timedelta(days=1)
    legs = (
        in_force().filter(first_on__lte=last, last_on__gte=first, flown_by="").exclude(service__in=WITHOUT_PASSENGERS)
    )
    for leg in legs.order_by("carrier", "number", "origin", "pk").iterator(chunk_size=2000):
        for day in (first + timedelta(days=n) for n in range((last - first).days + 1)):
            departs_at = instant(f"{day}T{leg.departure}", leg.origin)
            if departs_at is not None and since <= departs_at < until and leg.flies_on(day):
                yield Expected(leg, day, departs_at)


def planned(flight: Flight) -> ScheduledFlight | None:
    """The leg of the schedule that a flight is, under any of its names; None where no schedule has it."""
    day = _day_of(flight)
    if day is None:
        return None
    names = [f"{flight.carrier}{flight.number}", *flight.names]
    mine = in_force().filter(origin=flight.origin, first_on__lte=day, last_on__gte=day)
    found = mine.filter(Q(carrier=flight.carrier, number=flight.number) | Q(sold_as__overlap=names))
    return next((leg for leg in found.order_by("flown_by", "pk") if leg.flies_on(day)), None)


def has_schedule(flight: Flight) -> bool:
    """Whether a schedule of its airline covers its day, so that a flight which is not in it can be named as such."""
    day = _day_of(flight)
    return day is not None and in_force().filter(carrier=flight.carrier, first_on__lte=day, last_on__gte=day).exists()


def is_unplanned(flight: Flight) -> bool:
    """Whether its airline's schedule covers the day and does not have it."""
    return has_schedule(flight) and planned(flight) is None


def is_charter(flight: Flight) -> bool | None:
    """Whether the schedule says that it is a charter (`flight.is_charter` of the rules); None where no schedule has it."""
    leg = planned(flight)
    return None if leg is None else leg.service in CHARTERS


def direct_exists(origin: str, destination: str, on: date) -> bool | None:
    """Whether a direct passenger flight is planned between two airports within three days (`route.direct_exists`).

    None where no schedule covers either airport then: what is not known is not absent.
    """
    near = in_force().filter(first_on__lte=on + timedelta(days=3), last_on__gte=on - timedelta(days=3))
    ends = iata_of(origin), iata_of(destination)
    if near.filter(origin=ends[0], destination=ends[1]).exclude(service__in=WITHOUT_PASSENGERS).exists():
        return True
    covered = near.filter(Q(origin__in=ends) | Q(destination__in=ends)).exists()
    return False if covered else None


def _day_of(flight: Flight) -> date | None:
    """The scheduled local day of departure, as the flight's key has it."""
    parts: Sequence[str] = flight.key.split("/")
    try:
        return date.fromisoformat(parts[3])
    except (ValueError, IndexError):
        return None
