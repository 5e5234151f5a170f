"""Travellers in frames: the columns of Parquet that are attributes, every value that is none of its attribute refused by name."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import polars as pl

from tansiq.detectors.rules.attributes import ATTRIBUTES, Attribute, refusal_of
from tansiq.detectors.rules.bounds import LONGEST_TEXT
from tansiq.detectors.rules.bulk import DTYPES
from tansiq.detectors.rules.kinds import Kind, Row
from tansiq.detectors.rules.rows import KEY


@dataclass(frozen=True, slots=True)
class FrameReading:
    """What became of a frame. frame: the columns that are attributes, of their types. keys: a key for each row."""

    frame: pl.DataFrame
    keys: pl.Series
    refusals: tuple[str, ...] = field(default=())


def frame_of(rows: Sequence[Row]) -> pl.DataFrame:
    """Rows as a frame, a column for each attribute that one of them has."""
    named = sorted({name for row in rows for name in row})
    columns = {name: [row.get(name) for row in rows] for name in named}
    return pl.DataFrame(columns, schema={name: DTYPES[ATTRIBUTES[name].kind] for name in named})


def rows_of(frame: pl.DataFrame) -> Iterator[Row]:
    """The rows of a frame whose columns are attributes."""
    for row in frame.iter_rows(named=True):
        yield {name: tuple(value) if isinstance(value, list) else value for name, value in row.items()}


def parse_frame(found: pl.DataFrame) -> FrameReading:
    """The columns of a frame that are attributes; the others, and values out of range, are refused by name."""
    columns: list[pl.Series] = []
    refusals: list[str] = []
    keys = found[KEY] if KEY in found.columns else pl.int_range(1, found.height + 1, eager=True)
    for name in found.columns:
        if name == KEY:
            continue
        if name not in ATTRIBUTES:
            text, repair = refusal_of(name)
            refusals.append(f"{text}; {repair}")
            continue
        columns += _column(ATTRIBUTES[name], found[name], refusals)
    return FrameReading(pl.DataFrame(columns), keys.cast(pl.String).alias(KEY), tuple(refusals))


def _column(attribute: Attribute, found: pl.Series, refusals: list[str]) -> list[pl.Series]:
    dtype = DTYPES[attribute.kind]
    if not _fits(attribute.kind, found.dtype):
        refusals.append(f"column {attribute.name}: {attribute.kind} ({dtype}) expected, {found.dtype} found")
        return []
    column = found.cast(dtype, strict=False)
    good = _good(attribute, column)
    lost = int((found.is_not_null() & ~good.fill_null(value=False)).sum())
    if lost:
        refusals.append(f"column {attribute.name}: {lost} values outside its range, or none of its kind")
    return [pl.select(pl.when(good).then(column)).to_series().alias(attribute.name)]


def _fits(kind: Kind, dtype: pl.DataType) -> bool:
    match kind:
        case Kind.INT:
            return dtype.is_integer() or dtype == pl.Null
        case Kind.DOUBLE:
            return dtype.is_numeric() or dtype == pl.Null
        case Kind.TIMESTAMP:
            return dtype in (pl.Date, pl.Null) or (isinstance(dtype, pl.Datetime) and dtype.time_zone is not None)
        case Kind.DURATION:
            return dtype in (pl.Duration, pl.Null)
        case _:
            return dtype in (DTYPES[kind], pl.Null, *((pl.Categorical, pl.Enum) if kind is Kind.STRING else ()))


def _good(attribute: Attribute, column: pl.Series) -> pl.Series:
    """Where a column has a value that is one of its attribute; null where it has none."""
    match attribute.kind:
        case Kind.BOOL:
            return column.is_not_null()
        case Kind.STRING:
            return column.str.len_chars() <= LONGEST_TEXT
        case Kind.STRINGS:
            whole = column.list.eval(pl.element().is_not_null()).list.all()
            return whole & (column.list.len() <= LONGEST_TEXT)
        case Kind.DOUBLE:
            return column.is_between(attribute.low, attribute.high) & column.is_finite()
        case _:
            return column.cast(pl.Int64).is_between(int(attribute.low), int(attribute.high))
