"""Facts about a flight that only other days of the same flight tell, whoever may know who was on them: they are counts."""

from datetime import datetime, timedelta

from django.db.models import Count, Min, Q

from tansiq.picture.facts.case import Facts
from tansiq.picture.flights import Flight, ManifestEntry
from tansiq.picture.manifest import FlightState, Presence

_NEW = timedelta(days=30)


def facts(flight: Flight, *, at: datetime) -> Facts:
    """flight.is_new_service and flight.share_no_show."""
    departs = flight.departs_at or at
    if not (flight.carrier and flight.number):
        return {}
    days = Flight.objects.filter(key__startswith=f"{flight.carrier}/{flight.number}/").exclude(pk=flight.pk)
    first = days.aggregate(first=Min("departs_at"))["first"]
    kept = Flight.objects.exclude(lands_at=None).order_by("lands_at").values_list("lands_at", flat=True).first()
    is_long = kept is not None and kept <= departs - _NEW
    return {
        "flight.is_new_service": (first is None or first > departs - _NEW) if is_long else None,
        "flight.share_no_show": _share(
            days.filter(departs_at__lt=departs, state=FlightState.CLOSED).order_by("-departs_at").first()
        ),
    }


def _share(last: Flight | None) -> float | None:
    """The share of those booked on a flight, by its close-out, who did not board."""
    if last is None:
        return None
    missed, boarded = Q(presence=Presence.NOT_ON_BOARD), Q(presence=Presence.ON_BOARD)
    counted = ManifestEntry.objects.filter(flight=last).exclude(role="crew")
    found = counted.aggregate(missed=Count("pk", filter=missed), boarded=Count("pk", filter=boarded))
    everybody = found["missed"] + found["boarded"]
    return found["missed"] / everybody if everybody else None
