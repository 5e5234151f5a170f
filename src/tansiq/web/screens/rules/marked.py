"""A text with its fault marked at its place."""

from dataclasses import dataclass

from tansiq.detectors.rules import Fault


@dataclass(frozen=True, slots=True)
class Marked:
    """The text before the fault, at it, and after it. is_end: it is where the text ends, and something is missing."""

    before: str
    at: str
    after: str

    @property
    def is_end(self) -> bool:
        """Whether the fault is that something is missing."""
        return not self.at.strip()


def marked(text: str, fault: Fault) -> Marked:
    """The text in three parts."""
    start = min(max(fault.start, 0), len(text))
    end = min(max(fault.end, start), len(text))
    return Marked(text[:start], text[start:end], text[end:])
