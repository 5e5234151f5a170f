"""What is wrong with a rule's text: where, what was found and expected, and the repair."""

from dataclasses import dataclass, replace


@dataclass(frozen=True, slots=True)
class Fault:
    """Why an expression is not taken: a value to show, never an exception outside this room.

    start, end: characters into the text, end exclusive. text: what was found and what was expected. repair: what the
    author can write instead, or "".
    """

    start: int
    end: int
    text: str
    repair: str = ""
    line: int = 1
    column: int = 1

    def located(self, source: str) -> "Fault":
        """The same with the line and column of its start, both from 1."""
        before = source[: self.start]
        return replace(self, line=before.count("\n") + 1, column=self.start - (before.rfind("\n") + 1) + 1)

    def __str__(self) -> str:
        repair = f"; {self.repair}" if self.repair else ""
        return f"line {self.line}, column {self.column}: {self.text}{repair}"


class Wrong(ValueError):
    """Carries a fault from the depth of the parser to its door, which gives it back as a value."""

    def __init__(self, fault: Fault) -> None:
        self.fault = fault
        super().__init__(fault.text)


def wrong(span: tuple[int, int], text: str, repair: str = "") -> Wrong:
    """The fault of a piece of text, to be raised."""
    return Wrong(Fault(*span, text, repair))
