"""What people decide about alerts. Clearing takes one officer; referring takes two.

Every act takes the lock of the alert's row first, and raises NotKnown where the officer's organisation may not know of it.
"""

from datetime import datetime, timedelta

from django.db import models, transaction
from django.utils.translation import gettext as _

from tansiq.centre.alerts import Alert, AlertState, announce, stand_again
from tansiq.centre.audit import noted_act
from tansiq.centre.cases import Case, open_case
from tansiq.centre.desk import visible
from tansiq.centre.memory import forget_undone, remember
from tansiq.centre.people import Officer, Role
from tansiq.centre.retention import keep_for
from tansiq.handling.purpose import Ground, Purpose
from tansiq.model.errors import AlreadyDecided, NotKnown, NotPermitted

UNDO_FOR = timedelta(seconds=10)


class Act(models.TextChoices):
    """What was decided."""

    CLEAR = "clear"
    REFER = "refer"


class ClearingReason(models.TextChoices):
    """Why an alert was cleared."""

    OTHER_PERSON = "other_person"
    OTHER_BIRTH_DATE = "other_birth_date"
    OTHER_DOCUMENT = "other_document"
    KNOWN_TRAVELLER = "known_traveller"
    COMMON_NAME = "common_name"
    OTHER = "other"


TELLS_APART = frozenset(
    {
        ClearingReason.OTHER_PERSON,
        ClearingReason.OTHER_BIRTH_DATE,
        ClearingReason.OTHER_DOCUMENT,
        ClearingReason.KNOWN_TRAVELLER,
    }
)
"""Reasons that name what tells this person from the listed one: remembered. A common name is no such thing."""


class Standing(models.TextChoices):
    """Whether a disposition counts."""

    EFFECTIVE = "effective"
    PROPOSED = "proposed"
    CONFIRMED = "confirmed"
    DECLINED = "declined"
    UNDONE = "undone"


class Disposition(models.Model):
    """One decision about one alert, with its reason; kept for ever, also when undone or declined."""

    alert = models.ForeignKey(Alert, on_delete=models.CASCADE, related_name="dispositions")
    act = models.CharField(max_length=8, choices=Act.choices)
    standing = models.CharField(max_length=12, choices=Standing.choices)
    reason = models.CharField(max_length=32, blank=True)
    note = models.TextField(blank=True)
    by = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="dispositions")
    at = models.DateTimeField()
    second = models.ForeignKey(Officer, on_delete=models.PROTECT, null=True, related_name="seconded")
    second_at = models.DateTimeField(null=True)
    second_note = models.TextField(blank=True)

    class Meta:
        indexes = (models.Index(fields=["alert", "-at"]),)


class Note(models.Model):
    """A remark an officer left on an alert."""

    alert = models.ForeignKey(Alert, on_delete=models.CASCADE, related_name="notes")
    by = models.ForeignKey(Officer, on_delete=models.PROTECT)
    at = models.DateTimeField()
    text = models.TextField()


def clear(alert_id: int, officer: Officer, *, reason: str, note: str, version: int, at: datetime) -> Disposition:
    """Clear an alert: this is not the listed person. One officer's word; can be undone for ten seconds.

    A reason that tells the two apart is remembered for the next flight.
    version: of the alert the officer saw. Raises AlreadyDecided, NotPermitted, NotKnown.
    """
    officer.needs(Role.TARGETING, Role.SUPERVISOR)
    if reason not in ClearingReason.values:
        raise NotPermitted(_("Choose why this is not the listed person."))
    with transaction.atomic():
        alert = _held(alert_id, officer, version)
        decided = _decide(alert, AlertState.CLEARED, at=at)
        noted_act(officer, _purpose(alert), "cleared", alert.person_id, at=at)
        decision = decided.dispositions.create(
            act=Act.CLEAR, standing=Standing.EFFECTIVE, reason=ClearingReason(reason), note=note, by=officer, at=at
        )
        if reason in TELLS_APART:
            remember(alert, officer, reason=reason, at=at, disposition=decision.pk)
        return decision


def undo(disposition_id: int, officer: Officer, *, at: datetime) -> Alert:
    """Take back one's own decision within ten seconds; the alert stands on the desk again.

    Raises NotPermitted when it is somebody else's, or too late; AlreadyDecided once a second officer answered; NotKnown.
    """
    with transaction.atomic():
        decision = _decision(disposition_id, officer)
        if decision.by_id != officer.pk:
            raise NotPermitted(_("Only the officer who decided can undo it."))
        if decision.second is not None:
            raise AlreadyDecided(by=decision.second.shown_name, what=decision.standing)
        if decision.alert.state != _LEAVES.get(Standing(decision.standing)):
            raise NotPermitted(_("This decision no longer stands."))
        if at - decision.at > UNDO_FOR:
            raise NotPermitted(_("It can be undone for ten seconds only; open the alert and decide anew."))
        decision.standing = Standing.UNDONE
        decision.save(update_fields=["standing"])
        forget_undone(decision.pk, officer, at=at)
        noted_act(officer, _purpose(decision.alert), f"undone: {decision.act}", decision.alert.person_id, at=at)
        return _decide(decision.alert, stand_again(decision.alert), at=at)


def refer(alert_id: int, officer: Officer, *, note: str, version: int, at: datetime) -> Disposition:
    """Propose secondary inspection: takes effect when a second officer confirms.

    Raises AlreadyDecided, NotPermitted, NotKnown.
    """
    officer.needs(Role.TARGETING, Role.SUPERVISOR)
    with transaction.atomic():
        alert = _decide(_held(alert_id, officer, version), AlertState.REFERRED, at=at)
        noted_act(officer, _purpose(alert), "proposed referral", alert.person_id, at=at)
        return alert.dispositions.create(act=Act.REFER, standing=Standing.PROPOSED, note=note, by=officer, at=at)


def confirm(disposition_id: int, officer: Officer, *, note: str, at: datetime) -> Case:
    """The second officer's yes: the referral takes effect and a case opens.

    Raises AlreadyDecided, NotPermitted, NotKnown.
    """
    with transaction.atomic():
        decision = _second(disposition_id, officer, Standing.CONFIRMED, note, at=at)
        alert = _decide(decision.alert, AlertState.IN_CASE, at=at)
        noted_act(officer, _purpose(alert), "confirmed referral", alert.person_id, at=at)
        case = open_case(alert, decision.by, at=at)
        keep_for(case, at=at)
        return case


def decline(disposition_id: int, officer: Officer, *, note: str, at: datetime) -> Alert:
    """The second officer's no, with a reason: the alert stands open again.

    Raises AlreadyDecided, NotPermitted, NotKnown.
    """
    with transaction.atomic():
        decision = _second(disposition_id, officer, Standing.DECLINED, note, at=at)
        noted_act(officer, _purpose(decision.alert), "declined referral", decision.alert.person_id, at=at)
        return _decide(decision.alert, stand_again(decision.alert), at=at)


def assign(alert_id: int, officer: Officer, *, version: int, at: datetime) -> Alert:
    """Take an open alert, or give it back when it is already one's own. Raises AlreadyDecided, NotPermitted, NotKnown."""
    officer.needs(Role.TARGETING, Role.SUPERVISOR)
    with transaction.atomic():
        alert = _held(alert_id, officer, version)
        alert.assigned_to = None if alert.assigned_to_id == officer.pk else officer
        noted_act(officer, _purpose(alert), "assigned" if alert.assigned_to else "given back", alert.person_id, at=at)
        return _decide(alert, AlertState(alert.state), at=at)


def remark(alert_id: int, officer: Officer, *, text: str, at: datetime) -> Note:
    """Leave a note on an alert. Raises NotPermitted, NotKnown."""
    officer.needs(Role.TARGETING, Role.SUPERVISOR, Role.INVESTIGATOR)
    with transaction.atomic():
        alert = _locked(alert_id, officer)
        noted_act(officer, _purpose(alert), "noted", alert.person_id, at=at)
        return alert.notes.create(by=officer, at=at, text=text)


_LEAVES = {Standing.EFFECTIVE: AlertState.CLEARED, Standing.PROPOSED: AlertState.REFERRED}
"""In which state an alert is while a decision about it stands alone."""


def _purpose(alert: Alert) -> Purpose:
    return Purpose(Ground.TRIAGE, f"alert {alert.pk}")


def _locked(alert_id: int, officer: Officer) -> Alert:
    """The alert, locked, if the officer's organisation may know of it."""
    alert = visible(officer).select_for_update().filter(pk=alert_id).first()
    if alert is None:
        raise NotKnown(f"no alert {alert_id}")
    return alert


def _held(alert_id: int, officer: Officer, version: int) -> Alert:
    """The open alert, locked, unless somebody changed it since the officer saw it."""
    alert = _locked(alert_id, officer)
    if alert.state == AlertState.WITHDRAWN:
        raise AlreadyDecided(by=_("A newer message"), what=alert.state)
    if alert.state != AlertState.OPEN:
        last = alert.dispositions.select_related("by").order_by("-at", "-pk").first()
        raise AlreadyDecided(
            by=last.by.shown_name if last else _("A newer message"), what=last.act if last else alert.state
        )
    if alert.version != version:
        other = alert.assigned_to if alert.assigned_to_id != officer.pk else None
        raise AlreadyDecided(by=other.shown_name if other else _("A newer message"), what="changed")
    return alert


def _decide(alert: Alert, state: AlertState, *, at: datetime) -> Alert:
    alert.state, alert.changed_at = state, at
    alert.version += 1
    alert.save(update_fields=["state", "changed_at", "version", "assigned_to", "withdrawn_because"])
    announce(alert)
    return alert


def _decision(disposition_id: int, officer: Officer) -> Disposition:
    """The decision with its alert, which is locked: nothing else changes either of them until the caller has done."""
    alerts = Disposition.objects.filter(pk=disposition_id, alert__in=visible(officer)).values_list("alert", flat=True)
    alert_id = alerts.first()
    if alert_id is None:
        raise NotKnown(f"no decision {disposition_id}")
    alert = _locked(alert_id, officer)
    decision = Disposition.objects.select_related("by", "second").get(pk=disposition_id)
    decision.alert = alert
    return decision


def _second(disposition_id: int, officer: Officer, standing: Standing, note: str, *, at: datetime) -> Disposition:
    officer.needs(Role.SUPERVISOR)
    decision = _decision(disposition_id, officer)
    if decision.standing != Standing.PROPOSED:
        by = decision.second.shown_name if decision.second else decision.by.shown_name
        raise AlreadyDecided(by=by, what=decision.standing)
    if decision.by_id == officer.pk:
        raise NotPermitted(_("The second officer has to be somebody else."))
    decision.standing, decision.second, decision.second_at, decision.second_note = standing, officer, at, note
    decision.save()
    return decision
