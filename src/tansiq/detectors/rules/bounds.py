"""How great and how small a result can be, from the ranges of the attributes: what could overflow is refused when it is written.

So both evaluators may compute with the machine's numbers, and neither meets an overflow that the other does not.
"""

import math
from datetime import datetime, timedelta
from typing import Final

from tansiq.detectors.rules.kinds import EPOCH, MICROSECOND, Kind
from tansiq.detectors.rules.tree import AsDouble, Choice, Computed, Constant, Named, Negative, Node, Sized

MOST_INT: Final = 2**62
MOST_DOUBLE: Final = 1e300
LONGEST_TEXT: Final = 100_000
"""A text, or a list, of an attribute is no longer."""
_MOST_MICROSECONDS: Final = 315_576_000_000 * 10**6
_FIRST_INSTANT: Final = -62_135_596_800 * 10**6
_LAST_INSTANT: Final = 253_402_300_799 * 10**6
_NEVER: Final = (-math.inf, math.inf)
_LIMITS: Final = {
    Kind.INT: (-MOST_INT, MOST_INT),
    Kind.DURATION: (-_MOST_MICROSECONDS, _MOST_MICROSECONDS),
    Kind.TIMESTAMP: (_FIRST_INSTANT, _LAST_INSTANT),
    Kind.DOUBLE: (-MOST_DOUBLE, MOST_DOUBLE),
}
"""Durations: 10,000 years; instants: years 1 to 9999 (CEL language definition, and RFC 3339)."""

Range = tuple[float, float]


def outside(node: Computed) -> bool:
    """Whether a result that is no double could be one that cannot be represented."""
    return node.kind is not Kind.DOUBLE and not _within(bounds(node), node.kind)


def may_fail(node: Computed) -> bool:
    """Whether there may be no result: a division by zero, or a double beyond all doubles."""
    if node.operator in "/%":
        return node.kind is Kind.DOUBLE or not isinstance(node.right, Constant)
    return node.kind is Kind.DOUBLE and not _within(bounds(node), Kind.DOUBLE)


def _within(edges: Range, kind: Kind) -> bool:
    low, high = _LIMITS[kind]
    return low <= edges[0] and edges[1] <= high


def bounds(node: Node) -> Range:
    """The least and the greatest that a number, duration or timestamp can be; of the latter in microseconds."""
    match node:
        case Constant():
            return _constant(node)
        case Named():
            return node.low, node.high
        case Choice():
            return _around(bounds(node.one), bounds(node.other))
        case Computed():
            return _computed(node.operator, bounds(node.left), bounds(node.right), whole=node.kind is not Kind.DOUBLE)
        case _:
            return _other(node)


def _other(node: Node) -> Range:
    match node:
        case Negative():
            low, high = bounds(node.inner)
            return -high, -low
        case AsDouble():
            return bounds(node.inner)
        case Sized():
            return 0, LONGEST_TEXT
        case _:
            return _NEVER


def _constant(node: Constant) -> Range:
    value = node.value
    if isinstance(value, int | float):
        return value, value
    if isinstance(value, str):
        return _NEVER
    micro = microseconds(value)
    return micro, micro


def microseconds(value: timedelta | datetime) -> int:
    """A duration, or an instant since 1970, in microseconds."""
    return (value if isinstance(value, timedelta) else value - EPOCH) // MICROSECOND


def _around(one: Range, other: Range) -> Range:
    return min(one[0], other[0]), max(one[1], other[1])


def _computed(operator: str, left: Range, right: Range, *, whole: bool) -> Range:
    if any(map(math.isinf, (*left, *right))):
        return _NEVER
    match operator:
        case "+":
            return left[0] + right[0], left[1] + right[1]
        case "-":
            return left[0] - right[1], left[1] - right[0]
        case "*":
            products = [a * b for a in left for b in right]
            return min(products), max(products)
        case "/" if not whole:
            return _NEVER
        case _:  # the quotient of whole numbers is no greater than what is divided, and the rest neither
            most = max(map(abs, left))
            return -most, most
