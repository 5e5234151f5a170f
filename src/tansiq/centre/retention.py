"""What the centre keeps because of a case, and what it forgets when its time is over."""

from datetime import datetime

from django.db import transaction
from django.db.models import Exists, OuterRef

from tansiq.centre.alerts import Alert
from tansiq.centre.cases import Case
from tansiq.centre.memory import forget_ended
from tansiq.handling.retention import RetentionClass, expires_at
from tansiq.ledger.current import current
from tansiq.ledger.retain import hold
from tansiq.picture.bookings import HeldBooking
from tansiq.picture.flights import Flight, ManifestEntry


def keep_for(case: Case, *, at: datetime) -> None:
    """Keep what the case rests on, whole, for as long as cases are kept: the person's observations and bookings, the list entries."""
    entry = case.alert.entry
    evidence = {p for f in case.alert.findings.all() for p in f.evidence} | set(entry.positions if entry else ())
    bookings = HeldBooking.objects.filter(flight=case.alert.flight_id, entries__contains=[case.alert.entry_key])
    evidence |= set(bookings.values_list("position", flat=True))
    hold(current(), sorted(evidence), until=expires_at(RetentionClass.CASE, at))


def forget(*, at: datetime) -> int:
    """Drop flights whose time is over, with their manifests and alerts; how many flights.

    Distinctions that ended go too. A flight that led to a case stays as a flight, with the people of its cases alone.
    """
    forget_ended(at=at)
    due = Flight.objects.filter(expires_at__lte=at)
    in_case = Case.objects.filter(alert__flight=OuterRef("pk"))
    with transaction.atomic():
        Alert.objects.filter(flight__in=due, case=None).delete()
        kept = due.filter(Exists(in_case))
        people = Alert.objects.filter(flight=OuterRef("flight"), entry_key=OuterRef("key"))
        ManifestEntry.objects.filter(~Exists(people), flight__in=kept).delete()
        for flight in kept:
            keys = list(flight.alerts.values_list("entry_key", flat=True))
            flight.bookings.exclude(entries__overlap=keys).delete()
            flight.facts.exclude(entry_key__in=keys).delete()
        return due.exclude(Exists(in_case)).delete()[1].get("picture.Flight", 0)
