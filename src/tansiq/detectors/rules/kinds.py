"""What a value of a rule can be, and how durations and instants are written."""

import re
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Final


class Kind(StrEnum):
    """The kind of a value. The words are those of officers and of the attribute table."""

    BOOL = "bool"
    INT = "int"
    DOUBLE = "double"
    STRING = "string"
    DURATION = "duration"
    TIMESTAMP = "timestamp"
    STRINGS = "list of string"


Scalar = bool | int | float | str | timedelta | datetime
Value = Scalar | tuple[str, ...]
Row = Mapping[str, Value | None]
"""One traveller on one flight: attribute name to value. A missing name, or None, is unknown."""

EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
MICROSECOND: Final = timedelta(microseconds=1)
_UNITS: Final = {
    "h": timedelta(hours=1),
    "m": timedelta(minutes=1),
    "s": timedelta(seconds=1),
    "ms": timedelta(milliseconds=1),
}
_DURATION: Final = re.compile(r"(-?)((?:[0-9]{1,9}(?:ms|h|m|s))+)")
_PART: Final = re.compile(r"([0-9]+)(ms|h|m|s)")
_INSTANT: Final = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]{1,6})?(Z|[+-][0-9]{2}:[0-9]{2})"
)


def parse_duration(text: str) -> timedelta:
    """A duration such as "72h", "1h30m" or "-15m". Raises ValueError with what was expected.

    Source: CEL language definition, duration(); whole numbers only, and no unit below the millisecond.
    """
    found = _DURATION.fullmatch(text)
    if not found:
        raise ValueError('a duration in hours, minutes and seconds expected, such as "72h" or "1h30m"')
    total = sum((int(number) * _UNITS[unit] for number, unit in _PART.findall(found[2])), timedelta())
    return -total if found[1] else total


def render_duration(value: timedelta) -> str:
    """The one text of a duration, whole milliseconds: "1h30m", "0s"."""
    rest, parts = abs(value), []
    for unit, size in _UNITS.items():
        number, rest = divmod(rest, size)
        parts += [f"{number}{unit}"] if number else []
    return ("-" if value < timedelta() else "") + ("".join(parts) or "0s")


def parse_instant(text: str) -> datetime:
    """An instant as RFC 3339 writes it, in UTC. Raises ValueError with what was expected."""
    if not _INSTANT.fullmatch(text):
        raise ValueError('a date, a time and a zone expected, such as "2026-05-01T00:00:00Z"')
    try:
        return datetime.fromisoformat(text).astimezone(UTC)
    except (ValueError, OverflowError) as error:
        raise ValueError(f"there is no such instant: {error}") from error


def render_instant(value: datetime) -> str:
    """The one text of an instant: RFC 3339, UTC, fractions only where there are any."""
    return value.astimezone(UTC).replace(tzinfo=None).isoformat() + "Z"


def render_value(value: Value | None) -> str:
    """A value as a person reads it beside a clause; "unknown" for None."""
    match value:
        case None:
            return "unknown"
        case bool():
            return "true" if value else "false"
        case timedelta():
            return render_duration(value)
        case datetime():
            return render_instant(value)
        case tuple():
            return "[" + ", ".join(value) + "]"
        case _:
            return str(value)
