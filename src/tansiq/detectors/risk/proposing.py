"""Rules that past true cases suggest: a few clauses that held for them and for few others. People decide what becomes of them.

A beam search over conjunctions of clauses, each from an attribute that stands for nobody's nationality, sex or age. A clause that is
unknown holds for nobody. The order is by how much rarer a conjunction is among others than among true cases, with the lower
end of the share caught, so that three cases of three do not beat thirty of forty.
"""

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

import numpy as np
from numpy.typing import NDArray

from tansiq.detectors.rules import ATTRIBUTES, Kind, Row, Value
from tansiq.detectors.rules.kinds import render_duration
from tansiq.model.shares import wilson

LEAST_CAUGHT: Final = 3
MOST_CLAUSES: Final = 3
BEAM: Final = 40
LEFT_OUT: Final = frozenset({"names", "scan", "history", "message", "flight"})
"""Groups that say what screening found already, or what was true of a whole flight of a known case."""

_QUANTILES: Final = (0.1, 0.25, 0.5, 0.75, 0.9)
_MOST_SHARE: Final = 0.05
"""A rule that holds up more than one traveller in twenty is no rule."""

Mask = NDArray[np.bool_]
Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Proposal:
    """A rule's text, how many of the true cases it holds for, and how many of the others."""

    text: str
    caught: int
    of_true: int
    others: int
    of_others: int

    @property
    def worth(self) -> float:
        """What it is ordered by: see the module."""
        low, _ = wilson(self.caught, self.of_true)
        return low * math.log((self.caught / self.of_true) / ((self.others + 1) / (self.of_others + 1)))


@dataclass(frozen=True, slots=True)
class _Clause:
    text: str
    attribute: str
    true: Mask
    others: Mask


def propose(true: Sequence[Row], others: Sequence[Row], *, most: int = 5) -> list[Proposal]:
    """The conjunctions worth most, best first, none a mere part of another's text.

    true: rows of cases that turned out true. others: rows of travellers at large. None where fewer than LEAST_CAUGHT were true.
    """
    if len(true) < LEAST_CAUGHT or not others:
        return []
    clauses = list(_clauses(true, others))
    found: dict[str, Proposal] = {}
    beam: list[tuple[_Clause, ...]] = [()]
    for _ in range(MOST_CLAUSES):
        grown = {}
        for chosen in beam:
            for clause in clauses:
                if any(c.attribute == clause.attribute for c in chosen):
                    continue
                joined = tuple(sorted((*chosen, clause), key=lambda c: c.text))
                made = _proposal(joined)
                if made is not None:
                    grown[made.text] = (made, joined)
        best = sorted(grown.values(), key=lambda g: (-g[0].worth, g[0].text))[:BEAM]
        beam = [joined for _, joined in best]
        found |= {made.text: made for made, _ in best}
    fit = [p for p in found.values() if p.others <= _MOST_SHARE * p.of_others]
    return list(_different(sorted(fit, key=lambda p: (-p.worth, len(p.text), p.text)), most))


def _proposal(clauses: Sequence[_Clause]) -> Proposal | None:
    caught = int(np.logical_and.reduce([c.true for c in clauses]).sum())
    if caught < LEAST_CAUGHT:
        return None
    others = int(np.logical_and.reduce([c.others for c in clauses]).sum())
    text = " && ".join(c.text for c in clauses)
    return Proposal(text, caught, len(clauses[0].true), others, len(clauses[0].others))


def _different(proposals: Iterable[Proposal], most: int) -> Iterator[Proposal]:
    """The first of those that share a clause with one before them."""
    used: set[str] = set()
    given = 0
    for one in proposals:
        clauses = set(one.text.split(" && "))
        if given < most and not clauses & used:
            used |= clauses
            given += 1
            yield one


def _clauses(true: Sequence[Row], others: Sequence[Row]) -> Iterator[_Clause]:
    for attribute in ATTRIBUTES.values():
        if attribute.proxy or attribute.group in LEFT_OUT or attribute.kind not in _NUMBERS:
            continue
        seen, at_large = _column(attribute.name, true), _column(attribute.name, others)
        known = np.sort(seen[~np.isnan(seen)])
        if len(known) < LEAST_CAUGHT:
            continue
        if attribute.kind is Kind.BOOL:
            yield _Clause(attribute.name, attribute.name, seen == 1.0, at_large == 1.0)
            continue
        for edge in _edges(known, attribute.kind):
            written = _written(edge, attribute.kind)
            yield _Clause(f"{attribute.name} >= {written}", attribute.name, seen >= edge, at_large >= edge)
            yield _Clause(f"{attribute.name} <= {written}", attribute.name, seen <= edge, at_large <= edge)


_NUMBERS: Final = frozenset({Kind.BOOL, Kind.INT, Kind.DOUBLE, Kind.DURATION})
_HOUR: Final = timedelta(hours=1)


def _column(name: str, rows: Sequence[Row]) -> Floats:
    """The values as numbers, durations in hours; what is unknown is NaN, of which no clause holds."""
    return np.fromiter((_number(row.get(name)) for row in rows), dtype=np.float64, count=len(rows))


def _number(value: Value | None) -> float:
    match value:
        case timedelta():
            return value / _HOUR
        case bool() | int() | float():
            return float(value)
        case _:
            return math.nan


def _edges(known: Floats, kind: Kind) -> list[float]:
    """Quantiles of the true cases' values, at a precision that a person would write."""
    edges = [float(known[round(q * (len(known) - 1))]) for q in _QUANTILES]
    return list(dict.fromkeys(round(edge, 1 if kind is Kind.DOUBLE else 0) for edge in edges))


def _written(edge: float, kind: Kind) -> str:
    match kind:
        case Kind.DURATION:
            return f'duration("{render_duration(edge * _HOUR)}")'
        case Kind.DOUBLE:
            return str(edge)
        case _:
            return str(int(edge))
