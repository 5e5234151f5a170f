"""What cel-python, a CEL of other people's making, says of an expression: its errors are our unknown."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Final

import celpy
from celpy import celtypes
from celpy.evaluation import CELEvalError, Context

from tansiq.detectors.rules.kinds import Row, Value

_ENVIRONMENT = celpy.Environment()


def asked(text: str) -> Callable[[Row], bool | None]:
    """A function from a row to true, false or None."""
    program = _ENVIRONMENT.program(_ENVIRONMENT.compile(text))

    def run(row: Row) -> bool | None:
        try:
            return bool(program.evaluate(activation(row)))
        except CELEvalError:
            return None

    return run


def activation(row: Row) -> Context:
    """A row as nested maps; what is unknown is not there."""
    groups: dict[str, dict[celtypes.Value, celtypes.Value]] = {}
    for name, value in row.items():
        group, _, last = name.partition(".")
        values = groups.setdefault(group, {})
        if value is not None:
            values[celtypes.StringType(last)] = cel_value(value)
    return {group: celtypes.MapType(values) for group, values in groups.items()}


_TYPES: Final[dict[type, Callable[..., celtypes.Value]]] = {
    bool: celtypes.BoolType,
    int: celtypes.IntType,
    float: celtypes.DoubleType,
    str: celtypes.StringType,
    timedelta: celtypes.DurationType,
    datetime: celtypes.TimestampType,
}


def cel_value(value: Value) -> celtypes.Value:
    """A value as cel-python has it."""
    if isinstance(value, tuple):
        return celtypes.ListType([celtypes.StringType(item) for item in value])
    return _TYPES[type(value)](value)
