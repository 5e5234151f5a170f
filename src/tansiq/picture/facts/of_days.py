"""Facts about a flight that its other days and the schedules of airlines tell. Both are counts, or name nobody."""

from collections.abc import Collection
from datetime import date, datetime, timedelta
from functools import lru_cache

from django.db.models import Count, Min, Q

from tansiq.picture.airports import iata_of
from tansiq.picture.facts.case import Case, Facts
from tansiq.picture.facts.itinerary import plausible
from tansiq.picture.flights import Flight, ManifestEntry
from tansiq.picture.manifest import FlightState, Presence
from tansiq.picture.schedules import WITHOUT_PASSENGERS, in_force, is_charter

TOLD_EVERY_S = 300

_NEW = timedelta(days=30)
_NEAR = timedelta(days=3)


def facts(flight: Flight, *, at: datetime) -> Facts:
    """flight.is_charter, flight.is_new_service and flight.share_no_show, told anew every few minutes at most."""
    if not (flight.carrier and flight.number):
        return {}
    return _facts(flight.pk, flight.key, plausible(flight.departs_at) or at, int(at.timestamp()) // TOLD_EVERY_S)


@lru_cache(maxsize=512)
def _facts(number: int, key: str, departs: datetime, _period: int) -> Facts:
    flight = Flight.objects.get(pk=number)
    days = Flight.objects.filter(key__startswith=key[: key.index("/", key.index("/") + 1) + 1]).exclude(pk=number)
    first = days.aggregate(first=Min("departs_at"))["first"]
    kept = Flight.objects.exclude(lands_at=None).order_by("lands_at").values_list("lands_at", flat=True).first()
    is_long = kept is not None and kept <= departs - _NEW
    closed = days.filter(departs_at__lt=departs, state=FlightState.CLOSED)
    return {
        "flight.is_charter": is_charter(flight),
        "flight.is_new_service": (first is None or first > departs - _NEW) if is_long else None,
        "flight.share_no_show": _share(closed.order_by("-departs_at").first()),
    }


Way = tuple[str, str]
"""Two airports."""


def directs(ways: Collection[Way], on: date) -> dict[Way, bool]:
    """Whether a direct passenger flight is planned within three days, for each of these ways whose airports a schedule covers.

    The same answer as `schedules.direct_exists` gives for one of them.
    """
    ends = {way: (iata_of(way[0]), iata_of(way[1])) for way in ways}
    wanted = {end for pair in ends.values() for end in pair}
    near = in_force().filter(first_on__lte=on + _NEAR, last_on__gte=on - _NEAR)
    rows = near.filter(Q(origin__in=wanted) | Q(destination__in=wanted)) if wanted else near.none()
    planned = set(rows.values_list("origin", "destination", "service").distinct())
    flown = {(origin, destination) for origin, destination, service in planned if service not in WITHOUT_PASSENGERS}
    covered = {end for origin, destination, _ in planned for end in (origin, destination)}
    return {way: pair in flown for way, pair in ends.items() if pair in flown or not covered.isdisjoint(pair)}


def _share(last: Flight | None) -> float | None:
    """The share of those booked on a flight, by its close-out, who did not board."""
    if last is None:
        return None
    missed, boarded = Q(presence=Presence.NOT_ON_BOARD), Q(presence=Presence.ON_BOARD)
    counted = ManifestEntry.objects.filter(flight=last).exclude(role="crew")
    found = counted.aggregate(missed=Count("pk", filter=missed), boarded=Count("pk", filter=boarded))
    everybody = found["missed"] + found["boarded"]
    return found["missed"] / everybody if everybody else None


def way_of(case: Case) -> Way | None:
    """From where to where the itinerary leads."""
    return (case.itinerary.origin, case.itinerary.end) if case.itinerary is not None else None
