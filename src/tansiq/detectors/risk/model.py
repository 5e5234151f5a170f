"""The model: log odds that add up, so that each part's share of a score can be said."""

import hashlib
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from tansiq.detectors.risk.parts import Part
from tansiq.model.findings import Reason

INTERCEPT: Final = -3.2
"""Log odds of four in a hundred: what alerts are worth where nothing is known."""

CLIP: Final = 30.0


@dataclass(frozen=True, slots=True)
class Model:
    """Weights that were learned, by a part's key; a part without one has its prior. settled: alerts it learned from, 0 for none."""

    intercept: float = INTERCEPT
    weights: Mapping[str, float] = field(default_factory=dict)
    settled: int = 0

    @property
    def version(self) -> str:
        """Twelve hexadecimal digits that change with what the model says."""
        said = repr((round(self.intercept, 9), sorted((k, round(w, 9)) for k, w in self.weights.items())))
        return hashlib.sha256(said.encode()).hexdigest()[:12]

    @property
    def is_learned(self) -> bool:
        """Whether outcomes stand behind it: without them a score ranks, and is no probability."""
        return self.settled > 0

    def weight(self, part: Part) -> float:
        """The log odds that a part adds at its strength."""
        return self.weights.get(part.key, part.prior) * part.strength


SET_BY_HAND: Final = Model()


@dataclass(frozen=True, slots=True)
class Assessment:
    """A score with its parts. score: 0 to 1, the share of alerts like this one that turned out true once the model has learned.

    reasons, against: strongest first, weights in log odds.
    """

    score: float
    reasons: tuple[Reason, ...]
    against: tuple[Reason, ...]
    model: str
    is_learned: bool

    @property
    def of_100(self) -> int:
        """The score in a hundred."""
        return round(100 * self.score)


def assess(parts: Sequence[Part], model: Model = SET_BY_HAND) -> Assessment:
    """What the parts amount to by a model. The same parts give the same score in any order."""
    weighed = sorted(((model.weight(p), p) for p in parts), key=lambda w: (-abs(w[0]), w[1].key))
    said = [(weight, _reason(part, weight)) for weight, part in weighed]
    odds = model.intercept + math.fsum(weight for weight, _ in said)
    return Assessment(
        score=1 / (1 + math.exp(-max(-CLIP, min(CLIP, odds)))),
        reasons=tuple(reason for weight, reason in said if weight > 0),
        against=tuple(reason for weight, reason in said if weight < 0),
        model=model.version,
        is_learned=model.is_learned,
    )


def _reason(part: Part, weight: float) -> Reason:
    return Reason(f"risk.{part.key.split()[0]}", part.message, weight, left=part.left, right=part.right)
