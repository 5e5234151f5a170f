"""The parts that a score is made of: what lists, rules and anomalies say of one traveller on one flight."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from tansiq.detectors.names.screen import DETECTOR as NAMES
from tansiq.detectors.risk import messages
from tansiq.detectors.risk.anomalies import ANOMALIES
from tansiq.detectors.rules import Row
from tansiq.detectors.rules.screen import DETECTOR as RULES
from tansiq.model.findings import Finding, Verdict

LISTED: Final = {Verdict.MATCH: (2.5, messages.MATCHES), Verdict.POSSIBLE: (1.0, messages.RESEMBLES)}
"""Log odds and sentence of a hit on a list, by its verdict."""

RULE_WEIGHT: Final = 3.0
"""Log odds of a rule whose author gave it the whole weight."""


@dataclass(frozen=True, slots=True)
class Part:
    """One thing that speaks for or against.

    key: what its weight is learned by ("names.match", "rule courier@1f…", "anomaly late_cash"). strength: over 0 to 1.
    prior: log odds of full strength before anything was learned. message, left, right: the reason's sentence.
    """

    key: str
    strength: float
    prior: float
    message: str
    left: str = ""
    right: str = ""


def parts_of(row: Row, findings: Iterable[Finding]) -> tuple[Part, ...]:
    """The parts: the best list hit, every rule that is true, and of each family of anomalies the strongest."""
    found = list(findings)
    return (*_listed(found), *_ruled(found), *_anomalies(row))


def _listed(findings: Iterable[Finding]) -> Iterator[Part]:
    hits = [f for f in findings if f.detector == NAMES and f.verdict in LISTED]
    if hits:
        best = max(hits, key=lambda f: (LISTED[f.verdict][0], f.score))
        yield Part(f"names.{best.verdict}", best.score, *LISTED[best.verdict])


def _ruled(findings: Iterable[Finding]) -> Iterator[Part]:
    for finding in findings:
        if finding.detector == RULES:
            purpose = finding.reasons[0].right if finding.reasons else ""
            name = finding.about.partition("@")[0]
            yield Part(f"rule {finding.about}", 1.0, RULE_WEIGHT * finding.score, messages.RULE, name, purpose)


def _anomalies(row: Row) -> Iterator[Part]:
    strongest: dict[str, Part] = {}
    for one in ANOMALIES:
        strength, seen = one.strength(row)
        if strength <= 0:
            continue
        part = Part(f"anomaly {one.key}", strength, one.weight, one.message, seen)
        known = strongest.get(one.family)
        if known is None or abs(part.prior * strength) > abs(known.prior * known.strength):
            strongest[one.family] = part
    yield from strongest.values()
