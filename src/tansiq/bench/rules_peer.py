"""The peer of the benchmark of the rules: the same expressions asked of the same travellers by cel-python, where it is installed."""

import time
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
from importlib import import_module
from importlib.util import find_spec
from types import ModuleType
from typing import Protocol

from tansiq.detectors.rules.kinds import Row, Value
from tansiq.detectors.rules.rendering import render
from tansiq.detectors.rules.tree import Node


class Program(Protocol):
    """A compiled expression of the peer."""

    def evaluate(self, context: Mapping[str, object]) -> object:
        """The outcome; raises its CELEvalError."""


def is_installed() -> bool:
    """Whether the peer is there: it is a tool of development, not a dependency."""
    return find_spec("celpy") is not None


def answered(rules: Mapping[str, Node], travellers: Sequence[Row]) -> tuple[list[list[bool | None]], float]:
    """What cel-python says of each traveller, a list each, and the seconds of processor time, rules compiled beforehand.

    Its errors are unknown. Raises ImportError where it is not installed.
    """
    celpy = import_module("celpy")
    environment = celpy.Environment()
    programs = [environment.program(environment.compile(render(node))) for node in rules.values()]
    contexts = [_context(row, celpy.celtypes) for row in travellers]
    start = time.process_time()
    answers = [[_answer(program, context, celpy.CELEvalError) for program in programs] for context in contexts]
    return answers, time.process_time() - start


def _answer(program: Program, context: Mapping[str, object], failed: type[Exception]) -> bool | None:
    try:
        return bool(program.evaluate(context))
    except failed:
        return None


def _context(row: Row, types: ModuleType) -> dict[str, object]:
    """A row as nested maps; what is unknown is not there."""
    groups: dict[str, dict[object, object]] = {}
    for name, value in row.items():
        group, _, last = name.partition(".")
        values = groups.setdefault(group, {})
        if value is not None:
            values[types.StringType(last)] = _value(value, types)
    return {group: types.MapType(values) for group, values in groups.items()}


def _value(value: Value, types: ModuleType) -> object:
    if isinstance(value, tuple):
        return types.ListType([types.StringType(item) for item in value])
    made: dict[type, Callable[..., object]] = {
        bool: types.BoolType,
        int: types.IntType,
        float: types.DoubleType,
        str: types.StringType,
        timedelta: types.DurationType,
        datetime: types.TimestampType,
    }
    return made[type(value)](value)
