"""How names are heard, stored beside them: what a search looks up in PostgreSQL before the names engine compares exactly.

A row's skeletons are those of each part of each of its names, and of two neighbours written as one word. They are made
by `detectors.names`; when that changes, what is stored is made anew (skeleton_scheme.py).
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations, pairwise

from tansiq.detectors.names.words.parts import Name, read_name

MOST = 400
"""Skeletons kept for one row; a list entry of sixty long names has fewer."""

MOST_PARTS = 6
"""Parts of what was typed that are looked up; names of more parts are rare, and six of them say enough."""

_SLIP_LETTERS = 3
_LETTERS = re.compile(r"[\w~]+")


@dataclass(frozen=True, slots=True)
class _Heard:
    """A name as it is looked up. parts: the skeletons each part may have. joins: of neighbours as one word."""

    parts: tuple[tuple[str, ...], ...]
    joins: tuple[str, ...]


def skeletons(written: Iterable[str], *, is_person: bool = True) -> list[str]:
    """What rows with these names are found by, in no order that means anything."""
    found: dict[str, None] = {}
    for text in written:
        for name in read_name(text, person=is_person).own:
            heard = _heard(name)
            found.update(dict.fromkeys(skeleton for part in heard.parts for skeleton in part))
            found.update(dict.fromkeys(heard.joins))
    return sorted(list(found)[:MOST])


@dataclass(frozen=True, slots=True)
class Query:
    """A query of PostgreSQL (tsquery). is_lenient: it also finds what differs by a letter, and is for when nothing else did."""

    text: str
    is_lenient: bool = False


def queries(text: str) -> Iterator[Query]:
    """What was typed as queries, the strictest first: each finds more than the one before.

    All parts, the last of them perhaps not typed to its end; all but one; with a letter of a part left out.
    """
    for name in read_name(text).own[:1]:
        heard = _heard(name)
        if heard.parts:
            yield Query(_query(heard, len(heard.parts)))
        if len(heard.parts) > 1:
            yield Query(_query(heard, len(heard.parts) - 1))
        if any(len(skeleton) >= _SLIP_LETTERS for part in heard.parts for skeleton in part):
            yield Query(_query(_Heard(tuple(map(_with_slips, heard.parts)), ()), len(heard.parts)), is_lenient=True)


def _heard(name: Name) -> _Heard:
    named = [part for part in name.parts if part.kind != "title" and part.skeletons][:MOST_PARTS]
    parts = tuple(tuple(filter(_LETTERS.fullmatch, part.skeletons)) for part in named)
    joins = tuple(one.skeletons[0] + two.skeletons[0] for one, two in pairwise(named))
    return _Heard(tuple(filter(None, parts)), tuple(filter(_LETTERS.fullmatch, joins)))


def _query(heard: _Heard, least: int) -> str:
    """That at least so many of the parts are there, two neighbours written as one word counting for both."""
    last = len(heard.parts) - 1
    alternatives = [_any(part, begins=at == last) for at, part in enumerate(heard.parts)]
    ways = [" & ".join(some) for some in combinations(alternatives, least)]
    for at, join in enumerate(heard.joins):
        others = [part for place, part in enumerate(alternatives) if place not in {at, at + 1}]
        ways += [" & ".join((_any((join,)), *some)) for some in combinations(others, max(least - 2, 0))]
    return " | ".join(f"({way})" for way in ways)


def _any(part: Sequence[str], *, begins: bool = False) -> str:
    """begins: the part may be the beginning of one, where enough of it is there to tell."""
    terms = [f"'{s}':*" if begins and len(s) > 1 and s.isalpha() else f"'{s}'" for s in part]
    return f"({' | '.join(terms)})"


def _with_slips(part: Sequence[str]) -> tuple[str, ...]:
    """The skeletons of a part, and each with one letter left out."""
    short = (s[:at] + s[at + 1 :] for s in part if len(s) >= _SLIP_LETTERS for at in range(len(s)))
    return tuple(dict.fromkeys((*part, *short)))
