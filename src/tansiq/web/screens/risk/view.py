"""The model that weighs what is known of a traveller: the one in force, the one that is proposed, and how well it holds."""

from collections.abc import Callable
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from tansiq.centre import risk
from tansiq.centre.people import Officer, Role
from tansiq.centre.risk import RiskModel, Standing
from tansiq.detectors.risk import ANOMALIES, Model
from tansiq.detectors.risk.outcomes import LEAST_SETTLED, LEAST_TRUE
from tansiq.web.sign import signed_in

READS = (Role.TARGETING, Role.SUPERVISOR, Role.INVESTIGATOR, Role.DATA_PROTECTION)
MOST_MODELS = 20
ACTS: dict[str, Callable[..., RiskModel]] = {"use": risk.put_in_force, "decline": risk.decline}
_ANOMALIES = {f"anomaly {one.key}": one for one in ANOMALIES}
_FULL = 100


@dataclass(frozen=True, slots=True)
class Weight:
    """One part and what it is worth, in log odds, by the model in force and by the proposed one. message: its sentence.

    rule: the rule's name, where it is one.
    """

    key: str
    message: str
    rule: str
    now: float
    then: float | None

    @property
    def moved(self) -> float:
        """How far the proposal moves it."""
        return abs((self.now if self.then is None else self.then) - self.now)


@dataclass(frozen=True, slots=True)
class Held:
    """Alerts of like scores, in per cent: what was said, what turned out true, and between which shares that lies."""

    alerts: int
    said: float
    true: float
    low: float
    width: float

    @classmethod
    def of(cls, kept: dict[str, float]) -> "Held":
        """A bin as a model keeps it."""
        low, high = _FULL * kept["low"], _FULL * kept["high"]
        return cls(int(kept["alerts"]), _FULL * kept["score"], _FULL * kept["true"], low, high - low)


@dataclass(frozen=True, slots=True)
class Page:
    """What the page shows. proposed: the model that waits for a decision, None for none."""

    in_force: Model
    proposed: RiskModel | None
    held: list[Held]
    weights: list[Weight]
    past: list[RiskModel]
    settled: int
    may_decide: bool

    @property
    def is_better(self) -> bool:
        """Whether the proposal held better than the base rate alone."""
        return self.proposed is not None and self.proposed.reliability["brier"] < self.proposed.reliability["of_base"]


@require_safe
def show(request: HttpRequest) -> HttpResponse:
    """Show the model. It names nobody."""
    officer = signed_in(request)
    officer.needs(*READS)
    shown = {"page": page_of(officer), "least": LEAST_SETTLED, "least_true": LEAST_TRUE}
    return render(request, "risk/risk.html", shown)


@require_POST
def decide(request: HttpRequest, model_id: int, act: str) -> HttpResponse:
    """Put a proposed model into force, or set it aside."""
    officer = signed_in(request)
    ACTS[act](model_id, officer, note=request.POST.get("note", "")[:2000], at=timezone.now())
    return redirect("risk")


def page_of(officer: Officer) -> Page:
    """What stands, and what is proposed."""
    proposed = RiskModel.objects.filter(standing=Standing.PROPOSED).order_by("-pk").first()
    in_force = risk.model_in_force()
    return Page(
        in_force=in_force,
        proposed=proposed,
        held=[Held.of(kept) for kept in proposed.reliability["bins"]] if proposed else [],
        weights=_weights(in_force, proposed),
        past=list(
            RiskModel.objects.exclude(standing=Standing.PROPOSED).select_related("by").order_by("-pk")[:MOST_MODELS]
        ),
        settled=proposed.settled if proposed else risk.count_settled(at=timezone.now()),
        may_decide=officer.has_role(Role.SUPERVISOR),
    )


def _weights(in_force: Model, proposed: RiskModel | None) -> list[Weight]:
    """Every part that has a weight: the anomalies always, list hits and rules once they were learned; greatest moves first."""
    then = proposed.weights if proposed else {}
    keys = dict.fromkeys([*then, *in_force.weights, *_ANOMALIES])
    found = [_weight(key, in_force, then.get(key)) for key in keys]
    return sorted(found, key=lambda w: (-w.moved, -abs(w.now), w.key))


def _weight(key: str, in_force: Model, then: float | None) -> Weight:
    anomaly = _ANOMALIES.get(key)
    prior = anomaly.weight if anomaly else 0.0
    rule = key.removeprefix("rule ").partition("@")[0] if key.startswith("rule ") else ""
    message = anomaly.message.format(left="…") if anomaly else ""
    return Weight(key, message, rule, in_force.weights.get(key, prior), then)
