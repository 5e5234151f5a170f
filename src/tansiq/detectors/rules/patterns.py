r"""Patterns of `matches`: the part of RE2's syntax that every engine reads alike, searched in time linear in the text.

Allowed: characters, `.`, classes, groups, `|`, `* + ?` and counts to 100, `^ $`, and \d \w \s with ASCII meaning. Not allowed,
with the reason said: look-around, back references, flags, lazy and possessive counts, word boundaries, named classes.

Source: RE2 syntax (github.com/google/re2, doc/syntax); https://swtch.com/~rsc/regexp/regexp1.html for why.
"""

from dataclasses import dataclass
from typing import Final

LONGEST: Final = 200
MOST_REPEATS: Final = 100
MOST_STATES: Final = 2_000
_DEEPEST: Final = 20
_LAST: Final = 0x10FFFF
_DIGIT: Final = ((0x30, 0x39),)
_WORD: Final = ((0x30, 0x39), (0x41, 0x5A), (0x5F, 0x5F), (0x61, 0x7A))
_SPACE: Final = ((0x09, 0x0A), (0x0C, 0x0D), (0x20, 0x20))
_CLASSES: Final = {"d": _DIGIT, "w": _WORD, "s": _SPACE}
_CONTROLS: Final = {"n": "\n", "t": "\t", "r": "\r", "f": "\f"}

Ranges = tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Characters:
    """One character out of ranges of code points."""

    ranges: Ranges


@dataclass(frozen=True, slots=True)
class Edge:
    """The beginning (^) or the end ($) of the text."""

    at_end: bool


@dataclass(frozen=True, slots=True)
class Sequence:
    """One after the other."""

    parts: tuple["Piece", ...]


@dataclass(frozen=True, slots=True)
class Alternatives:
    """One of them."""

    parts: tuple["Piece", ...]


@dataclass(frozen=True, slots=True)
class Repeated:
    """low to high times; high None is without end."""

    part: "Piece"
    low: int
    high: int | None


Piece = Characters | Edge | Sequence | Alternatives | Repeated


@dataclass(frozen=True, slots=True)
class Pattern:
    """A pattern that was taken. text: as written."""

    text: str
    piece: Piece


class PatternRefused(ValueError):
    """Says what was found where, at `at`, the place in the pattern."""

    def __init__(self, at: int, text: str) -> None:
        self.at = at
        super().__init__(text)


def parse_pattern(text: str) -> Pattern:
    """The pattern of a text. Raises PatternRefused."""
    if not text:
        raise PatternRefused(0, "an empty pattern is found in every text")
    if len(text) > LONGEST:
        raise PatternRefused(LONGEST, f"a pattern of at most {LONGEST} characters expected, not {len(text)}")
    reader = _Reader(text)
    piece = reader.alternatives(0)
    if reader.at < len(text):
        raise PatternRefused(reader.at, "a ) without its (")
    if states(piece) > MOST_STATES:
        raise PatternRefused(0, f"its counts multiply to more than {MOST_STATES} steps")
    return Pattern(text, piece)


def states(piece: Piece) -> int:
    """How many steps an automaton of the piece has."""
    match piece:
        case Sequence(parts) | Alternatives(parts):
            return 1 + sum(map(states, parts))
        case Repeated(part, low, high):
            return 1 + states(part) * (low + 1 if high is None else max(high, 1))
        case _:
            return 1


def render_portable(piece: Piece) -> str:
    """The piece in a syntax that Rust's regex, RE2 and others read alike."""
    match piece:
        case Characters(ranges):
            return "[" + "".join(f"\\x{{{low:X}}}-\\x{{{high:X}}}" for low, high in ranges) + "]"
        case Edge(at_end):
            return "$" if at_end else "^"
        case Sequence(parts):
            return "".join(map(render_portable, parts))
        case Alternatives(parts):
            return "(?:" + "|".join(map(render_portable, parts)) + ")"
        case Repeated(part, low, high):
            return f"(?:{render_portable(part)}){{{low},{'' if high is None else high}}}"


def _inverted(ranges: Ranges) -> Ranges:
    out, start = [], 0
    for low, high in sorted(ranges):
        if start < low:
            out.append((start, low - 1))
        start = max(start, high + 1)
    return tuple(out) if start > _LAST else (*out, (start, _LAST))


class _Reader:
    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0

    def peek(self) -> str:
        return self.text[self.at : self.at + 1]

    def take(self, what: str) -> bool:
        found = self.text.startswith(what, self.at)
        self.at += len(what) if found else 0
        return found

    def refuse(self, text: str) -> PatternRefused:
        return PatternRefused(self.at, text)

    def alternatives(self, depth: int) -> Piece:
        if depth > _DEEPEST:
            raise self.refuse(f"groups stand inside groups more than {_DEEPEST} deep")
        parts = [self.sequence(depth)]
        while self.take("|"):
            parts.append(self.sequence(depth))
        return parts[0] if len(parts) == 1 else Alternatives(tuple(parts))

    def sequence(self, depth: int) -> Piece:
        parts: list[Piece] = []
        while self.peek() not in ("", "|", ")"):
            parts.append(self.counted(self.atom(depth)))
        return parts[0] if len(parts) == 1 else Sequence(tuple(parts))

    def atom(self, depth: int) -> Piece:
        sign = self.peek()
        if sign in "*+?{":
            raise self.refuse(f"a {sign} with nothing before it to repeat; write \\{sign} for the character itself")
        if sign == "(":
            return self.group(depth)
        self.at += 1
        match sign:
            case "[":
                return self.bracket()
            case "^" | "$":
                return Edge(at_end=sign == "$")
            case ".":
                return Characters(_inverted(((0x0A, 0x0A),)))
            case "\\":
                return Characters(self.escaped())
            case _:
                return Characters(((ord(sign), ord(sign)),))

    def group(self, depth: int) -> Piece:
        if self.text.startswith("(?", self.at) and not self.text.startswith("(?:", self.at):
            raise self.refuse("look-around, flags and named groups are not allowed; (?: ) groups without them")
        start = self.at
        self.at += 3 if self.text.startswith("(?:", self.at) else 1
        piece = self.alternatives(depth + 1)
        if not self.take(")"):
            raise PatternRefused(start, "a ( without its )")
        return piece

    def counted(self, piece: Piece) -> Piece:
        start, count = self.at, self.count()
        if count is None:
            return piece
        if isinstance(piece, Edge):
            raise PatternRefused(start, "^ and $ cannot be repeated")
        if self.peek() in ("*", "+", "?", "{"):
            raise self.refuse(
                "a count on a count: lazy and possessive counts are not allowed, they make no difference here"
            )
        return Repeated(piece, *count)

    def count(self) -> tuple[int, int | None] | None:
        for sign, count in (("*", (0, None)), ("+", (1, None)), ("?", (0, 1))):
            if self.take(sign):
                return count
        return self.braces() if self.take("{") else None

    def braces(self) -> tuple[int, int | None]:
        inside, closing, _ = self.text[self.at :].partition("}")
        low, comma, high = inside.partition(",")
        if not closing or not _is_count(low) or (high and not _is_count(high)):
            raise self.refuse("a count such as {3}, {2,5} or {2,} expected")
        least = int(low)
        most = least if not comma else int(high) if high else None
        if max(least, most or 0) > MOST_REPEATS or (most is not None and most < least):
            raise self.refuse(f"a count from 0 to {MOST_REPEATS}, the smaller first, expected")
        self.at += len(inside) + 1
        return least, most

    def escaped(self) -> Ranges:
        sign = self.peek()
        if sign.lower() in _CLASSES and sign:
            self.at += 1
            ranges = _CLASSES[sign.lower()]
            return ranges if sign.islower() else _inverted(ranges)
        if sign in _CONTROLS or (sign and sign.isascii() and not sign.isalnum() and sign.isprintable()):
            self.at += 1
            point = ord(_CONTROLS.get(sign, sign))
            return ((point, point),)
        raise self.refuse(f"\\{sign} is not allowed; known are \\d \\w \\s \\n \\t and a \\ before a sign")

    def bracket(self) -> Piece:
        start, negated = self.at - 1, self.take("^")
        ranges: list[tuple[int, int]] = []
        while not self.take("]"):
            if self.peek() in ("", "["):
                raise PatternRefused(start, "a [ without its ], or a [ inside it; write \\[ for the character itself")
            ranges += self.bracket_part()
        if not ranges:
            raise PatternRefused(start, "an empty class; write \\] for the character itself")
        kept = _inverted(tuple(ranges)) if negated else _inverted(_inverted(tuple(ranges)))
        if not kept:
            raise PatternRefused(start, "a class that no character is in")
        return Characters(kept)

    def bracket_part(self) -> Ranges:
        low = self.bracket_end()
        is_range = self.peek() == "-" and self.text[self.at + 1 : self.at + 2] not in ("]", "")
        if not is_range or len(low) != 1 or low[0][0] != low[0][1]:
            return low
        self.at += 1
        high = self.bracket_end()
        if len(high) != 1 or high[0][0] != high[0][1] or high[0][0] < low[0][0]:
            raise self.refuse("a range such as a-z, the smaller first, expected")
        return ((low[0][0], high[0][1]),)

    def bracket_end(self) -> Ranges:
        sign = self.peek()
        if sign in ("&", "~", "-") and self.text.startswith(sign * 2, self.at):
            raise self.refuse(f"{sign}{sign} means different things to different engines; write \\{sign}")
        self.at += 1
        if sign == "\\":
            return self.escaped()
        return ((ord(sign), ord(sign)),) if sign else ()


def _is_count(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) <= len(str(MOST_REPEATS))
