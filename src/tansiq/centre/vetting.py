"""Who of a flight is looked at first, and who has been looked at."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import IntEnum

from django.db import models

from tansiq.centre.alerts import Alert, AlertState, FindingRecord
from tansiq.centre.desk import visible
from tansiq.centre.people import Officer
from tansiq.detectors.rules.screen import DETECTOR as RULES
from tansiq.picture.flights import Flight

LOOKING_FOR = timedelta(minutes=5)
"""How long after opening somebody an officer counts as looking."""


class Concern(IntEnum):
    """Why somebody stands where they stand on the list, most urgent first."""

    ALERT = 0  # nobody has decided
    INSPECTION = 1  # two officers want an inspection
    RULE = 2  # a rule is true of them, and nothing is open about it
    PARTY = 3  # travels with one of these
    SETTLED = 4  # cleared, or withdrawn: kept so that the list says what became of whom


@dataclass(frozen=True, slots=True)
class Standing:
    """Somebody on the list. entry_key: of the manifest; alert: None for the party of an alerted person."""

    entry_key: int
    concern: Concern
    alert: Alert | None = None
    with_keys: tuple[int, ...] = ()


@dataclass(slots=True)
class Looks:
    """Who looked at somebody, latest first, by officer."""

    by: dict[int, tuple[str, datetime]] = field(default_factory=dict)

    def others(self, officer: Officer) -> list[str]:
        """The names of the others who looked."""
        return [name for pk, (name, _) in self.by.items() if pk != officer.pk]


class Look(models.Model):
    """When an officer last had somebody of a flight open on its vetting list. It goes with the flight."""

    flight = models.ForeignKey(Flight, on_delete=models.CASCADE, related_name="looks")
    entry_key = models.BigIntegerField()
    officer = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="looks")
    at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["flight", "entry_key", "officer"], name="one_look_per_officer_and_person"),
        )


def look(flight: Flight, entry_key: int, officer: Officer, *, at: datetime) -> None:
    """Keep that an officer has somebody open."""
    Look.objects.update_or_create(flight=flight, entry_key=entry_key, officer=officer, defaults={"at": at})


def looks(flight: Flight) -> dict[int, Looks]:
    """Who looked at whom, by manifest entry."""
    found: dict[int, Looks] = {}
    for kept in Look.objects.filter(flight=flight).select_related("officer").order_by("-at"):
        found.setdefault(kept.entry_key, Looks()).by[kept.officer_id] = (kept.officer.shown_name, kept.at)
    return found


def looking(flight: Flight, officer: Officer, *, at: datetime) -> list[tuple[str, int, datetime]]:
    """The others who have somebody of the flight open now: name, manifest entry, since when; the latest first."""
    now = Look.objects.filter(flight=flight, at__gte=at - LOOKING_FOR).exclude(officer=officer)
    return [
        (kept.officer.shown_name, kept.entry_key, kept.at) for kept in now.select_related("officer").order_by("-at")
    ]


def order(flight: Flight, officer: Officer, parties: Iterable[Sequence[int]]) -> list[Standing]:
    """Those of a flight who are known for something to this officer, in the order to look at them.

    parties: manifest entries that travel together.
    """
    alerts = {alert.entry_key: alert for alert in visible(officer).filter(flight=flight).select_related("assigned_to")}
    by_rule = set(
        FindingRecord.objects.filter(alert__in=alerts.values(), detector=RULES, withdrawn_at=None).values_list(
            "alert", flat=True
        )
    )
    told = [Standing(key, _concern(alert, by_rule), alert) for key, alert in alerts.items()]
    told.sort(key=lambda s: (s.concern, -s.alert.risk if s.alert else 0.0, s.entry_key))
    held = [s for s in told if s.concern < Concern.PARTY]
    beside = _with_them(held, alerts, parties)
    moved = {s.entry_key for s in beside}
    return [*held, *beside, *(s for s in told[len(held) :] if s.entry_key not in moved)]


def _concern(alert: Alert, by_rule: set[int]) -> Concern:
    if alert.state in {AlertState.OPEN, AlertState.REFERRED}:
        return Concern.ALERT
    if alert.state == AlertState.IN_CASE:
        return Concern.INSPECTION
    return Concern.RULE if alert.pk in by_rule else Concern.SETTLED


def _with_them(
    held: Sequence[Standing], alerts: Mapping[int, Alert], parties: Iterable[Sequence[int]]
) -> list[Standing]:
    """Everybody else of the parties of alerted people, in the order of those."""
    place = {s.entry_key: n for n, s in enumerate(held)}
    beside: dict[int, list[int]] = {}
    for party in parties:
        known = [key for key in party if key in place]
        for key in party if known else ():
            if key not in place:
                beside.setdefault(key, []).extend(known)
    first = {key: min(place[k] for k in known) for key, known in beside.items()}
    return [
        Standing(key, Concern.PARTY, alerts.get(key), tuple(dict.fromkeys(beside[key])))
        for key in sorted(beside, key=lambda k: (first[k], k))
    ]
