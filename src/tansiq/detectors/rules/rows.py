"""Travellers at the door: rows of JSON, every value that is not one of its attribute refused by name.

A value that is refused is unknown afterwards, and never taken for something else; a value of something protected is not kept.
"""

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Final

from tansiq.detectors.rules.attributes import ATTRIBUTES, GROUPS, Attribute, refusal_of
from tansiq.detectors.rules.bounds import LONGEST_TEXT, microseconds
from tansiq.detectors.rules.kinds import Kind, Row, Value, parse_duration, parse_instant

KEY: Final = "id"
"""The key of a row, or column of a frame, that says whose it is."""


@dataclass(frozen=True, slots=True)
class RowReading:
    """What became of a row. refusals: a sentence for each value that was not taken."""

    key: str
    row: Row
    refusals: tuple[str, ...] = ()


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
