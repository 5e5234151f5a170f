"""A hit as the page shows it: why it was found and what speaks against it, strongest first, and in which script it was met."""

import unicodedata
from dataclasses import dataclass
from typing import Generic

from tansiq.model.findings import Reason, Verdict
from tansiq.picture.lists import Listed
from tansiq.picture.search import Hit, Row

REASONS = 2
"""Reasons for, and as many against, that are shown before the hit is opened."""

SCRIPTS = {
    "LATIN": "latin",
    "ARABIC": "arabic",
    "CYRILLIC": "cyrillic",
    "CJK": "han",
    "HEBREW": "hebrew",
    "GREEK": "greek",
    "DEVANAGARI": "devanagari",
    "BENGALI": "bengali",
    "GEORGIAN": "georgian",
    "ARMENIAN": "armenian",
}
"""Scripts by the first word of their letters' names (Unicode character database)."""


@dataclass(frozen=True, slots=True)
class Shown(Generic[Row]):
    """One hit. side: what the compare page calls it. script: of the name that was met, where it is another than the words'."""

    row: Row
    side: str
    how: str
    verdict: Verdict | None
    reasons: tuple[Reason, ...]
    against: tuple[Reason, ...]
    script: str
    matched: str

    @property
    def top(self) -> tuple[Reason, ...]:
        """The strongest reasons for."""
        return self.reasons[:REASONS]

    @property
    def top_against(self) -> tuple[Reason, ...]:
        """The strongest reasons against."""
        return self.against[:REASONS]

    @property
    def more(self) -> int:
        """How many reasons only the opened hit shows."""
        return len(self.reasons) + len(self.against) - len(self.top) - len(self.top_against)


def shown(hit: Hit[Row], words: str) -> Shown[Row]:
    """The hit, ready for the page."""
    comparison, matched = hit.comparison, hit.matched
    script = script_of(matched)
    return Shown(
        row=hit.row,
        side=f"listed-{hit.row.pk}" if isinstance(hit.row, Listed) else f"traveller-{hit.row.person_id}",
        how=hit.how,
        verdict=comparison.verdict if comparison else None,
        reasons=comparison.reasons if comparison else (),
        against=comparison.against if comparison else (),
        script="" if script == script_of(words) else script,
        matched=matched,
    )


def script_of(text: str) -> str:
    """The script that the text begins in, "" where it has no letters of one that is named here."""
    letter = next((c for c in text if c.isalpha()), "")
    return SCRIPTS.get(unicodedata.name(letter, "").split(" ")[0], "") if letter else ""
