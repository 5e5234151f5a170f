"""A place in the tokens of an expression, and what is said when they are not what was expected."""

from collections.abc import Mapping
from typing import Final

from tansiq.detectors.rules.faults import Wrong, wrong
from tansiq.detectors.rules.tokens import Token
from tansiq.detectors.rules.tree import Node, Span

WORDS: Final[Mapping[str, str]] = {
    "and": "write &&",
    "or": "write ||",
    "not": "write !",
    "is": "write ==",
    "between": "write a <= x && x <= b",
}
"""Words that authors write for signs, and the repair."""


class Cursor:
    """Reads tokens one after the other; the last is an "end" and is never passed."""

    def __init__(self, found: list[Token]) -> None:
        self.tokens = found
        self.at = 0

    @property
    def next(self) -> Token:
        """The token that was not read yet."""
        return self.tokens[self.at]

    def after(self, steps: int) -> Token:
        """The token some steps after the next one."""
        return self.tokens[min(self.at + steps, len(self.tokens) - 1)]

    def advance(self) -> Token:
        """The next token, which is read with this."""
        token = self.next
        self.at += token.shape != "end"
        return token

    def is_next(self, *signs: str) -> bool:
        """Whether the next token is one of these signs."""
        return self.next.shape == "sign" and self.next.text in signs

    def is_word(self, word: str) -> bool:
        """Whether the next token is this name."""
        return self.next.shape == "name" and self.next.text == word

    def takes(self, sign: str) -> bool:
        """Read the sign if it is the next token; whether it was."""
        found = self.is_next(sign)
        self.at += found
        return found

    def need(self, sign: str, where: str) -> Token:
        """Read the sign. Raises Wrong where something else stands."""
        if not self.is_next(sign):
            raise self.unexpected(f"{sign} expected {where}")
        return self.advance()

    def unexpected(self, expected: str) -> Wrong:
        """What to raise where the next token is not what was expected."""
        token = self.next
        found = "the end of the text" if token.shape == "end" else f"`{token.text}`"
        repair = WORDS.get(token.text.lower(), "") if token.shape == "name" else ""
        return wrong(token.span, f"{expected}, {found} found", repair)

    def since(self, start: Node | Token) -> Span:
        """The piece of the text from a node or token to the last token read."""
        return start.span[0], self.tokens[self.at - 1].span[1]
