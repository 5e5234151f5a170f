"""What alerts turned out to be, and how scores hold on them."""

from dataclasses import dataclass
from typing import Final

from tansiq.detectors.risk.parts import Part

LEAST_SETTLED: Final = 60
LEAST_TRUE: Final = 5
"""Fewer outcomes than these teach nothing that would stand."""


@dataclass(frozen=True, slots=True)
class Settled:
    """An alert whose end is known: its parts as they were, and whether it was true."""

    parts: tuple[Part, ...]
    is_true: bool


@dataclass(frozen=True, slots=True)
class Bin:
    """Alerts of like scores: how many, their mean score, and the share that was true with its 95 % interval (Wilson)."""

    alerts: int
    score: float
    true: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Reliability:
    """How scores hold on alerts that the weights were not learned from.

    brier: mean squared distance of score and outcome; of_base: that of the base rate alone. ece: mean distance of score and
    share true over the bins, weighed by their alerts.
    """

    alerts: int
    true: int
    brier: float
    of_base: float
    ece: float
    bins: tuple[Bin, ...]

    @property
    def is_better_than_the_base_rate(self) -> bool:
        """Whether the scores say more than that all alerts are alike."""
        return self.brier < self.of_base
