"""A rule: an expression with its purpose, its author and the day on which it ends."""

import hashlib
from dataclasses import dataclass
from datetime import date

from tansiq.detectors.rules.rendering import render
from tansiq.detectors.rules.tree import Node


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule as its file says it. Whether it may be used is decided by people, and not here.

    name: lower case, parts joined by "-". weight: over 0 to 1, what a hit counts for. review_on: by when somebody has to
    look at it again; expires_on: the first day on which it no longer holds, for there is no rule without an end.
    true_cases: keys of cases that it ought to hold up.
    """

    name: str
    purpose: str
    author: str
    node: Node
    weight: float
    review_on: date
    expires_on: date
    true_cases: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        """The expression's canonical text."""
        return render(self.node)

    @property
    def version(self) -> str:
        """Twelve hexadecimal digits that change with what the rule asks, and with nothing else."""
        return hashlib.sha256(self.text.encode()).hexdigest()[:12]


def is_in_force(rule: Rule, *, on: date) -> bool:
    """Whether the rule has not expired on a day."""
    return on < rule.expires_on
