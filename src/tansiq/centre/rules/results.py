"""What a run on past data found, as a value and as it is kept."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from tansiq.detectors.rules.rates import Fairness, Proxy, Rate


@dataclass(frozen=True, slots=True)
class Day:
    """One day of past data. day: ISO. rows: travellers asked; hits: of whom the rule is true; new: without an alert then."""

    day: str
    rows: int
    hits: int
    new: int


@dataclass(frozen=True, slots=True)
class Told:
    """How often a clause was true, false and unknown."""

    text: str
    true: int
    false: int
    unknown: int

    @property
    def unknown_share(self) -> float:
        """Of all travellers, 0 to 1."""
        asked = self.true + self.false + self.unknown
        return self.unknown / asked if asked else 0.0

    @property
    def percent(self) -> int:
        """The share of unknown, in per cent."""
        return round(100 * self.unknown_share)


@dataclass(frozen=True, slots=True)
class ShadowResult:
    """What a rule would have done.

    unknown: travellers for whom it has no answer. caught, missed, unanswered: known true cases by number, where it was true,
    false, unknown; absent: cases named by the rule whose travellers are not in the data. sample: flight and entry of some
    whom it would have held up. screened: travellers that the fairness screen looked at, all of them or every so manieth.
    unread: values that are not one of their attribute, taken as unknown.
    """

    days: tuple[Day, ...]
    unknown: int
    clauses: tuple[Told, ...]
    caught: tuple[str, ...]
    missed: tuple[str, ...]
    unanswered: tuple[str, ...]
    absent: tuple[str, ...]
    sample: tuple[tuple[int, int], ...]
    fairness: Fairness
    screened: int
    unread: int = 0

    @property
    def rows(self) -> int:
        """Travellers asked."""
        return sum(day.rows for day in self.days)

    @property
    def hits(self) -> int:
        """Travellers held up."""
        return sum(day.hits for day in self.days)

    @property
    def new(self) -> int:
        """Travellers held up who had no alert then."""
        return sum(day.new for day in self.days)

    @property
    def covered(self) -> int:
        """Days of which there is data."""
        return len(self.days)

    @property
    def a_day(self) -> float:
        """Alerts to be expected each day that nobody had before."""
        return self.new / self.covered if self.days else 0.0

    def kept(self) -> dict[str, Any]:
        """As JSON."""
        return asdict(self)


def result_of(kept: Mapping[str, Any]) -> ShadowResult:
    """The result that `ShadowResult.kept` wrote."""
    screen = kept["fairness"]
    fairness = Fairness(
        travellers=screen["travellers"],
        hits=screen["hits"],
        unknown=screen["unknown"],
        rates=tuple(Rate(**rate) for rate in screen["rates"]),
        proxies=tuple(Proxy(**proxy) for proxy in screen["proxies"]),
        declared=tuple((name, particular) for name, particular in screen["declared"]),
    )
    return ShadowResult(
        days=tuple(Day(**day) for day in kept["days"]),
        unknown=kept["unknown"],
        clauses=tuple(Told(**told) for told in kept["clauses"]),
        caught=tuple(kept["caught"]),
        missed=tuple(kept["missed"]),
        unanswered=tuple(kept["unanswered"]),
        absent=tuple(kept["absent"]),
        sample=tuple((flight, entry) for flight, entry in kept["sample"]),
        fairness=fairness,
        screened=kept["screened"],
        unread=kept["unread"],
    )
