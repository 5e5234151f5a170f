"""What became of the travellers that rules held up: the precision of each version, scored back from decisions and cases."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import connection

from tansiq.centre.alerts import AlertState
from tansiq.centre.cases import TRUE_OUTCOMES
from tansiq.detectors.rules.screen import DETECTOR
from tansiq.model.shares import wilson

LATELY = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Scored:
    """What became of alerts with a finding of one version.

    hits: alerts; lately: of the last seven days. cleared: by an officer. referred: sent to inspection. found, nothing: how
    the inspection ended, where it did; an inspection that never took place is neither.
    """

    hits: int = 0
    lately: int = 0
    cleared: int = 0
    referred: int = 0
    found: int = 0
    nothing: int = 0

    @property
    def settled(self) -> int:
        """Alerts of which it is known whether the rule was right."""
        return self.cleared + self.found + self.nothing

    @property
    def precision(self) -> float | None:
        """Share of the settled ones that led to a finding, None before the first."""
        return self.found / self.settled if self.settled else None

    @property
    def interval(self) -> tuple[float, float] | None:
        """Wilson's interval of the precision at 95 %, None before the first."""
        return wilson(self.found, self.settled) if self.settled else None

    @property
    def low(self) -> float:
        """Where the interval begins, in per cent; 0 before the first."""
        return 100 * self.interval[0] if self.interval else 0.0

    @property
    def high(self) -> float:
        """Where the interval ends, in per cent; 100 before the first."""
        return 100 * self.interval[1] if self.interval else 100.0


def rule_outcomes(*, at: datetime) -> Mapping[str, Scored]:
    """By `RuleVersion.about`, from every alert there is: numbers, no names, and the same for everybody."""
    found: defaultdict[str, Scored] = defaultdict(Scored)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT about, state, outcome, hits, lately FROM centre_rule_outcomes(%s, %s)", [DETECTOR, at - LATELY]
        )
        for about, state, outcome, hits, lately in cursor.fetchall():
            found[about] = _plus(found[about], state, outcome, hits, lately)
    return dict(found)


def _plus(before: Scored, state: str, outcome: str, hits: int, lately: int) -> Scored:
    is_found = outcome in TRUE_OUTCOMES
    is_nothing = outcome in _NOTHING
    return Scored(
        hits=before.hits + hits,
        lately=before.lately + lately,
        cleared=before.cleared + hits * (state == AlertState.CLEARED),
        referred=before.referred + hits * (state == AlertState.IN_CASE),
        found=before.found + hits * is_found,
        nothing=before.nothing + hits * is_nothing,
    )


_NOTHING = frozenset({"nothing_found", "wrong_person"})
"""Outcomes that say the rule was not right."""
