"""Markings: who may know, as points of a lattice. Combining takes the stricter of each part.

Source: FIRST Traffic Light Protocol 2.0 for the levels; originator control for `owners` and caveats.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from enum import IntEnum, StrEnum
from functools import reduce
from typing import Any, TypeVar

from tansiq.handling.purpose import Ground

T = TypeVar("T")


class TLP(IntEnum):
    """FIRST TLP 2.0, weakest first."""

    CLEAR = 0
    GREEN = 1
    AMBER = 2
    AMBER_STRICT = 3
    RED = 4

    @property
    def label(self) -> str:
        """As FIRST writes it: "TLP:AMBER+STRICT"."""
        return "TLP:" + self.name.replace("_", "+")


class Caveat(StrEnum):
    """A sentence on a marking."""

    NO_ONWARD = "no_onward"  # whoever receives it may not pass it on
    ASK_BEFORE_ACTION = "ask_before_action"  # the owner is asked before anybody acts on it
    NO_AUTOMATED_DECISION = "no_automated_decision"  # no machine may decide on it


@dataclass(frozen=True, slots=True)
class Marking:
    """Who may know a value.

    owners: organisations whose yes is needed to pass it on. audience: organisations that may know it, its owners too where
    they are to; None is anybody the level allows: from AMBER up the owners (TLP 2.0). purposes: grounds it may be used for; None is any. until: when the permission ends; None is never.
    """

    owners: frozenset[str]
    tlp: TLP = TLP.AMBER
    audience: frozenset[str] | None = None
    caveats: frozenset[Caveat] = frozenset()
    purposes: frozenset[Ground] | None = None
    until: datetime | None = None

    def join(self, other: "Marking") -> "Marking":
        """The stricter of both: the least upper bound of the lattice. Whom it reaches, both reach."""
        joined = Marking(
            owners=self.owners | other.owners,
            tlp=max(self.tlp, other.tlp),
            caveats=self.caveats | other.caveats,
            purposes=_narrower(self.purposes, other.purposes),
            until=_earlier(self.until, other.until),
        )
        reached = _narrower(self.reaches(), other.reaches())
        is_said_by_level = self.audience is None and other.audience is None and joined.reaches() == reached
        return joined if is_said_by_level else replace(joined, audience=reached)

    def is_at_least(self, other: "Marking") -> bool:
        """Whether this marking is as strict as the other in every part."""
        return self.join(other) == self

    def reaches(self) -> frozenset[str] | None:
        """The organisations that may know of it by its audience, or else by its owners and level; None is any."""
        if self.audience is not None:
            return self.audience
        return None if self.tlp <= TLP.GREEN else self.owners


OPEN = Marking(owners=frozenset(), tlp=TLP.CLEAR)
"""The bottom of the lattice: anybody, for anything, for ever."""


def join(markings: Iterable[Marking]) -> Marking:
    """What a record derived from all of these carries; `OPEN` for none."""
    return reduce(Marking.join, markings, OPEN)


def render_marking(marking: Marking) -> dict[str, object]:
    """The marking as plain JSON types: what the ledger keeps beside each observation."""
    return {
        "owners": sorted(marking.owners),
        "tlp": marking.tlp.name,
        "audience": None if marking.audience is None else sorted(marking.audience),
        "caveats": sorted(marking.caveats),
        "purposes": None if marking.purposes is None else sorted(marking.purposes),
        "until": None if marking.until is None else marking.until.isoformat(),
    }


def parse_marking(data: Mapping[str, Any]) -> Marking:
    """The marking that `render_marking` wrote."""
    return Marking(
        owners=frozenset(data["owners"]),
        tlp=TLP[data["tlp"]],
        audience=None if data["audience"] is None else frozenset(data["audience"]),
        caveats=frozenset(Caveat(c) for c in data["caveats"]),
        purposes=None if data["purposes"] is None else frozenset(Ground(g) for g in data["purposes"]),
        until=None if data["until"] is None else datetime.fromisoformat(data["until"]),
    )


def _narrower(a: frozenset[T] | None, b: frozenset[T] | None) -> frozenset[T] | None:
    if a is None or b is None:
        return a if b is None else b
    return a & b


def _earlier(a: datetime | None, b: datetime | None) -> datetime | None:
    if a is None or b is None:
        return a if b is None else b
    return min(a, b)
