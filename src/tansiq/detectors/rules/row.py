"""One traveller at a time: an expression compiled to closures over a row. None is unknown all the way through.

Three values: unknown && false is false, unknown || true is true, otherwise what depends on the unknown is unknown.
Source: S. C. Kleene, Introduction to Metamathematics (1952), section 64, the strong tables; CEL takes its errors the same way.
"""

import math
import operator
from collections.abc import Callable
from typing import Final, cast

from tansiq.detectors.rules.automaton import searcher
from tansiq.detectors.rules.kinds import Kind, Row, Value
from tansiq.detectors.rules.tree import (
    AmongAttribute,
    AsDouble,
    Choice,
    Compared,
    Computed,
    Constant,
    Has,
    Item,
    Joined,
    Matched,
    Named,
    Negative,
    Node,
    Not,
    OneOf,
    Quantified,
    Sized,
    TextTested,
)

Evaluator = Callable[[Row], Value | None]
Condition = Callable[[Row], bool | None]
_Binary = Callable[[object, object], Value]

_COMPARE: Final = {
    "==": operator.eq,
    "!=": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}
_COMPUTE: Final = {"+": operator.add, "-": operator.sub, "*": operator.mul}
_TESTS: Final = {"startsWith": str.startswith, "endsWith": str.endswith, "contains": operator.contains}


def compiled(node: Node) -> Condition:
    """A function from a row to true, false or None, which is unknown."""
    return cast("Condition", _compile(node))


def _compile(node: Node) -> Evaluator:
    return _COMPILERS[type(node)](node)


def _constant(node: Constant) -> Evaluator:
    value = node.value
    return lambda _: value


def _named(node: Named | Item) -> Evaluator:
    name = node.name
    return lambda row: row.get(name)


def _has(node: Has) -> Evaluator:
    name = node.name
    return lambda row: row.get(name) is not None


def _not(node: Not) -> Evaluator:
    inner = _compile(node.inner)

    def run(row: Row) -> bool | None:
        value = inner(row)
        return None if value is None else not value

    return run


def _joined(node: Joined) -> Evaluator:
    parts = tuple(_compile(part) for part in node.parts)
    deciding = node.operator == "||"

    def run(row: Row) -> bool | None:
        outcome: bool | None = not deciding
        for part in parts:
            value = part(row)
            if value is deciding:
                return deciding
            if value is None:
                outcome = None
        return outcome

    return run


def _compared(node: Compared) -> Evaluator:
    compare = cast("_Binary", _COMPARE[node.operator])
    if isinstance(node.left, Named) and isinstance(node.right, Constant):
        return _compared_to(node.left.name, compare, node.right.value)
    return _both(compare, node.left, node.right)


def _compared_to(name: str, compare: _Binary, constant: Value) -> Evaluator:
    def run(row: Row) -> Value | None:
        value = row.get(name)
        return None if value is None else compare(value, constant)

    return run


def _both(make: Callable[[object, object], Value | None], left: Node, right: Node) -> Evaluator:
    """Known where both are."""
    one, two = _compile(left), _compile(right)

    def run(row: Row) -> Value | None:
        first = one(row)
        if first is None:
            return None
        second = two(row)
        return None if second is None else make(first, second)

    return run


def _computed(node: Computed) -> Evaluator:
    if node.operator in "/%":
        return _both(_divided(node), node.left, node.right)
    compute = cast("_Binary", _COMPUTE[node.operator])
    return _both(_finite(compute) if node.may_fail else compute, node.left, node.right)


def _finite(compute: _Binary) -> Callable[[object, object], Value | None]:
    def run(left: object, right: object) -> Value | None:
        value = cast("float", compute(left, right))
        return value if math.isfinite(value) else None

    return run


def _divided(node: Computed) -> Callable[[object, object], Value | None]:
    if node.kind is Kind.DOUBLE:
        divide = _finite(cast("_Binary", operator.truediv))
    else:
        divide = cast("_Binary", _whole_quotient if node.operator == "/" else _whole_rest)
    return lambda left, right: divide(left, right) if right else None


def _whole_quotient(left: int, right: int) -> int:
    """Towards zero, as CEL divides."""
    quotient = abs(left) // abs(right)
    return quotient if (left < 0) == (right < 0) else -quotient


def _whole_rest(left: int, right: int) -> int:
    """Of the sign of what is divided."""
    rest = abs(left) % abs(right)
    return -rest if left < 0 else rest


def _mapped(make: Callable[[object], Value | None], inner: Node) -> Evaluator:
    value_of = _compile(inner)

    def run(row: Row) -> Value | None:
        value = value_of(row)
        return None if value is None else make(value)

    return run


def _negative(node: Negative) -> Evaluator:
    return _mapped(cast("Callable[[object], Value]", operator.neg), node.inner)


def _sized(node: Sized) -> Evaluator:
    return _mapped(cast("Callable[[object], Value]", len), node.inner)


def _as_double(node: AsDouble) -> Evaluator:
    return _mapped(cast("Callable[[object], Value]", float), node.inner)


def _one_of(node: OneOf) -> Evaluator:
    return _mapped(frozenset(option.value for option in node.options).__contains__, node.item)


def _among(node: AmongAttribute) -> Evaluator:
    return _both(lambda item, listed: item in cast("tuple[str, ...]", listed), node.item, node.list)


def _text_tested(node: TextTested) -> Evaluator:
    return _both(cast("_Binary", _TESTS[node.test]), node.text, node.sought)


def _matched(node: Matched) -> Evaluator:
    return _mapped(cast("Callable[[object], Value]", searcher(node.pattern)), node.text)


def _quantified(node: Quantified) -> Evaluator:
    item, body = node.item, _compile(node.body)
    quantify = any if node.quantifier == "exists" else all
    return _mapped(lambda listed: quantify(body({item: one}) for one in cast("tuple[str, ...]", listed)), node.list)


def _choice(node: Choice) -> Evaluator:
    condition, one, other = _compile(node.condition), _compile(node.one), _compile(node.other)

    def run(row: Row) -> Value | None:
        chosen = condition(row)
        if chosen is None:
            return None
        return one(row) if chosen else other(row)

    return run


_COMPILERS: Final = cast(
    "dict[type[Node], Callable[[Node], Evaluator]]",
    {
        Constant: _constant,
        Named: _named,
        Item: _named,
        Has: _has,
        Not: _not,
        Joined: _joined,
        Compared: _compared,
        Computed: _computed,
        Negative: _negative,
        OneOf: _one_of,
        AmongAttribute: _among,
        TextTested: _text_tested,
        Matched: _matched,
        Sized: _sized,
        AsDouble: _as_double,
        Quantified: _quantified,
        Choice: _choice,
    },
)
