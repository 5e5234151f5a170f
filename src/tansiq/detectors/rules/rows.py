"""Travellers at the door: rows of JSON and frames of Parquet, every value that is not one of its attribute refused by name.

A value that is refused is unknown afterwards, and never taken for something else; a value of something protected is not kept.
"""

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from typing import Final

import polars as pl

from tansiq.detectors.rules.attributes import ATTRIBUTES, GROUPS, Attribute, refusal_of
from tansiq.detectors.rules.bounds import LONGEST_TEXT, microseconds
from tansiq.detectors.rules.bulk import DTYPES
from tansiq.detectors.rules.kinds import Kind, Row, Value, parse_duration, parse_instant

KEY: Final = "id"
"""The key of a row, or column of a frame, that says whose it is."""


@dataclass(frozen=True, slots=True)
class RowReading:
    """What became of a row. refusals: a sentence for each value that was not taken."""

    key: str
    row: Row
    refusals: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class FrameReading:
    """What became of a frame. frame: the columns that are attributes, of their types. keys: a key for each row."""

    frame: pl.DataFrame
    keys: pl.Series
    refusals: tuple[str, ...] = field(default=())


def parse_row(data: object, *, number: int = 1) -> RowReading:
    """The row of a JSON object: attribute to value, or group to attributes; durations as "72h", instants as RFC 3339.

    number: which row it is, for one without an id. Raises ValueError where it is no object.
    """
    if not isinstance(data, Mapping):
        raise ValueError("an object of attributes and values expected")
    row: dict[str, Value | None] = {}
    refusals = []
    for name, value in _flat(data):
        try:
            row[name] = parse_value(name, value)
        except ValueError as error:
            refusals.append(str(error))
    return RowReading(str(data.get(KEY, number)), row, tuple(refusals))


def _flat(data: Mapping[object, object]) -> Iterator[tuple[str, object]]:
    for name, value in data.items():
        if isinstance(value, Mapping) and name in GROUPS:
            yield from ((f"{name}.{inner}", one) for inner, one in value.items())
        elif name != KEY:
            yield str(name), value


def parse_value(name: str, value: object) -> Value | None:
    """A value as its attribute has it; None is unknown. Raises ValueError with what was found and expected."""
    attribute = ATTRIBUTES.get(name)
    if attribute is None:
        text, repair = refusal_of(name)
        raise ValueError(f"{text}; {repair}")
    if value is None:
        return None
    read = _of_kind(attribute, value)
    if read is None:
        raise ValueError(f"{name}: {attribute.kind} expected, {value!r} found")
    _check_range(attribute, read)
    return read


def _of_kind(attribute: Attribute, value: object) -> Value | None:
    match attribute.kind:
        case Kind.BOOL:
            return value if isinstance(value, bool) else None
        case Kind.INT | Kind.DOUBLE:
            return _number(attribute.kind, value)
        case Kind.STRING:
            return value if isinstance(value, str) else None
        case Kind.STRINGS:
            return _strings(value)
        case _:
            return _moment(attribute.kind, value)


def _number(kind: Kind, value: object) -> Value | None:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    if kind is Kind.DOUBLE:
        return float(value) if abs(value) < LONGEST_TEXT**9 else math.inf
    return value if isinstance(value, int) else None


def _strings(value: object) -> Value | None:
    if not isinstance(value, list | tuple):
        return None
    items = tuple(item for item in value if isinstance(item, str))
    return items if len(items) == len(value) else None


def _moment(kind: Kind, value: object) -> Value | None:
    if kind is Kind.DURATION:
        return value if isinstance(value, timedelta) else parse_duration(value) if isinstance(value, str) else None
    if isinstance(value, datetime):
        return value.astimezone(UTC) if value.tzinfo else None
    if isinstance(value, date):
        return datetime.combine(value, time(), UTC)
    if isinstance(value, str):
        return parse_instant(value if "T" in value else f"{value}T00:00:00Z")
    return None


def _check_range(attribute: Attribute, value: Value) -> None:
    match value:
        case bool():
            return
        case int() | float():
            size: float = value
        case timedelta() | datetime():
            size = microseconds(value)
        case _:
            if len(value) > LONGEST_TEXT:
                raise ValueError(f"{attribute.name}: at most {LONGEST_TEXT} expected, {len(value)} found")
            return
    if not attribute.low <= size <= attribute.high:
        raise ValueError(f"{attribute.name}: {value} is outside its range, {attribute.low} to {attribute.high}")


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
