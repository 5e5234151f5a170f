"""How large an expression becomes in bulk, where what is asked twice is written twice: choices and divisions multiply.

A few dozen divisions inside one another would fill any memory; they are refused when they are written.
"""

from typing import Final

from tansiq.detectors.rules.kinds import Kind
from tansiq.detectors.rules.tree import AmongAttribute, Choice, Computed, Node, children

MOST: Final = 20_000
"""Parts of the polars expressions of one rule."""
_WHOLE_QUOTIENT: Final = 8
"""Most often that a side of a division of whole numbers is written."""


def expanded(node: Node) -> int:
    """The parts of the polars expression of a tree, counted from above."""
    sizes = [expanded(child) for child in children(node)]
    match node:
        case Choice() | AmongAttribute():
            return 3 + 2 * sizes[0] + sum(sizes[1:])
        case Computed() if node.operator in "/%" and node.kind is not Kind.DOUBLE:
            return _WHOLE_QUOTIENT * (1 + sum(sizes))
        case Computed() if node.may_fail:
            return 3 + 2 * sum(sizes)
        case _:
            return 1 + sum(sizes)
