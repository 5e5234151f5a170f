"""What waits for the officers on duty, soonest and surest first."""

from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache

from django.db.models import Count, Q, QuerySet

from tansiq.centre.alerts import GONE_AFTER, Alert, AlertState
from tansiq.centre.people import Officer

TALLY_HOLDS_S = 10
"""How long a tally may be kept while no alert changes: alerts move to the late ones by time alone."""


@dataclass(frozen=True, slots=True)
class Tally:
    """How many alerts stand open, wait for a second officer, or landed without a decision."""

    open: int
    second: int
    late: int


def tally(officer: Officer, *, at: datetime) -> Tally:
    """How much stands on the desk for the officer's organisation, counted again once any alert has changed."""
    changed_at = Alert.objects.order_by("-changed_at").values_list("changed_at", flat=True).first()
    code = officer.organisation.code if officer.organisation else ""
    return _tally(code, changed_at, int(at.timestamp()) // TALLY_HOLDS_S)


@lru_cache(maxsize=256)
def _tally(code: str, _changed_at: datetime | None, period: int) -> Tally:
    late = Q(lands_at__lt=datetime.fromtimestamp(period * TALLY_HOLDS_S, UTC) - GONE_AFTER)
    counted = (
        _reaching(code)
        .filter(state__in=[AlertState.OPEN, AlertState.REFERRED])
        .aggregate(
            open=Count("pk", filter=Q(state=AlertState.OPEN) & (Q(lands_at=None) | ~late)),
            second=Count("pk", filter=Q(state=AlertState.REFERRED)),
            late=Count("pk", filter=Q(state=AlertState.OPEN) & late),
        )
    )
    return Tally(**counted)


def next_landing(officer: Officer, *, at: datetime) -> Alert | None:
    """The open alert whose flight lands next."""
    soon = waiting(officer, at=at).filter(lands_at__gte=at)
    return soon.order_by("lands_at", "pk").first()


def visible(officer: Officer) -> QuerySet[Alert]:
    """The alerts whose marking lets the officer's organisation know of them."""
    return _reaching(officer.organisation.code if officer.organisation else "")


def _reaching(code: str) -> QuerySet[Alert]:
    """The alerts that an organisation may know of; none for ""."""
    return Alert.objects.filter(Q(audience=None) | Q(audience__contains=[code])) if code else Alert.objects.none()


def may_know(officer: Officer, alert: Alert) -> bool:
    """Whether the alert's marking lets the officer's organisation know of it."""
    code = officer.organisation.code if officer.organisation else ""
    return alert.audience is None or code in alert.audience


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
