"""What waits for the officers on duty, soonest and surest first."""

from datetime import datetime

from django.db.models import Q, QuerySet

from tansiq.centre.alerts import GONE_AFTER, Alert, AlertState
from tansiq.centre.people import Officer


def visible(officer: Officer) -> QuerySet[Alert]:
    """The alerts whose marking lets the officer's organisation know of them."""
    code = officer.organisation.code if officer.organisation else ""
    return Alert.objects.filter(Q(audience=None) | Q(audience__contains=[code]))


def waiting(officer: Officer, *, at: datetime) -> QuerySet[Alert]:
    """Open alerts of people still to arrive, or landed less than an hour ago, in the order to work them."""
    return (
        visible(officer)
        .filter(Q(lands_at=None) | Q(lands_at__gte=at - GONE_AFTER), state=AlertState.OPEN)
        .select_related("flight", "assigned_to")
        .order_by("urgency", "pk")
    )


def awaiting_second(officer: Officer) -> QuerySet[Alert]:
    """Alerts that one officer referred and that wait for a second officer's yes."""
    return (
        visible(officer)
        .filter(state=AlertState.REFERRED)
        .select_related("flight", "assigned_to")
        .order_by("urgency", "pk")
    )


def landed_unseen(officer: Officer, *, at: datetime) -> QuerySet[Alert]:
    """Open alerts whose flight landed more than an hour ago: nobody decided in time."""
    return (
        visible(officer)
        .filter(lands_at__lt=at - GONE_AFTER, state=AlertState.OPEN)
        .select_related("flight", "assigned_to")
        .order_by("-lands_at", "pk")
    )
