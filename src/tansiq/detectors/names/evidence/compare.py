"""Two subjects compared: the sum of weighed reasons, as a score, a verdict and sentences."""

from collections.abc import Iterator
from math import exp, log, log1p
from typing import NamedTuple

from tansiq.detectors.names import messages, weights
from tansiq.detectors.names.evidence.alignment import NOTHING, Fit, Loss, fit
from tansiq.detectors.names.evidence.contenders import contenders
from tansiq.detectors.names.evidence.prepare import Prepared, prepare
from tansiq.detectors.names.evidence.reasons import evidence
from tansiq.detectors.names.words.parts import Name
from tansiq.model.findings import Comparison, Reason
from tansiq.model.subjects import Subject

_LOSS_MESSAGES = {
    "unsure": messages.PART_UNSURE,
    "differs": messages.PART_DIFFERS,
    "surplus": messages.PART_SURPLUS,
    "order": messages.PART_ORDER,
}
_WORTH_TELLING = 0.005
_TELLING = frozenset({"name", "initial"})
_OFTEN_ADDED = "muhammad"
"""Stands before a man's name in one record and not in the next."""


class NameEvidence(NamedTuple):
    """The best pair of names of two subjects. alone: log odds of the fit alone; capped: after how common the name is."""

    left: Name | None
    right: Name | None
    fit: Fit
    alone: float
    capped: float
    weak: bool = False

    @property
    def weight(self) -> float:
        """Log odds of the names."""
        return self.capped + (weights.WEAK_NAME if self.weak else 0.0)


NO_NAMES = NameEvidence(None, None, NOTHING, weights.NAME_LEAST, weights.NAME_LEAST)


def match(left: Subject, right: Subject) -> Comparison:
    """Compare two subjects. Symmetric in score and verdict. Never raises for any text."""
    return compare(prepare(left), prepare(right))


def compare(left: Prepared, right: Prepared) -> Comparison:
    """Compare two prepared subjects, with every reason in words, strongest first."""
    names = best_names(left, right)
    beside = [*_crowd(names, left, right), *evidence(left, right)]
    reasons = [*_name_reasons(names), *beside]
    score = _logistic(names.weight + sum(reason.weight for reason in beside))
    return Comparison(
        score,
        weights.verdict_of(score),
        tuple(sorted((reason for reason in reasons if reason.weight > 0), key=lambda reason: -reason.weight)),
        tuple(sorted((reason for reason in reasons if reason.weight <= 0), key=lambda reason: reason.weight)),
    )


def score_of(left: Prepared, right: Prepared, names: NameEvidence | None = None) -> float:
    """The score of `compare` without its sentences. names: their evidence, where it is already known."""
    names = names or best_names(left, right)
    beside = (*_crowd(names, left, right), *evidence(left, right))
    return _logistic(names.weight + sum(reason.weight for reason in beside))


def best_names(left: Prepared, right: Prepared) -> NameEvidence:
    """The pair of names that says most, weak names counted as such."""
    best, place = NO_NAMES, (0, 0)
    ours, theirs = (*left.names, *left.weak), (*right.names, *right.weak)
    for most, i, j in contenders(ours, theirs):
        weak = i >= len(left.names) or j >= len(right.names)
        if best.left is not None and _alone(most) + weights.WEAK_NAME * weak <= best.weight:
            continue
        found = name_evidence(ours[i], theirs[j], weak=weak)
        if best.left is None or (found.weight, place) > (best.weight, (i, j)):
            best, place = found, (i, j)
    return best


def _alone(value: float) -> float:
    """Log odds of a fit of so much, however common the name is."""
    return max(weights.NAME_LEAST, weights.NAME_SLOPE * (value - weights.NAME_ZERO))


def name_evidence(left: Name, right: Name, *, weak: bool = False) -> NameEvidence:
    """What one pair of names says."""
    found = NOTHING if _says_less(left, right) or _says_less(right, left) else fit(left, right)
    alone = _alone(found.value)
    most = weights.COMMON_BASE + weights.COMMON_SLOPE * found.bits
    return NameEvidence(left, right, found, alone, max(weights.NAME_LEAST, _lesser(alone, most)), weak)


def _says_less(short: Name, other: Name) -> bool:
    """Whether a name only repeats part of a fuller one, which is the one to compare with a name of more parts."""
    return short.partial and sum(part.kind in _TELLING and part.form != _OFTEN_ADDED for part in other.parts) > 1


def crowd(names: NameEvidence, among: int) -> float:
    """Natural log of how many of a list of so many entries carry by chance what agrees of a name; 0 for one or fewer."""
    if among <= 1 or names.alone <= weights.NAME_LEAST:
        return 0.0
    return max(0.0, log(min(among, weights.CROWD_MOST)) - names.fit.bits * log(2))


def _crowd(names: NameEvidence, left: Prepared, right: Prepared) -> Iterator[Reason]:
    """How many of a list carry the name by chance. Where only names are asked for, the score stays one of names."""
    among = max(left.among, right.among)
    bearers = crowd(names, among) if left.is_described or right.is_described else 0.0
    if names.left and names.right and bearers > _WORTH_TELLING:
        values = {"entries": str(among), "bearers": f"{exp(bearers):.0f}"}
        weight = weights.of("name.crowd") * bearers
        yield Reason("name.crowd", messages.NAME_CROWD, weight, names.left.text, names.right.text, values)


def _lesser(one: float, other: float) -> float:
    """A smooth minimum: less than both, and rising with both."""
    return min(one, other) - log1p(exp(-abs(one - other)))


def _logistic(log_odds: float) -> float:
    return 1 / (1 + exp(-log_odds))


def _name_reasons(names: NameEvidence) -> list[Reason]:
    if names.left is None or names.right is None:
        return [Reason("name", messages.NAME_MISSING, names.alone)]
    left, right = names.left.text, names.right.text
    whole = weights.NAME_SLOPE * (1 - weights.NAME_ZERO)
    if names.alone <= weights.NAME_LEAST:
        reasons = [Reason("name.full", messages.NAME_DIFFERS, names.alone, left, right)]
    else:
        message = messages.NAME_SAME if not names.fit.losses and left == right else messages.NAME_ALIKE
        reasons = [Reason("name.full", message, whole, left, right)]
        reasons += [_loss_reason(loss, names.fit) for loss in names.fit.losses]
    if names.capped - names.alone < -_WORTH_TELLING:
        reasons.append(Reason("name.common", messages.NAME_COMMON, names.capped - names.alone, left, right))
    if names.weak:
        reasons.append(Reason("name.weak", messages.NAME_WEAK, weights.WEAK_NAME, left, right))
    return reasons


def _loss_reason(loss: Loss, found: Fit) -> Reason:
    weight = -weights.NAME_SLOPE * loss.weight / found.whole
    left, right = (" ".join(part.shown for part in parts) for parts in (loss.left, loss.right))
    if found.turned:
        left, right = right, left
    if loss.kind == "surplus":
        left, right = left or right, right or left
    return Reason(f"name.{loss.kind}", _LOSS_MESSAGES[loss.kind], weight, left, right)
