"""Many travellers at once: an expression as polars expressions over a frame. null is unknown; polars joins it as Kleene does.

A frame has a column for each attribute, named as it is; a column that is missing is unknown for everybody.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from operator import and_, or_
from typing import Final, cast

import polars as pl

from tansiq.detectors.rules.attributes import ATTRIBUTES
from tansiq.detectors.rules.kinds import Kind
from tansiq.detectors.rules.patterns import render_portable
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
    names,
)
from tansiq.model.errors import ShapeMismatch

DTYPES: Final[dict[Kind, pl.DataType]] = {
    Kind.BOOL: pl.Boolean(),
    Kind.INT: pl.Int64(),
    Kind.DOUBLE: pl.Float64(),
    Kind.STRING: pl.String(),
    Kind.DURATION: pl.Duration("us"),
    Kind.TIMESTAMP: pl.Datetime("us", "UTC"),
    Kind.STRINGS: pl.List(pl.String()),
}
"""The polars type of a column of each kind."""
_FEW_OPTIONS: Final = 3
_SLICE: Final = 1 << 16


def outcomes(frame: pl.DataFrame, expressions: Mapping[str, Node]) -> pl.DataFrame:
    """True, false or null of each expression, a column each, for every row of the frame.

    Raises ShapeMismatch where a column that is asked for is of another type than its attribute.
    """
    asked = {name for node in expressions.values() for name in names(node)}
    known = complete(frame, asked)
    columns = [expression(node).alias(name) for name, node in expressions.items()]
    if not known.width:
        return pl.DataFrame()
    parts = [_answered(part, columns) for part in known.iter_slices(_SLICE)] or [_answered(known, columns)]
    return pl.concat(pl.collect_all(parts))


def _answered(part: pl.DataFrame, columns: list[pl.Expr]) -> pl.LazyFrame:
    """The answers alone; they are put beside the columns first, as polars shortens one that is null throughout to one row."""
    return part.lazy().with_columns(columns).select(column.meta.output_name() for column in columns)


def complete(frame: pl.DataFrame, asked: Iterable[str]) -> pl.DataFrame:
    """The columns asked for, those that are missing as nulls. Raises ShapeMismatch for a column of another type."""
    columns = []
    for name in sorted(asked):
        dtype = DTYPES[ATTRIBUTES[name].kind]
        if name in frame.columns and frame.schema[name] not in (dtype, pl.Null()):
            raise ShapeMismatch(f"column {name} is {frame.schema[name]}, {dtype} expected")
        columns.append(
            frame[name].cast(dtype)
            if name in frame.columns
            else pl.repeat(None, frame.height, dtype=dtype, eager=True).alias(name)
        )
    return pl.DataFrame(columns)


def expression(node: Node) -> pl.Expr:
    """The polars expression of a tree."""
    return _MAKERS[type(node)](node)


def _constant(node: Constant) -> pl.Expr:
    return pl.lit(node.value, dtype=DTYPES[node.kind])


def _named(node: Named) -> pl.Expr:
    return pl.col(node.name)


def _item(_: Item) -> pl.Expr:
    return pl.element()


def _has(node: Has) -> pl.Expr:
    return pl.col(node.name).is_not_null()


def _not(node: Not) -> pl.Expr:
    return ~expression(node.inner)


def _joined(node: Joined) -> pl.Expr:
    return _balanced(and_ if node.operator == "&&" else or_, [expression(part) for part in node.parts])


def _balanced(join: Callable[[pl.Expr, pl.Expr], pl.Expr], parts: Sequence[pl.Expr]) -> pl.Expr:
    """Parts joined in halves: polars takes a long chain apart in the square of its length."""
    if len(parts) == 1:
        return parts[0]
    half = len(parts) // 2
    return join(_balanced(join, parts[:half]), _balanced(join, parts[half:]))


def _compared(node: Compared) -> pl.Expr:
    left, right = expression(node.left), expression(node.right)
    match node.operator:
        case "==":
            return left == right
        case "!=":
            return left != right
        case "<":
            return left < right
        case "<=":
            return left <= right
        case ">":
            return left > right
        case _:
            return left >= right


def _computed(node: Computed) -> pl.Expr:
    left, right = expression(node.left), expression(node.right)
    match node.operator:
        case "+":
            made = left + right
        case "-":
            made = left - right
        case "*":
            made = left * right
        case _ if node.kind is Kind.DOUBLE:
            made = left / right
        case _:
            return _divided(left, right, quotient=node.operator == "/")
    return pl.when(made.is_finite()).then(made) if node.may_fail else made


def _divided(left: pl.Expr, right: pl.Expr, *, quotient: bool) -> pl.Expr:
    """Towards zero, as CEL divides; null where divided by zero."""
    size = pl.when(right != 0).then(left.abs() // right.abs())
    whole = pl.when((left < 0) == (right < 0)).then(size).otherwise(-size)
    return whole if quotient else left - whole * right


def _negative(node: Negative) -> pl.Expr:
    return -expression(node.inner)


def _one_of(node: OneOf) -> pl.Expr:
    item = expression(node.item)
    if len(node.options) <= _FEW_OPTIONS:
        return _balanced(or_, [item == _constant(option) for option in node.options])
    return item.is_in(pl.Series([option.value for option in node.options], dtype=DTYPES[node.item.kind]).implode())


def _among(node: AmongAttribute) -> pl.Expr:
    item, listed = expression(node.item), expression(node.list)
    return pl.when(item.is_not_null()).then(listed.list.contains(item))


def _text_tested(node: TextTested) -> pl.Expr:
    text, sought = expression(node.text), expression(node.sought)
    match node.test:
        case "startsWith":
            return text.str.starts_with(sought)
        case "endsWith":
            return text.str.ends_with(sought)
        case _:
            return text.str.contains(sought, literal=True)


def _matched(node: Matched) -> pl.Expr:
    return expression(node.text).str.contains(render_portable(node.pattern.piece))


def _sized(node: Sized) -> pl.Expr:
    inner = expression(node.inner)
    return (inner.list.len() if node.inner.kind is Kind.STRINGS else inner.str.len_chars()).cast(pl.Int64)


def _as_double(node: AsDouble) -> pl.Expr:
    return expression(node.inner).cast(pl.Float64)


def _quantified(node: Quantified) -> pl.Expr:
    asked = expression(node.list).list.eval(expression(node.body))
    return asked.list.any() if node.quantifier == "exists" else asked.list.all()


def _choice(node: Choice) -> pl.Expr:
    condition = expression(node.condition)
    chosen = pl.when(condition).then(expression(node.one)).otherwise(expression(node.other))
    return pl.when(condition.is_not_null()).then(chosen)


_MAKERS: Final = cast(
    "dict[type[Node], Callable[[Node], pl.Expr]]",
    {
        Constant: _constant,
        Named: _named,
        Item: _item,
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
