"""Patterns searched without backtracking: a set of places is followed through the text, one step a character.

Source: K. Thompson, Regular Expression Search Algorithm, CACM 11(6), 1968; the sets are remembered as they are met.
"""

from collections.abc import Callable
from typing import Final

from tansiq.detectors.rules.patterns import Alternatives, Characters, Edge, Pattern, Piece, Ranges, Repeated, Sequence

_MOST_REMEMBERED: Final = 4_000
_FOUND: Final = -1
Places = frozenset[int]


def searcher(pattern: Pattern) -> Callable[[str], bool]:
    """A function that says whether the pattern is found in a text, in time linear in the text's length."""
    return _Automaton(pattern.piece).is_found


class _Automaton:
    """steps[n]: (ranges, next) for a character, (at_end, next) for an edge, or a tuple of the places it splits into."""

    def __init__(self, piece: Piece) -> None:
        self.characters: dict[int, tuple[Ranges, int]] = {}
        self.edges: dict[int, tuple[bool, int]] = {}
        self.splits: dict[int, tuple[int, ...]] = {}
        self.size = 0
        self.start = self.build(piece, _FOUND)
        self.remembered: dict[tuple[Places, str], Places] = {}
        self.first = self.reached([self.start], at_start=True, at_end=False)

    def place(self) -> int:
        self.size += 1
        return self.size - 1

    def build(self, piece: Piece, then: int) -> int:
        """The place where the piece begins if `then` comes after it."""
        match piece:
            case Characters(ranges):
                here = self.place()
                self.characters[here] = (ranges, then)
                return here
            case Edge(at_end):
                here = self.place()
                self.edges[here] = (at_end, then)
                return here
            case Sequence(parts):
                for part in reversed(parts):
                    then = self.build(part, then)
                return then
            case Alternatives(parts):
                return self.split(*(self.build(part, then) for part in parts))
            case Repeated():
                return self.repeated(piece, then)

    def split(self, *places: int) -> int:
        here = self.place()
        self.splits[here] = places
        return here

    def repeated(self, piece: Repeated, then: int) -> int:
        if piece.high is None:
            here = self.place()
            self.splits[here] = (then, self.build(piece.part, here))
            then = here
        else:
            end = then
            for _ in range(piece.high - piece.low):
                then = self.split(end, self.build(piece.part, then))
        for _ in range(piece.low):
            then = self.build(piece.part, then)
        return then

    def reached(self, begun: list[int], *, at_start: bool, at_end: bool) -> Places:
        """The places reached without a character; edges at the end stay until the end is known."""
        found: set[int] = set()
        while begun:
            here = begun.pop()
            if here in found:
                continue
            found.add(here)
            begun += self.splits.get(here, ())
            is_end, then = self.edges.get(here, (False, _FOUND))
            if here in self.edges and (at_end if is_end else at_start):
                begun.append(then)
        return frozenset(found)

    def step(self, places: Places, character: str) -> Places:
        point = ord(character)
        begun = [self.start]
        for here in places & self.characters.keys():
            ranges, then = self.characters[here]
            if any(low <= point <= high for low, high in ranges):
                begun.append(then)
        if len(self.remembered) >= _MOST_REMEMBERED:
            self.remembered.clear()
        after = self.remembered[places, character] = self.reached(begun, at_start=False, at_end=False)
        return after

    def is_found(self, text: str) -> bool:
        places = self.first
        for character in text:
            if _FOUND in places:
                return True
            places = self.remembered.get((places, character)) or self.step(places, character)
        return _FOUND in places or _FOUND in self.reached(list(places), at_start=not text, at_end=True)
