"""What waits for the officers on duty, soonest and surest first."""

from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import lru_cache

from django.db.models import Count, Q, QuerySet

from tansiq.centre.alerts import GONE_AFTER, Alert, AlertState
from tansiq.centre.people import Officer

TALLY_HOLDS_S = 10
"""How long a tally may be kept while no alert changes: alerts move to the late ones by time alone."""


@dataclass(frozen=True, slots=True)
class Tally:
    """How many alerts stand open, wait for a second officer, or landed without a decision; which lands next.

    mine: how many of the open ones the officer has taken. elsewhere: how many stand open at other airports than the officer's.
    """

    open: int = 0
    second: int = 0
    late: int = 0
    mine: int = 0
    elsewhere: int = 0
    next_landing: Alert | None = None


def tally(officer: Officer, *, at: datetime) -> Tally:
    """How much stands on the officer's desk, counted again once any alert has changed."""
    changed_at = Alert.objects.order_by("-changed_at").values_list("changed_at", flat=True).first()
    moment = changed_at, int(at.timestamp()) // TALLY_HOLDS_S
    mine = _mine(_code(officer), officer.pk, *moment)
    everywhere = _tally(_code(officer), "", *moment).open if officer.airport else 0
    here = _tally(_code(officer), officer.airport, *moment)
    return replace(here, mine=mine, elsewhere=max(0, everywhere - here.open))


@lru_cache(maxsize=256)
def _tally(code: str, airport: str, _changed_at: datetime | None, period: int) -> Tally:
    at = _begun(period)
    late = Q(lands_at__lt=at - GONE_AFTER)
    counted = (
        _reaching(code)
        .filter(at_airport(airport))
        .filter(state__in=[AlertState.OPEN, AlertState.REFERRED])
        .aggregate(
            open=Count("pk", filter=Q(state=AlertState.OPEN) & (Q(lands_at=None) | ~late)),
            second=Count("pk", filter=Q(state=AlertState.REFERRED)),
            late=Count("pk", filter=Q(state=AlertState.OPEN) & late),
        )
    )
    soon = _waiting(code, at=at).filter(at_airport(airport), lands_at__gte=at).order_by("lands_at", "pk")
    return Tally(**counted, next_landing=soon.select_related("flight").first())


@lru_cache(maxsize=1024)
def _mine(code: str, officer_id: int, _changed_at: datetime | None, period: int) -> int:
    return _waiting(code, at=_begun(period)).filter(assigned_to=officer_id).count()


def _begun(period: int) -> datetime:
    return datetime.fromtimestamp(period * TALLY_HOLDS_S, UTC)


def visible(officer: Officer) -> QuerySet[Alert]:
    """The alerts whose marking lets the officer's organisation know of them."""
    return _reaching(_code(officer))


def at_airport(airport: str, flight: str = "flight") -> Q:
    """Flights from or to an airport (IATA), and those whose end is not known; every flight for "".

    flight: how the filtered record names its flight.
    """
    if not airport:
        return Q()
    destination, origin = f"{flight}__destination", f"{flight}__origin"
    return Q(**{destination: airport}) | Q(**{origin: airport}) | Q(**{destination: ""})


def _code(officer: Officer) -> str:
    return officer.organisation.code if officer.organisation else ""


def _reaching(code: str) -> QuerySet[Alert]:
    """The alerts that an organisation may know of; none for ""."""
    return Alert.objects.filter(Q(audience=None) | Q(audience__contains=[code])) if code else Alert.objects.none()


def may_know(officer: Officer, alert: Alert) -> bool:
    """Whether the alert's marking lets the officer's organisation know of it."""
    return alert.audience is None or _code(officer) in alert.audience


def waiting(officer: Officer, *, at: datetime) -> QuerySet[Alert]:
    """Open alerts of people still to arrive, or landed less than an hour ago, in the order to work them."""
    here = _waiting(_code(officer), at=at).filter(at_airport(officer.airport))
    return here.select_related("flight", "assigned_to").order_by("urgency", "pk")


def _waiting(code: str, *, at: datetime) -> QuerySet[Alert]:
    return _reaching(code).filter(Q(lands_at=None) | Q(lands_at__gte=at - GONE_AFTER), state=AlertState.OPEN)


def awaiting_second(officer: Officer) -> QuerySet[Alert]:
    """Alerts that one officer referred and that wait for a second officer's yes."""
    return (
        visible(officer)
        .filter(at_airport(officer.airport), state=AlertState.REFERRED)
        .select_related("flight", "assigned_to")
        .order_by("urgency", "pk")
    )


def landed_unseen(officer: Officer, *, at: datetime) -> QuerySet[Alert]:
    """Open alerts whose flight landed more than an hour ago: nobody decided in time."""
    return (
        visible(officer)
        .filter(at_airport(officer.airport), lands_at__lt=at - GONE_AFTER, state=AlertState.OPEN)
        .select_related("flight", "assigned_to")
        .order_by("-lands_at", "pk")
    )
