"""Where each field and check digit of a machine-readable zone stands.

Source: ICAO Doc 9303-5 (TD1), 9303-6 (TD2), 9303-4 (TD3), 9303-7 (MRV-A, MRV-B), section 4.2 of each. The layout of the French
identity card of 1988 to 2021 is the French interior ministry's own.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from tansiq.model.check_digits import check_digit

DIGITS = frozenset("0123456789")
LETTERS = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
CHARACTERS = DIGITS | LETTERS | {"<"}

COMPOSITE = "composite"


class Kind(StrEnum):
    """What a field may hold."""

    LETTERS = "letters and fillers"
    ANY = "letters, digits and fillers"
    DATE = "digits and fillers"
    SEX = "M, F or a filler"
    DIGIT = "a digit"


ALLOWED: dict[Kind, frozenset[str]] = {
    Kind.LETTERS: LETTERS | {"<"},
    Kind.ANY: CHARACTERS,
    Kind.DATE: DIGITS | {"<"},
    Kind.SEX: frozenset("MFX<"),
    Kind.DIGIT: DIGITS,
}

Lines = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Span:
    """Some characters of one line, counted from 0, end exclusive."""

    line: int
    start: int
    end: int

    def of(self, lines: Lines) -> str:
        """The characters."""
        return lines[self.line][self.start : self.end]

    def places(self) -> list[tuple[int, int]]:
        """Line and column of each."""
        return [(self.line, column) for column in range(self.start, self.end)]


@dataclass(frozen=True, slots=True)
class Check:
    """A check digit. field: what it is about; covers: in the order of its weights; at: where it stands."""

    field: str
    covers: tuple[Span, ...]
    at: Span

    def covered(self, lines: Lines) -> str:
        """The characters that it is computed over."""
        return "".join([span.of(lines) for span in self.covers])

    def expected(self, lines: Lines) -> str:
        """The digit that ought to stand there; a character that has no value counts as a filler."""
        text = self.covered(lines)
        try:
            return check_digit(text)
        except KeyError:
            return check_digit("".join(c if c in CHARACTERS else "<" for c in text))

    def found(self, lines: Lines) -> str:
        """What stands there."""
        return self.at.of(lines)

    def agrees(self, lines: Lines) -> bool:
        """Whether they are the same."""
        return self.found(lines) == self.expected(lines)


@dataclass(frozen=True, slots=True)
class Layout:
    """A format. shortest: per line, the fewest characters that may stand where the rest would be fillers; 0 where none may be missing.

    is_long: whether a document number may go on in the optional data.
    """

    format: str
    width: int
    shortest: tuple[int, ...]
    fields: Mapping[str, tuple[Kind, Span]]
    checks: tuple[Check, ...]
    is_long: bool = False
    national: str = ""


def _two_lines(format_name: str, width: int, *, optional_end: int, composite: bool) -> Layout:
    """TD2, TD3 and visas: they differ in width, in the end of the optional data, and in the digits behind it."""
    number, birth, expiry = Span(1, 0, 9), Span(1, 13, 19), Span(1, 21, 27)
    optional = Span(1, 28, optional_end)
    checks = [
        Check("document_number", (number,), Span(1, 9, 10)),
        Check("birth_date", (birth,), Span(1, 19, 20)),
        Check("expiry", (expiry,), Span(1, 27, 28)),
    ]
    if optional_end == width - 2:
        checks.append(Check("optional", (optional,), Span(1, 42, 43)))
    if composite:
        covers = (Span(1, 0, 10), Span(1, 13, 20), Span(1, 21, width - 1))
        checks.append(Check(COMPOSITE, covers, Span(1, width - 1, width)))
    return Layout(
        format=format_name,
        width=width,
        shortest=(6, 0 if composite else 28),
        fields={
            "document_code": (Kind.LETTERS, Span(0, 0, 2)),
            "issuer": (Kind.LETTERS, Span(0, 2, 5)),
            "name": (Kind.LETTERS, Span(0, 5, width)),
            "document_number": (Kind.ANY, number),
            "nationality": (Kind.LETTERS, Span(1, 10, 13)),
            "birth_date": (Kind.DATE, birth),
            "sex": (Kind.SEX, Span(1, 20, 21)),
            "expiry": (Kind.DATE, expiry),
            "optional": (Kind.ANY, optional),
        },
        checks=tuple(checks),
        is_long=format_name == "TD2",
    )


TD3 = _two_lines("TD3", 44, optional_end=42, composite=True)
TD2 = _two_lines("TD2", 36, optional_end=35, composite=True)
MRV_A = _two_lines("MRV-A", 44, optional_end=44, composite=False)
MRV_B = _two_lines("MRV-B", 36, optional_end=36, composite=False)


def _three_lines(number_end: int, *, national: str = "") -> Layout:
    """TD1, and the cards of states that end the document number elsewhere than in position 14."""
    return Layout(
        format="TD1",
        width=30,
        shortest=(number_end + 1, 0, 1),
        fields={
            "document_code": (Kind.LETTERS, Span(0, 0, 2)),
            "issuer": (Kind.LETTERS, Span(0, 2, 5)),
            "name": (Kind.LETTERS, Span(2, 0, 30)),
            "document_number": (Kind.ANY, Span(0, 5, number_end)),
            "nationality": (Kind.LETTERS, Span(1, 15, 18)),
            "birth_date": (Kind.DATE, Span(1, 0, 6)),
            "sex": (Kind.SEX, Span(1, 7, 8)),
            "expiry": (Kind.DATE, Span(1, 8, 14)),
            "optional": (Kind.ANY, Span(0, number_end + 1, 30)),
            "optional2": (Kind.ANY, Span(1, 18, 29)),
        },
        checks=(
            Check("document_number", (Span(0, 5, number_end),), Span(0, number_end, number_end + 1)),
            Check("birth_date", (Span(1, 0, 6),), Span(1, 6, 7)),
            Check("expiry", (Span(1, 8, 14),), Span(1, 14, 15)),
            Check(COMPOSITE, (Span(0, 5, 30), Span(1, 0, 7), Span(1, 8, 15), Span(1, 18, 29)), Span(1, 29, 30)),
        ),
        is_long=not national,
        national=national,
    )


TD1 = _three_lines(14)
FRENCH_CARD = Layout(
    format="TD2",
    width=36,
    shortest=(0, 0),
    fields={
        "document_code": (Kind.LETTERS, Span(0, 0, 2)),
        "issuer": (Kind.LETTERS, Span(0, 2, 5)),
        "family": (Kind.LETTERS, Span(0, 5, 30)),
        "optional": (Kind.ANY, Span(0, 30, 36)),
        "document_number": (Kind.ANY, Span(1, 0, 12)),
        "given": (Kind.LETTERS, Span(1, 13, 27)),
        "birth_date": (Kind.DATE, Span(1, 27, 33)),
        "sex": (Kind.SEX, Span(1, 34, 35)),
    },
    checks=(
        Check("document_number", (Span(1, 0, 12),), Span(1, 12, 13)),
        Check("birth_date", (Span(1, 27, 33),), Span(1, 33, 34)),
        Check(COMPOSITE, (Span(0, 0, 36), Span(1, 0, 35)), Span(1, 35, 36)),
    ),
    national="French identity card of 1988 to 2021: twelve digits of number, which begin with year and month of issue; no expiry",
)

NATIONAL: tuple[tuple[Layout, str, Layout], ...] = (
    (TD2, "IDFRA", FRENCH_CARD),
    (TD1, "PAK", _three_lines(13, national="Pakistani identity card: eight characters of number")),
    (TD1, "SLV", _three_lines(16, national="Salvadoran identity card: eleven characters of number")),
)
"""A standard layout, what the first line has in it (document code, issuer), and the issuer's own layout of the same size.

The cards of Pakistan and El Salvador: as field readers of theirs found them (the open reader of ID PASS); no state has published it.
"""

BY_SHAPE: dict[tuple[int, int], tuple[Layout, Layout | None]] = {
    (3, 30): (TD1, None),
    (2, 44): (TD3, MRV_A),
    (2, 36): (TD2, MRV_B),
}
"""Number of lines and their width to the document of that size, and the visa of that size."""


def long_number(layout: Layout, lines: Lines) -> Check | None:
    """The check of a document number that goes on in the optional data, or None.

    Such a number fills its own field and has a filler for its check digit; the rest of it, and the digit, stand at the head of
    the optional data and end with a filler. Source: ICAO Doc 9303-5 and 9303-6, section 4.2.2, note j.
    """
    check = layout.checks[0]
    if not layout.is_long or check.found(lines) != "<" or "<" in check.covered(lines):
        return None
    _, span = layout.fields["optional"]
    rest = span.of(lines).partition("<")[0]
    if not rest:
        return None
    digit_at = span.start + len(rest) - 1
    over = (*check.covers, Span(span.line, span.start, digit_at))
    return Check(check.field, over, Span(span.line, digit_at, digit_at + 1))
