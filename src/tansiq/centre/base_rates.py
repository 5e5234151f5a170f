"""How often alerts like this one turned out true: shown beside every score."""

from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

from django.db import connection

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
    rates: dict[tuple[str, int], BaseRate] = {}
    with connection.cursor() as cursor:
        cursor.execute("SELECT verdict, score, outcome, n FROM centre_settled()")
        for verdict, score, outcome, count in cursor.fetchall():
            key = band(verdict, score)
            before = rates.get(key, BaseRate(0, 0))
            rates[key] = BaseRate(before.settled + count, before.true + count * (outcome in TRUE_OUTCOMES))
    return rates


def band(verdict: str, score: float) -> tuple[str, int]:
    """Which alerts this one is like."""
    return verdict, min(int(score / BAND), round(1 / BAND) - 1)
