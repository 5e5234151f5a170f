"""Learning the weights from what alerts turned out to be: a logistic regression that starts from what was set by hand.

Each weight has a normal prior around its hand-set value, so that few outcomes move it little and many make it their own (MacKay,
Information Theory, Inference, and Learning Algorithms, chapter 41: maximum a posteriori). Newton's method; convex, so the
answer is one. The last fifth in time is kept aside to see how the scores of the first four fifths hold.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from tansiq.detectors.risk.model import INTERCEPT, Model, assess
from tansiq.detectors.risk.outcomes import LEAST_SETTLED, LEAST_TRUE, Bin, Reliability, Settled
from tansiq.model.shares import wilson

BINS: Final = 10
_SPREAD: Final = 1.0
_SPREAD_INTERCEPT: Final = 2.0
_STEPS: Final = 50
_CLOSE: Final = 1e-10
_HELD_OUT: Final = 0.2

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Fit:
    """A model learned from all outcomes, and how one learned from the earlier ones held on the later ones."""

    model: Model
    reliability: Reliability


def fit(settled: Sequence[Settled]) -> Fit | None:
    """Learn from alerts in the order they were settled, oldest first. None where too few are known, or are true."""
    if not _are_enough(settled):
        return None
    kept = int(len(settled) * (1 - _HELD_OUT))
    earlier, later = settled[:kept], settled[kept:]
    return Fit(_learned(settled), reliability(_learned(earlier), later))


def reliability(model: Model, settled: Sequence[Settled]) -> Reliability:
    """How a model's scores hold on alerts whose end is known; at least one."""
    scores = np.array([assess(s.parts, model).score for s in settled])
    true = np.array([s.is_true for s in settled], dtype=np.float64)
    order = np.argsort(scores, kind="stable")
    bins = tuple(_bin(scores[part], true[part]) for part in np.array_split(order, BINS) if len(part))
    return Reliability(
        alerts=len(settled),
        true=int(true.sum()),
        brier=float(np.mean((scores - true) ** 2)),
        of_base=float(np.mean((true.mean() - true) ** 2)),
        ece=sum(b.alerts * abs(b.score - b.true) for b in bins) / len(settled),
        bins=bins,
    )


def _are_enough(settled: Sequence[Settled]) -> bool:
    return len(settled) >= LEAST_SETTLED and LEAST_TRUE <= sum(s.is_true for s in settled) < len(settled)


def _learned(settled: Sequence[Settled]) -> Model:
    priors = {p.key: p.prior for s in settled for p in s.parts}
    columns = {key: n for n, key in enumerate(priors, start=1)}
    strengths = np.zeros((len(settled), len(columns) + 1))
    strengths[:, 0] = 1.0
    for row, one in enumerate(settled):
        for part in one.parts:
            strengths[row, columns[part.key]] = part.strength
    true = np.array([s.is_true for s in settled], dtype=np.float64)
    start = np.array([INTERCEPT, *priors.values()])
    spread = np.array([_SPREAD_INTERCEPT, *[_SPREAD] * len(columns)])
    weights = _most_probable(strengths, true, start, spread)
    return Model(float(weights[0]), {key: float(weights[n]) for key, n in columns.items()}, len(settled))


def _most_probable(strengths: Floats, true: Floats, start: Floats, spread: Floats) -> Floats:
    """The maximum of the posterior, by Newton's method with halved steps where a whole one would go too far."""
    weights, held = start.copy(), 1 / spread**2
    for _ in range(_STEPS):
        chance = 1 / (1 + np.exp(-np.clip(strengths @ weights, -30, 30)))
        slope = strengths.T @ (chance - true) + held * (weights - start)
        curve = (strengths.T * (chance * (1 - chance))) @ strengths + np.diag(held)
        step = np.linalg.solve(curve, slope)
        size, cost = 1.0, _cost(weights, strengths, true, start, held)
        while size > _CLOSE and _cost(weights - size * step, strengths, true, start, held) > cost:
            size /= 2
        weights = weights - size * step
        if float(np.abs(size * step).max()) < _CLOSE:
            break
    return weights


def _cost(weights: Floats, strengths: Floats, true: Floats, start: Floats, held: Floats) -> float:
    odds = strengths @ weights
    loss = np.logaddexp(0.0, odds) - true * odds
    return float(loss.sum() + 0.5 * (held * (weights - start) ** 2).sum())


def _bin(scores: Floats, true: Floats) -> Bin:
    number, share = len(scores), float(true.mean())
    return Bin(number, float(scores.mean()), share, *wilson(round(share * number), number))
