"""The fairness screen: whom a rule holds up, by nationality, sex and age, beside the base rate, and what its attributes stand for.

It says and does not decide: a difference can have a good reason, which a person has to write down.
"""

import math
from collections.abc import Iterator, Sequence
from typing import Final

import polars as pl

from tansiq.detectors.rules.attributes import ATTRIBUTES
from tansiq.detectors.rules.bulk import complete, outcomes
from tansiq.detectors.rules.kinds import Kind
from tansiq.detectors.rules.rates import FEW, UNKNOWN_GROUP, Fairness, Proxy, Rate
from tansiq.detectors.rules.tree import Node, names
from tansiq.model.shares import wilson

PROTECTED: Final = {"nationality": "traveller.nationality", "sex": "traveller.sex", "age": "traveller.age"}
"""The particulars a rule is screened for, and the attributes that tell them."""
_CONFIDENCE: Final = 0.95
_AGE_EDGES: Final = (18, 25, 35, 45, 55, 65)
_AGE_BANDS: Final = ("0-17", "18-24", "25-34", "35-44", "45-54", "55-64", "65+")
_MOST_VALUES: Final = 40
_QUANTILES: Final = (0.1, 0.25, 0.5, 0.75, 0.9)


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
