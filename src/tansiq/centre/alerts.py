"""Alerts: the findings about one person on one flight, put before an officer with a clock."""

import json
import logging
import math
from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from django.contrib.postgres.fields import ArrayField
from django.db import connection, models

from tansiq.centre.findings import (
    FindingFields,
    Held,
    fields_of,
    finding_key,
    kept_parts,
    parts_of_kept,
    reasons_of,
    rendered,
)
from tansiq.centre.people import Officer
from tansiq.detectors.risk import SET_BY_HAND, Model, Part, assess, parts_of
from tansiq.detectors.rules import Row
from tansiq.detectors.rules.screen import DETECTOR as RULES
from tansiq.handling.marking import Marking, render_marking
from tansiq.model.findings import Reason, Verdict
from tansiq.picture.audience import audience_of
from tansiq.picture.delisting import were_removed
from tansiq.picture.flights import Flight, ManifestEntry
from tansiq.picture.lists import Listed

log = logging.getLogger("tansiq.alerts")

RISK_IS_WORTH = timedelta(hours=5)
"""How much earlier a certain alert stands in the queue than one with risk 0 on the same flight. It grows with the root of the
risk: between one and four of a hundred lies more than between 91 and 94."""

UNTIMED = timedelta(hours=6)
"""Where a flight without a known landing time stands in the queue."""

GONE_AFTER = timedelta(hours=1)
"""How long after landing an open alert stays on the desk's first page."""

LONGEST_EVENT = 7900
"""PostgreSQL takes notifications of less than 8000 bytes; codes of organisations are ASCII."""

MISSED = '{"type":"gap"}'
"""Says to every desk that it may have missed something."""


class AlertState(models.TextChoices):
    """Where an alert stands."""

    OPEN = "open"
    REFERRED = "referred"  # one officer wants secondary inspection; a second officer's yes is awaited
    IN_CASE = "in_case"
    CLEARED = "cleared"
    WITHDRAWN = "withdrawn"  # what it rested on is no longer so


class Alert(models.Model):
    """One person on one flight who resembles something known, or of whom a rule is true.

    score: of the strongest finding. risk: what all that is known adds up to, 0 to 1; parts: what it is made of, as
    `kept_parts` writes it; risk_model: version of the model. version: counts the changes people made.
    """

    flight = models.ForeignKey(Flight, on_delete=models.CASCADE, related_name="alerts")
    entry_key = models.BigIntegerField()
    person_id = models.UUIDField(db_index=True)
    name = models.CharField(max_length=400)
    state = models.CharField(max_length=12, choices=AlertState.choices, default=AlertState.OPEN)
    score = models.FloatField()
    risk = models.FloatField(default=0.0)
    risk_model = models.CharField(max_length=12, blank=True)
    parts = models.JSONField(default=list)
    verdict = models.CharField(max_length=12)
    about_name = models.CharField(max_length=400, blank=True)
    reasons = models.JSONField(default=list)
    against = models.JSONField(default=list)
    lands_at = models.DateTimeField(null=True)
    urgency = models.FloatField()
    marking = models.JSONField()
    audience = ArrayField(models.CharField(max_length=32), null=True)
    assigned_to = models.ForeignKey(Officer, on_delete=models.PROTECT, null=True, related_name="alerts")
    opened_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    version = models.IntegerField(default=1)
    withdrawn_because = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["flight", "entry_key"], name="one_alert_per_person_and_flight"),)
        indexes = (
            models.Index(fields=["urgency"], condition=models.Q(state="open"), name="open_alerts_by_urgency"),
            models.Index(fields=["lands_at"], condition=models.Q(state="open"), name="open_alerts_by_landing"),
            models.Index(fields=["-changed_at"], name="alerts_by_change"),
            models.Index(fields=["state", "changed_at"]),
        )

    def said_for(self) -> list[Reason]:
        """The strongest reasons for."""
        return reasons_of(self.reasons)

    def said_against(self) -> list[Reason]:
        """The strongest reason against, if there is one."""
        return reasons_of(self.against)

    def said(self) -> list[Reason]:
        """Why it is there, then what else is said for or against, strongest first: a line may not have room for all."""
        said = [*self.said_for(), *self.said_against()]
        return said[:1] + sorted(said[1:], key=lambda reason: -abs(reason.weight))

    def risk_parts(self) -> tuple[Part, ...]:
        """What the risk is made of."""
        return parts_of_kept(self.parts)

    @property
    def entry(self) -> ManifestEntry | None:
        """The person's place on the manifest, None once the flight was forgotten."""
        return self.flight.entries.filter(key=self.entry_key).first()


class FindingRecord(FindingFields):
    """A finding that stands behind an alert. key: what makes it the same finding however often it is computed."""

    key = models.CharField(max_length=64, unique=True)
    alert = models.ForeignKey(Alert, on_delete=models.CASCADE, related_name="findings")
    about = models.CharField(max_length=240, blank=True)
    about_name = models.CharField(max_length=400, blank=True)
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        indexes = (models.Index(fields=["about"], name="findings_by_entry"),)


def put(  # noqa: PLR0913  what is known of one person, each from another room
    flight: Flight,
    entry: ManifestEntry,
    held: Sequence[Held],
    marking: Marking,
    *,
    at: datetime,
    row: Row | None = None,
    model: Model = SET_BY_HAND,
) -> Alert | None:
    """Bring the alert about one person on one flight up to date with what detectors now say. None where there is none.

    row: the person's facts, from which anomalies add to the risk. model: what weighs the parts of the risk.

    In the caller's transaction. New findings open it, or open it again after it was cleared; the same findings never do.
    An officer who saw it without them decides nothing about it. Without findings, or when the person will not arrive, an
    open alert is withdrawn; one that people have acted on stays theirs.
    """
    alert = Alert.objects.select_for_update().filter(flight=flight, entry_key=entry.key).first()
    if not held:
        return _without_findings(alert, at=at)
    is_new = alert is None
    if alert is None:
        if not entry.may_arrive:
            return None
        alert = Alert(flight=flight, entry_key=entry.key, opened_at=at)
    _describe(alert, entry, held, marking, at=at)
    _assess(alert, parts_of(row or {}, [h.finding for h in held]), model)
    alert.save()
    is_news = _keep_findings(alert, held, at=at)
    _settle_state(alert, entry, is_news=is_news and not is_new)
    alert.save()
    announce(alert)
    if is_new and alert.audience == []:
        log.warning("alert %s reaches nobody: the feeds it rests on have no organisation in common", alert.pk)
    return alert


def keep_with_people(flight: Flight, *, at: datetime) -> None:
    """Keep alerts with their people where a message showed that two places on the manifest are one person's.

    In the caller's transaction, after the manifest was folded. The place that took the other's observations over takes its
    alert too, unless it has one; an open alert whose place is gone otherwise is withdrawn.
    """
    gone = Alert.objects.filter(flight=flight).exclude(entry_key__in=flight.entries.values("key"))
    lost = set(gone.values_list("pk", flat=True))
    if not lost:
        return
    places = dict(flight.entries.values_list("key", "positions"))
    for alert in Alert.objects.select_for_update().filter(pk__in=lost):
        heir = next((key for key, positions in places.items() if alert.entry_key in positions), None)
        if heir is not None and not Alert.objects.filter(flight=flight, entry_key=heir).exists():
            alert.entry_key = heir
            alert.save(update_fields=["entry_key"])
        elif alert.state == AlertState.OPEN:
            _withdraw(alert, "not_named" if heir is None else "same_person", at=at)


def out_of_date(flight: Flight) -> bool:
    """Whether an alert on the flight shows another landing time than the flight now has."""
    return Alert.objects.filter(flight=flight).exclude(lands_at=flight.lands_at).exists()


def alerted(flight: Flight) -> set[int]:
    """The manifest entries of a flight, by key, that have an alert."""
    return set(Alert.objects.filter(flight=flight).values_list("entry_key", flat=True))


def stand_again(alert: Alert) -> AlertState:
    """Where an alert stands once no decision about it holds: open, or withdrawn where its ground is gone meanwhile.

    Says so on the alert; the caller saves it.
    """
    entry = alert.entry
    alert.withdrawn_because = ""
    if entry is not None and not entry.may_arrive:
        alert.withdrawn_because = "not_on_board"
    elif not alert.findings.filter(withdrawn_at=None).exists():
        alert.withdrawn_because = _why_not_found(alert)
    return AlertState.WITHDRAWN if alert.withdrawn_because else AlertState.OPEN


def unreached() -> int:
    """How many undecided alerts no organisation may know of, as feeds' terms contradict each other."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT centre_unreached()")
        return int(cursor.fetchone()[0])


def announce(alert: Alert) -> None:
    """Tell the desks that may know of it that an alert changed, when and if the transaction commits."""
    event = json.dumps({"type": "alert", "id": alert.pk, "audience": alert.audience}, separators=(",", ":"))
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_notify('tansiq_desk', %s)", [event if len(event) < LONGEST_EVENT else MISSED])


def urgency(lands_at: datetime | None, risk: float, *, at: datetime) -> float:
    """The key the desk is ordered by: seconds since the epoch, smaller is sooner. Does not change as time passes."""
    due = lands_at or at + UNTIMED
    return due.timestamp() - math.sqrt(risk) * RISK_IS_WORTH.total_seconds()


def _assess(alert: Alert, parts: Sequence[Part], model: Model) -> None:
    assessed = assess(parts, model)
    alert.risk, alert.risk_model, alert.parts = assessed.score, assessed.model, kept_parts(parts)
    alert.urgency = urgency(alert.lands_at, alert.risk, at=alert.opened_at)


def _describe(alert: Alert, entry: ManifestEntry, held: Sequence[Held], marking: Marking, *, at: datetime) -> None:
    best = max(held, key=lambda h: (h.finding.verdict == Verdict.MATCH, h.finding.score))
    others = [h.finding.reasons[0] for h in held if h is not best and h.finding.reasons]
    alert.person_id = UUID(str(entry.person_id))
    alert.name = entry.name
    alert.score = best.finding.score
    alert.verdict = best.finding.verdict
    alert.about_name = best.about_name
    alert.reasons = rendered([*best.finding.reasons[:2], *others[:1], *best.finding.reasons[2:]][:3])
    alert.against = rendered(best.finding.against[:1])
    alert.lands_at = entry.flight.lands_at
    alert.marking = render_marking(marking)
    alert.audience = audience_of([marking])
    alert.changed_at = at


def _keep_findings(alert: Alert, held: Sequence[Held], *, at: datetime) -> bool:
    """Keep the findings, mark those no longer held. Whether any of them is new to this alert."""
    known = {f.key: f for f in alert.findings.all()}
    fresh = {finding_key(h.finding): h for h in held}
    alert.findings.exclude(key__in=fresh).filter(withdrawn_at=None).update(withdrawn_at=at)
    alert.findings.filter(key__in=fresh).update(withdrawn_at=None)
    FindingRecord.objects.bulk_create(
        [_finding(alert, key, h, at=at) for key, h in fresh.items() if key not in known], ignore_conflicts=True
    )
    known_about = {f.about for f in known.values()}
    return any(h.finding.about not in known_about for h in fresh.values())


def _finding(alert: Alert, key: str, held: Held, *, at: datetime) -> FindingRecord:
    return FindingRecord(
        key=key, alert=alert, about=held.finding.about[:240], about_name=held.about_name[:400], **fields_of(held, at=at)
    )


def _settle_state(alert: Alert, entry: ManifestEntry, *, is_news: bool) -> None:
    """Where the alert stands by what messages say. The version moves with all that an officer should see before deciding."""
    before = alert.state
    if not entry.may_arrive:
        if alert.state == AlertState.OPEN:
            alert.state, alert.withdrawn_because = AlertState.WITHDRAWN, "not_on_board"
    elif alert.state == AlertState.WITHDRAWN or (alert.state == AlertState.CLEARED and is_news):
        alert.state, alert.withdrawn_because = AlertState.OPEN, ""
    alert.version += is_news or alert.state != before


def _without_findings(alert: Alert | None, *, at: datetime) -> Alert | None:
    if alert is None:
        return None
    alert.findings.filter(withdrawn_at=None).update(withdrawn_at=at)
    if alert.state == AlertState.OPEN:
        _withdraw(alert, _why_not_found(alert), at=at)
    return alert


def _why_not_found(alert: Alert) -> str:
    """Why nothing speaks for an alert any longer: whom it was about left the list, or the list its time, or they are not alike."""
    last = alert.findings.order_by("-withdrawn_at").values_list("withdrawn_at", flat=True).first()
    said = alert.findings.filter(withdrawn_at=last)
    about = set(said.exclude(detector=RULES).values_list("about", flat=True))
    if not about and said.exists():
        return "rule_not_true"
    if not about or Listed.objects.filter(key__in=about).exists():
        return "no_longer_found"
    return "delisted" if were_removed(about) else "list_expired"


def _withdraw(alert: Alert, because: str, *, at: datetime) -> None:
    alert.state, alert.withdrawn_because, alert.changed_at = AlertState.WITHDRAWN, because, at
    alert.version += 1
    alert.save()
    announce(alert)
