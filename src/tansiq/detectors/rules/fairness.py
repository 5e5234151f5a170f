"""The fairness screen: whom a rule holds up, by nationality, sex and age, beside the base rate, and what its attributes stand for.

It says and does not decide: a difference can have a good reason, which a person has to write down.
"""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

import polars as pl

from tansiq.detectors.rules.attributes import ATTRIBUTES
from tansiq.detectors.rules.bulk import complete, outcomes
from tansiq.detectors.rules.kinds import Kind
from tansiq.detectors.rules.tree import Node, names
from tansiq.model.shares import wilson

PROTECTED: Final = {"nationality": "traveller.nationality", "sex": "traveller.sex", "age": "traveller.age"}
"""The particulars a rule is screened for, and the attributes that tell them."""
UNKNOWN_GROUP: Final = "not known"
FEW: Final = 30
"""Of a group with fewer travellers nothing is concluded."""
TELLING: Final = 0.1
"""An association below it is next to nothing."""
_CONFIDENCE: Final = 0.95
_AGE_EDGES: Final = (18, 25, 35, 45, 55, 65)
_AGE_BANDS: Final = ("0-17", "18-24", "25-34", "35-44", "45-54", "55-64", "65+")
_MOST_VALUES: Final = 40
_QUANTILES: Final = (0.1, 0.25, 0.5, 0.75, 0.9)


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


def fairness(frame: pl.DataFrame, node: Node) -> Fairness:
    """Screen a rule on past travellers.

    frame: as of `bulk`, with the columns of PROTECTED as far as they are known. Raises ShapeMismatch as `bulk.outcomes`.
    """
    outcome = outcomes(frame, {"hit": node})["hit"]
    groups = complete(frame, PROTECTED.values())
    protected = {particular: _grouped(groups[name]) for particular, name in PROTECTED.items()}
    named = names(node)
    return Fairness(
        travellers=frame.height,
        hits=int(outcome.sum()),
        unknown=outcome.null_count(),
        rates=tuple(_rates(protected, outcome.fill_null(value=False))),
        proxies=_proxies(complete(frame, named), protected),
        declared=tuple((name, ATTRIBUTES[name].proxy) for name in named if ATTRIBUTES[name].proxy),
    )


def _grouped(column: pl.Series) -> pl.Series:
    """Groups of a protected attribute; ages in bands."""
    if column.dtype == pl.Int64:
        column = _in_bands(column, _AGE_EDGES, _AGE_BANDS)
    return column.fill_null(UNKNOWN_GROUP)


def _in_bands(numbers: pl.Series, edges: Sequence[float], labels: Sequence[str]) -> pl.Series:
    """The label of the band of each number; a band begins with its edge. Null stays null."""
    place = pl.Series(edges, dtype=pl.Float64).search_sorted(numbers.cast(pl.Float64).fill_null(0.0), side="right")
    found = pl.Series(labels, dtype=pl.String).gather(place)
    return pl.select(pl.when(numbers.is_not_null()).then(found)).to_series()


def _rates(protected: dict[str, pl.Series], hit: pl.Series) -> Iterator[Rate]:
    tables = {
        particular: pl.DataFrame({"group": groups, "hit": hit})
        .group_by("group")
        .agg(pl.len().alias("travellers"), pl.col("hit").sum().alias("hits"))
        .sort("travellers", "group", descending=[True, False])
        for particular, groups in protected.items()
    }
    base = hit.mean() if hit.len() else None
    share = float(base) if isinstance(base, float) else 0.0
    looked_at = max(1, sum(table.height for table in tables.values()))
    for particular, table in tables.items():
        for group, travellers, hits in table.iter_rows():
            yield _rate(particular, group, (int(travellers), int(hits)), share, looked_at)


def _rate(particular: str, group: str, counted: tuple[int, int], base: float, looked_at: int) -> Rate:
    """looked_at: groups compared, by which the doubt is divided (Bonferroni)."""
    travellers, hits = counted
    low, high = wilson(hits, travellers)
    least, most = wilson(hits, travellers, confidence=1 - (1 - _CONFIDENCE) / looked_at)
    differs = travellers >= FEW and not least <= base <= most
    ratio = hits / travellers / base if base else None
    return Rate(particular, group, travellers, hits, low, high, ratio, differs)


def _proxies(asked: pl.DataFrame, protected: dict[str, pl.Series]) -> tuple[Proxy, ...]:
    found = [
        Proxy(column.name, particular, round(association(_category(column), groups), 4))
        for column in asked.iter_columns()
        for particular, groups in protected.items()
        if column.name != PROTECTED[particular]
    ]
    return tuple(sorted(found, key=lambda proxy: (-proxy.strength, proxy.attribute, proxy.particular)))


def _category(column: pl.Series) -> pl.Series:
    """A column as few enough categories to be counted: numbers in bands, lists and texts as themselves, the rare ones together."""
    kind = ATTRIBUTES[column.name].kind
    if kind in {Kind.INT, Kind.DOUBLE, Kind.DURATION, Kind.TIMESTAMP}:
        return _banded(column.cast(pl.Int64 if kind is not Kind.DOUBLE else pl.Float64))
    texts = column.list.join(" ") if kind is Kind.STRINGS else column.cast(pl.String)
    common = texts.value_counts(sort=True).head(_MOST_VALUES)[column.name]
    return pl.select(pl.when(texts.is_in(common.implode())).then(texts).otherwise(pl.lit("rare"))).to_series()


def _banded(numbers: pl.Series) -> pl.Series:
    edges = sorted({float(edge) for share in _QUANTILES if (edge := numbers.quantile(share)) is not None})
    if not edges:
        return pl.repeat(UNKNOWN_GROUP, numbers.len(), eager=True)
    labels = [f"from {edge:g}" for edge in (-math.inf, *edges)]
    return _in_bands(numbers, edges, labels).fill_null(UNKNOWN_GROUP)


def association(one: pl.Series, other: pl.Series) -> float:
    """Cramér's V of two columns of categories, corrected for bias; 0 to 1.

    one, other: of one length. Source: W. Bergsma, Journal of the Korean Statistical Society 42 (2013) 323-328.
    """
    counts = pl.DataFrame({"one": one, "other": other}).group_by("one", "other").len("seen")
    rows, columns, total = counts["one"].n_unique(), counts["other"].n_unique(), one.len()
    if min(rows, columns) < 2 or total < 2:  # noqa: PLR2004  one category tells nothing
        return 0.0
    squares = counts.select(
        (
            pl.col("seen").cast(pl.Float64) ** 2 / pl.col("seen").sum().over("one") / pl.col("seen").sum().over("other")
        ).sum()
    ).item()
    phi = max(0.0, squares - 1 - (rows - 1) * (columns - 1) / (total - 1))
    least = min(_corrected(rows, total), _corrected(columns, total)) - 1
    return min(1.0, math.sqrt(phi / least)) if least > 0 else 0.0


def _corrected(categories: int, total: int) -> float:
    return categories - (categories - 1) ** 2 / (total - 1)
