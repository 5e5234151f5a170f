"""What memory holds about a person, as officers and data protection see it."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Max, Q, QuerySet

from tansiq.centre.distinctions import Broken, Distinction, KeptBack, is_about
from tansiq.centre.memory import visible
from tansiq.centre.people import Officer
from tansiq.picture.flights import Flight, ManifestEntry
from tansiq.picture.lists import Listed


@dataclass(frozen=True, slots=True)
class Recalled:
    """A distinction about somebody. broken: why it does not hold for them now. changed: fields of the entry that differ.

    times: how many findings it kept back, as far as the officer may know.
    """

    distinction: Distinction
    broken: Broken | None
    changed: list[str]
    times: int


LATELY = timedelta(days=30)
MOST = 100


@dataclass(frozen=True, slots=True)
class Overview:
    """What memory does at the centre, as far as an officer may know.

    holding: how many decisions hold. lately: findings kept back within LATELY. shown: the decisions that kept back most,
    with `times` and `last` of each.
    """

    holding: int
    lately: int
    shown: list[Distinction]


def overview(officer: Officer, *, at: datetime) -> Overview:
    """Every decision that holds, those first that keep most back."""
    kept = kept_back(officer)
    held = visible(officer).filter(withdrawn_at=None, expires_at__gt=at)
    counted = held.annotate(
        times=Count("kept_back", filter=Q(kept_back__in=kept)),
        last=Max("kept_back__found_at", filter=Q(kept_back__in=kept)),
    )
    return Overview(
        holding=held.count(),
        lately=kept.filter(found_at__gt=at - LATELY).count(),
        shown=list(counted.order_by("-times", "-at", "-pk")[:MOST]),
    )


def recalled(entry: ManifestEntry, officer: Officer, *, at: datetime) -> list[Recalled]:
    """What the officer may know of decisions that told a person apart from entries of lists, the latest first."""
    made = list(visible(officer).filter(is_about(entry)).order_by("-at", "-pk"))
    listed = {record.key: record for record in Listed.objects.filter(key__in=[d.about for d in made])}
    times = dict(
        kept_back(officer).filter(distinction__in=made).values_list("distinction").annotate(Count("pk")).order_by()
    )
    return [_recalled(d, entry, listed.get(d.about), times.get(d.pk, 0), at=at) for d in made]


def _recalled(made: Distinction, entry: ManifestEntry, listed: Listed | None, times: int, *, at: datetime) -> Recalled:
    return Recalled(made, made.broken(entry, listed, at=at), made.changed(listed) if listed else [], times)


def kept_back(officer: Officer) -> QuerySet[KeptBack]:
    """The findings that opened no alert and that the officer's organisation may know of."""
    code = officer.organisation.code if officer.organisation else ""
    if not code:
        return KeptBack.objects.none()
    return KeptBack.objects.filter(Q(audience=None) | Q(audience__contains=[code]))


def kept_back_on(flight: Flight, officer: Officer) -> int:
    """How many people on a flight opened no alert, as they are known to be somebody else."""
    return kept_back(officer).filter(flight=flight).values("entry_key").distinct().count()
