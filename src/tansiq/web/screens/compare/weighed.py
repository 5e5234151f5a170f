"""A comparison drawn: each piece of evidence as a bar, their sum, and the score on its scale."""

from dataclasses import dataclass
from math import log
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from tansiq.detectors.names import match
from tansiq.detectors.names.weights import MATCH_FROM, POSSIBLE_FROM
from tansiq.model.findings import Comparison, Reason, Verdict
from tansiq.model.subjects import IdentityDocument, Subject

HALF: Final = 100
"""Length of the longest bar; the middle of a drawing, where nothing is said for or against, lies at it."""
SHORTEST_SCALE: Final = 4.0
"""Weight that fills half of a drawing at least, so that little evidence looks little."""
SCALE: Final = 1000
MARK: Final = 6
_WORTH_TELLING: Final = 0.05
_SUREST: Final = 1e-9
_LEAST: Final = 0.001
"""A score is never shown as certainty."""

FIELDS: Final[tuple[tuple[str | Promise, str, bool], ...]] = (
    (_("Names"), "names", False),
    (_("Weak names"), "weak_names", False),
    (_("Father's name"), "father_names", False),
    (_("Birth date"), "birth_dates", True),
    (_("Birth place"), "birth_places", False),
    (_("Document"), "documents", True),
    (_("Nationality"), "nationalities", True),
    (_("Sex"), "sex", True),
)
"""Parts of a subject as they are laid side by side: label, attribute, whether it is a code."""


@dataclass(frozen=True, slots=True)
class Bar:
    """A piece of evidence. start, length: of its bar, in a drawing of twice `HALF`, from the side that speaks against."""

    reason: Reason
    start: int
    length: int

    @property
    def is_for(self) -> bool:
        """Whether it speaks for one person."""
        return self.reason.weight > 0


@dataclass(frozen=True, slots=True)
class Weighed:
    """A comparison as the page draws it. base: what the engine starts from before any evidence; 0 for nothing.

    at, possible_at, match_at: the score and the verdicts' thresholds on the scale, of `SCALE`.
    """

    verdict: Verdict
    score: str
    total: float
    base: float
    bars: tuple[Bar, ...]
    at: int
    possible_from: str = f"{POSSIBLE_FROM:.2f}"
    match_from: str = f"{MATCH_FROM:.2f}"
    possible_at: int = round(POSSIBLE_FROM * SCALE)
    match_at: int = round(MATCH_FROM * SCALE)

    @property
    def between(self) -> int:
        """Length of the scale's part that means possible."""
        return self.match_at - self.possible_at

    @property
    def beyond(self) -> int:
        """Length of the scale's part that means match."""
        return SCALE - self.match_at

    @property
    def mark(self) -> int:
        """Where the mark of the score begins, inside the drawing."""
        return min(max(self.at - MARK // 2, 0), SCALE - MARK)


@dataclass(frozen=True, slots=True)
class Fact:
    """A part of both subjects, side by side."""

    label: str | Promise
    left: tuple[str, ...]
    right: tuple[str, ...]
    is_code: bool


def weigh(left: Subject, right: Subject) -> Weighed:
    """The two compared by the names engine."""
    return drawn(match(left, right))


def drawn(comparison: Comparison) -> Weighed:
    """A comparison, drawn."""
    reasons = (*comparison.reasons, *comparison.against)
    most = max((abs(reason.weight) for reason in reasons), default=0.0)
    total, odds = sum(reason.weight for reason in reasons), _odds(comparison.score)
    base = odds - total
    return Weighed(
        verdict=comparison.verdict,
        score=f"{min(max(comparison.score, _LEAST), 1 - _LEAST):.3f}",
        total=odds,
        base=base if abs(base) >= _WORTH_TELLING else 0.0,
        bars=tuple(_bar(reason, max(most, SHORTEST_SCALE)) for reason in reasons),
        at=round(comparison.score * SCALE),
    )


def facts(left: Subject | None, right: Subject | None) -> list[Fact]:
    """What is known of either, part by part; parts that neither has are left out."""
    both = [Fact(label, _values(left, name), _values(right, name), is_code) for label, name, is_code in FIELDS]
    return [fact for fact in both if fact.left or fact.right]


def _bar(reason: Reason, most: float) -> Bar:
    length = max(1, round(abs(reason.weight) / most * HALF))
    return Bar(reason, HALF if reason.weight > 0 else HALF - length, length)


def _odds(score: float) -> float:
    """Natural log odds."""
    kept = min(max(score, _SUREST), 1 - _SUREST)
    return log(kept / (1 - kept))


def _values(subject: Subject | None, name: str) -> tuple[str, ...]:
    held = getattr(subject, name, ())
    if isinstance(held, str):
        return (held,) if held else ()
    return tuple(_shown(value) for value in held)


def _shown(value: str | IdentityDocument) -> str:
    return value if isinstance(value, str) else f"{value.issuer} {value.number}".strip()
