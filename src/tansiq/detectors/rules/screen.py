"""Findings from asking one traveller's rules."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final

from tansiq.detectors.rules import messages
from tansiq.detectors.rules.clauses import Clause, Explanation, Outcome, explainer
from tansiq.detectors.rules.kinds import Row
from tansiq.detectors.rules.row import Condition, compiled
from tansiq.detectors.rules.rule import Rule, is_in_force
from tansiq.model.findings import Finding, Reason, Verdict

DETECTOR: Final = "rules.screen"
VERSION: Final = "1"


@dataclass(frozen=True, slots=True)
class ReadyRule:
    """A rule compiled for travellers one at a time."""

    rule: Rule
    holds: Condition
    explain: Callable[[Row], Explanation]


def ready(rules: Iterable[Rule], *, on: date) -> tuple[ReadyRule, ...]:
    """The rules that have not expired on a day, compiled, in order."""
    return tuple(ReadyRule(r, compiled(r.node), explainer(r.node)) for r in rules if is_in_force(r, on=on))


def findings(row: Row, *, rules: Iterable[ReadyRule], subject_key: str, evidence: tuple[int, ...]) -> Iterator[Finding]:
    """A finding for each rule that is true of the traveller, in the order of the rules; unknown is no hit.

    The finding's subject is subject_key; about is the rule's name and version, so that another wording is another finding.
    evidence: ledger positions of the observations that the row was made from.
    """
    for one in rules:
        if one.holds(row):
            yield _finding(one.rule, one.explain(row), subject_key, evidence)


def _finding(rule: Rule, explanation: Explanation, subject_key: str, evidence: tuple[int, ...]) -> Finding:
    met = [clause for clause in explanation.clauses if clause.outcome is Outcome.TRUE]
    unmet = [clause for clause in explanation.clauses if clause.outcome is not Outcome.TRUE]
    return Finding(
        detector=DETECTOR,
        version=VERSION,
        subject=subject_key,
        score=rule.weight,
        verdict=Verdict.MATCH,
        reasons=(
            Reason("rules.purpose", messages.PURPOSE, rule.weight, left=rule.name, right=rule.purpose),
            *(_reason(clause, rule.weight / len(met)) for clause in met),
        ),
        against=tuple(_reason(clause, 0.0) for clause in unmet),
        about=f"{rule.name}@{rule.version}",
        evidence=evidence,
    )


_MESSAGES: Final = {
    Outcome.TRUE: (messages.HOLDS, messages.HOLDS_SEEN),
    Outcome.FALSE: (messages.HOLDS_NOT, messages.HOLDS_NOT_SEEN),
    Outcome.UNKNOWN: (messages.UNKNOWN, messages.UNKNOWN_SEEN),
}
"""What is said of a clause, and what is said where the values seen say more than the clause itself."""


def _reason(clause: Clause, weight: float) -> Reason:
    says_more = [name for name, _ in clause.values] != [clause.text]
    return Reason(
        f"rules.clause.{clause.outcome}",
        _MESSAGES[clause.outcome][says_more],
        weight,
        left=clause.text,
        right=clause.seen,
    )
