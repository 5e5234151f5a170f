"""How often alerts like this one turned out true: shown beside every score."""

from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

from tansiq.centre.alerts import Alert, AlertState
from tansiq.centre.cases import TRUE_OUTCOMES

ENOUGH = 20
"""Fewer settled alerts than this say nothing yet."""

COUNTED_EVERY_S = 60

BAND = 0.1
"""Alerts are alike when their scores lie in the same tenth and their verdicts agree."""


@dataclass(frozen=True, slots=True)
class BaseRate:
    """Of `settled` alerts like this, `true` led to a finding."""

    settled: int
    true: int

    @property
    def of_100(self) -> int | None:
        """True ones of a hundred, None while there are too few to say."""
        return round(100 * self.true / self.settled) if self.settled >= ENOUGH else None


def base_rates(*, at: datetime) -> dict[tuple[str, int], BaseRate]:
    """The rate of each verdict and score band, from every settled alert; counted once a minute."""
    return _base_rates(int(at.timestamp()) // COUNTED_EVERY_S)


@lru_cache(maxsize=1)
def _base_rates(_period: int) -> dict[tuple[str, int], BaseRate]:
    settled: dict[tuple[str, int], list[bool]] = {}
    rows = Alert.objects.filter(state__in=[AlertState.CLEARED, AlertState.IN_CASE]).values_list(
        "verdict", "score", "state", "case__outcome"
    )
    for verdict, score, state, outcome in rows.iterator():
        if state == AlertState.CLEARED or outcome:
            settled.setdefault(band(verdict, score), []).append(outcome in TRUE_OUTCOMES)
    return {key: BaseRate(len(ends), sum(ends)) for key, ends in settled.items()}


def band(verdict: str, score: float) -> tuple[str, int]:
    """Which alerts this one is like."""
    return verdict, min(int(score / BAND), round(1 / BAND) - 1)
