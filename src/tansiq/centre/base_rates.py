"""How often alerts like this one turned out true: shown beside every score."""

from bisect import bisect
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

from django.db import connection

from tansiq.centre.cases import TRUE_OUTCOMES

ENOUGH = 20
"""Fewer settled alerts than this say nothing yet."""

COUNTED_EVERY_S = 60

BANDS = (0.02, 0.04, 0.08, 0.15, 0.3, 0.5, 0.7, 0.85)
"""Alerts are alike when their risks lie between the same two of these and their verdicts agree."""


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
    """The rate of each verdict and band of risk, from every settled alert; counted once a minute."""
    return _base_rates(int(at.timestamp()) // COUNTED_EVERY_S)


@lru_cache(maxsize=1)
def _base_rates(_period: int) -> dict[tuple[str, int], BaseRate]:
    rates: dict[tuple[str, int], BaseRate] = {}
    with connection.cursor() as cursor:
        cursor.execute("SELECT verdict, risk, outcome, n FROM centre_settled()")
        for verdict, risk, outcome, count in cursor.fetchall():
            key = band(verdict, risk)
            before = rates.get(key, BaseRate(0, 0))
            rates[key] = BaseRate(before.settled + count, before.true + count * (outcome in TRUE_OUTCOMES))
    return rates


def band(verdict: str, risk: float) -> tuple[str, int]:
    """Which alerts this one is like."""
    return verdict, bisect(BANDS, risk)
