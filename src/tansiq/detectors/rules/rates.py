"""What the fairness screen says: rates of groups, and what a rule's attributes tell of them. Without polars, to be shown anywhere."""

from dataclasses import dataclass
from typing import Final

UNKNOWN_GROUP: Final = "not known"
FEW: Final = 30
"""Of a group with fewer travellers nothing is concluded."""
TELLING: Final = 0.1
"""An association below it is next to nothing."""


@dataclass(frozen=True, slots=True)
class Rate:
    """Hits in one group. low, high: Wilson's interval at 95 %. ratio: rate over the base rate, None where nobody was hit.

    differs: whether the base rate lies outside the interval that is wide enough for all groups looked at together.
    """

    particular: str
    group: str
    travellers: int
    hits: int
    low: float
    high: float
    ratio: float | None
    differs: bool

    @property
    def rate(self) -> float:
        """Share of the group that was hit."""
        return self.hits / self.travellers

    @property
    def text(self) -> str:
        """The rate as a sentence."""
        times = "" if self.ratio is None else f", {self.ratio:.1f} times the base rate"
        few = f"; fewer than {FEW}, so nothing follows" if self.travellers < FEW else ""
        interval = f"{self.low:.2%} to {self.high:.2%}"
        return f"{self.particular} {self.group}: {self.hits} of {self.travellers}, {self.rate:.2%} ({interval}){times}{few}"


@dataclass(frozen=True, slots=True)
class Proxy:
    """How far an attribute that a rule names tells a protected particular. strength: 0 nothing, 1 everything (Cramér's V)."""

    attribute: str
    particular: str
    strength: float

    @property
    def text(self) -> str:
        """The strength as a sentence."""
        words = next(word for edge, word in _STRENGTHS if self.strength >= edge)
        return f"{self.attribute} tells {words} about {self.particular} ({self.strength:.2f} of 1)"


_STRENGTHS: Final = (
    (0.9, "all but everything"),
    (0.5, "much"),
    (0.3, "something"),
    (TELLING, "a little"),
    (0.0, "next to nothing"),
)


@dataclass(frozen=True, slots=True)
class Fairness:
    """What the screen found. unknown: travellers for whom the rule has no answer; they are no hits.

    declared: attributes of the rule that the table calls a proxy, with the particular. proxies: strongest first.
    """

    travellers: int
    hits: int
    unknown: int
    rates: tuple[Rate, ...]
    proxies: tuple[Proxy, ...]
    declared: tuple[tuple[str, str], ...]

    @property
    def base_rate(self) -> float:
        """Share of all travellers that was hit."""
        return self.hits / self.travellers if self.travellers else 0.0

    @property
    def differing(self) -> tuple[Rate, ...]:
        """The groups whose rate is not the base rate's."""
        return tuple(rate for rate in self.rates if rate.differs)
