"""The model that weighs an alert's parts: proposed by the machine from what alerts turned out to be, put into force by people."""

from datetime import datetime, timedelta

from django.db import models, transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from tansiq.centre.alerts import Alert, AlertState
from tansiq.centre.audit import noted_act
from tansiq.centre.cases import TRUE_OUTCOMES, Outcome
from tansiq.centre.people import Officer, Role
from tansiq.detectors.risk import SET_BY_HAND, Assessment, Model, assess
from tansiq.detectors.risk.outcomes import Settled
from tansiq.handling.purpose import Ground, Purpose
from tansiq.model.errors import AlreadyDecided, NotPermitted

LEARN_FROM = timedelta(days=2 * 365)
"""Older outcomes say little of how people smuggle today."""

UNDOABLE = timedelta(minutes=1)
"""A clearing this young may still be taken back."""


class Standing(models.TextChoices):
    """Where a model stands. At most one is in force; none means the weights that were set by hand."""

    PROPOSED = "proposed"
    IN_FORCE = "in_force"
    DECLINED = "declined"
    REPLACED = "replaced"


class RiskModel(models.Model):
    """One model. digest: `Model.version`. reliability: how its like held on later alerts, as `Reliability` has it.

    settled: alerts it learned from. by: who decided about it.
    """

    digest = models.CharField(max_length=12)
    intercept = models.FloatField()
    weights = models.JSONField()
    settled = models.IntegerField()
    reliability = models.JSONField()
    standing = models.CharField(max_length=10, choices=Standing.choices, default=Standing.PROPOSED)
    learned_at = models.DateTimeField()
    by = models.ForeignKey(Officer, on_delete=models.PROTECT, null=True, related_name="models_decided")
    decided_at = models.DateTimeField(null=True)
    note = models.TextField(blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["standing"], condition=Q(standing="in_force"), name="one_risk_model_in_force"
            ),
        )

    def value(self) -> Model:
        """The model as the detector takes it."""
        return Model(self.intercept, self.weights, self.settled)


def model_in_force() -> Model:
    """The model that people put into force, or the weights that were set by hand."""
    found = RiskModel.objects.filter(standing=Standing.IN_FORCE).first()
    return SET_BY_HAND if found is None else found.value()


def settled_alerts(*, at: datetime) -> list[Settled]:
    """The alerts whose end is known, with the parts of their risk as these were, oldest end first.

    An alert that was cleared, or whose case found nothing, was not true. Who did not arrive says nothing.
    """
    found = _ended(at).select_related("case")
    known = [(a.case.closed_at if _has_case(a) else a.changed_at, a) for a in found.iterator(chunk_size=2000)]
    known.sort(key=lambda pair: (pair[0], pair[1].pk))
    return [Settled(a.risk_parts(), is_true=_has_case(a) and a.case.outcome in TRUE_OUTCOMES) for _at, a in known]


def count_settled(*, at: datetime) -> int:
    """How many alerts `settled_alerts` gives."""
    return _ended(at).count()


def _ended(at: datetime) -> QuerySet[Alert]:
    since = at - LEARN_FROM
    cleared = Q(state=AlertState.CLEARED, changed_at__gte=since, changed_at__lte=at - UNDOABLE)
    closed = Q(case__closed_at__gte=since, case__closed_at__lte=at)
    return Alert.objects.filter(cleared | closed).exclude(case__outcome=Outcome.DID_NOT_ARRIVE)


def assessment_of(alert: Alert) -> Assessment:
    """What an alert's parts amount to, by the model that weighed them, or by the one in force where that is gone."""
    found = RiskModel.objects.filter(digest=alert.risk_model).order_by("-pk").first()
    is_by_hand = alert.risk_model in {"", SET_BY_HAND.version}
    model = found.value() if found else SET_BY_HAND if is_by_hand else model_in_force()
    return assess(alert.risk_parts(), model)


def put_in_force(model_id: int, officer: Officer, *, note: str, at: datetime) -> RiskModel:
    """Have a proposed model weigh alerts from now on. It orders the queue and opens nothing by itself.

    Raises NotPermitted, also where its scores held no better than the base rate; AlreadyDecided.
    """
    with transaction.atomic():
        made = _proposed(model_id, officer)
        if made.reliability["brier"] >= made.reliability["of_base"]:
            raise NotPermitted(_("On later alerts this model said no more than the base rate. It cannot be used."))
        RiskModel.objects.filter(standing=Standing.IN_FORCE).update(standing=Standing.REPLACED)
        return _decide(made, Standing.IN_FORCE, officer, note=note, at=at)


def decline(model_id: int, officer: Officer, *, note: str, at: datetime) -> RiskModel:
    """Set a proposed model aside. Raises NotPermitted, AlreadyDecided."""
    with transaction.atomic():
        return _decide(_proposed(model_id, officer), Standing.DECLINED, officer, note=note, at=at)


def _has_case(alert: Alert) -> bool:
    return hasattr(alert, "case")


def _proposed(model_id: int, officer: Officer) -> RiskModel:
    officer.needs(Role.SUPERVISOR)
    made = RiskModel.objects.select_for_update(of=("self",)).select_related("by").get(pk=model_id)
    if made.standing != Standing.PROPOSED:
        by = made.by.shown_name if made.by else _("A newer model")
        raise AlreadyDecided(by=by, what=made.standing)
    return made


def _decide(made: RiskModel, standing: Standing, officer: Officer, *, note: str, at: datetime) -> RiskModel:
    made.standing, made.by, made.decided_at, made.note = standing, officer, at, note.strip()
    made.save(update_fields=["standing", "by", "decided_at", "note"])
    purpose = Purpose(Ground.MAINTENANCE, f"risk model {made.digest}")
    noted_act(officer, purpose, f"risk model {standing}", None, at=at)
    return made
