"""Nodes made with their kinds checked: every fault says what was found, what was expected and what to write instead."""

import math
from typing import Final, cast

from tansiq.detectors.rules.bounds import MOST_INT, bounds, may_fail, outside
from tansiq.detectors.rules.faults import Wrong, wrong
from tansiq.detectors.rules.kinds import Kind
from tansiq.detectors.rules.patterns import PatternRefused, parse_pattern
from tansiq.detectors.rules.tree import (
    AmongAttribute,
    Arithmetic,
    AsDouble,
    Choice,
    Compared,
    Comparison,
    Computed,
    Constant,
    Item,
    Joined,
    Matched,
    Named,
    Negative,
    Node,
    Not,
    OneOf,
    Quantified,
    Quantifier,
    Sized,
    Span,
    TextTest,
    TextTested,
)

_RESULTS: Final[dict[tuple[str, Kind, Kind], Kind]] = {
    **{(sign, Kind.INT, Kind.INT): Kind.INT for sign in "+-*/%"},
    **{(sign, Kind.DOUBLE, Kind.DOUBLE): Kind.DOUBLE for sign in "+-*/"},
    **{(sign, Kind.DURATION, Kind.DURATION): Kind.DURATION for sign in "+-"},
    **{(sign, Kind.TIMESTAMP, Kind.DURATION): Kind.TIMESTAMP for sign in "+-"},
    ("+", Kind.DURATION, Kind.TIMESTAMP): Kind.TIMESTAMP,
    ("-", Kind.TIMESTAMP, Kind.TIMESTAMP): Kind.DURATION,
}
_EXAMPLES: Final = {
    Kind.DURATION: 'a duration is written duration("72h")',
    Kind.TIMESTAMP: 'a timestamp is written timestamp("2026-05-01T00:00:00Z")',
    Kind.STRING: 'a text is written "PK"',
    Kind.BOOL: "true and false are written without quotation marks",
}


def joined(operator: str, parts: list[Node], span: Span) -> Node:
    """Conditions joined by && or ||; those joined by the same sign are taken as their parts."""
    flat: list[Node] = []
    for part in parts:
        expect(part, Kind.BOOL, f"{operator} joins conditions")
        flat += part.parts if isinstance(part, Joined) and part.operator == operator else [part]
    return Joined("&&" if operator == "&&" else "||", tuple(flat), span=span)


def expect(node: Node, kind: Kind, why: str) -> None:
    """Raises Wrong where a node is of another kind."""
    if node.kind is not kind:
        raise wrong(node.span, f"{why}: {kind} expected, {node.kind} found", conversion(node, kind))


def conversion(node: Node, kind: Kind) -> str:
    """What to write so that a node is of the kind, or ""."""
    if kind is Kind.DOUBLE and node.kind is Kind.INT:
        return f"write {node.value}.0" if isinstance(node, Constant) else "write double(...) around the whole number"
    if kind is Kind.INT and isinstance(node, Constant) and isinstance(node.value, float):
        return f"write the whole number {node.value:.0f}"
    if kind is Kind.BOOL:
        return "compare it with something, or ask has(...)"
    if node.kind is Kind.STRINGS:
        return 'ask "..." in it, size() of it, or .exists(v, ...)'
    return _EXAMPLES.get(kind, "")


def negated(inner: Node, span: Span) -> Node:
    """The contrary of a condition."""
    expect(inner, Kind.BOOL, "! turns a condition round")
    return Not(inner, span=span)


def compared(operator: str, left: Node, right: Node, span: Span) -> Node:
    """Two values compared."""
    for side, other in ((left, right), (right, left)):
        if side.kind is Kind.STRINGS:
            raise wrong(side.span, f"a list cannot be compared with {operator}", conversion(side, other.kind))
    if left.kind is not right.kind:
        is_left = isinstance(left, Constant) or (right.kind is Kind.DOUBLE and not isinstance(right, Constant))
        changed, wanted = (left, right) if is_left else (right, left)
        repair = conversion(changed, wanted.kind)
        raise wrong(span, f"{left.kind} and {right.kind} cannot be compared with {operator}", repair)
    if left.kind is Kind.BOOL and operator not in {"==", "!="}:
        raise wrong(span, f"true and false have no order: {operator} cannot compare them", "write == or !=")
    return Compared(cast("Comparison", operator), left, right, span=span)


def computed(operator: str, left: Node, right: Node, span: Span) -> Node:
    """Arithmetic. Raises Wrong where the kinds do not fit, or a whole number, duration or timestamp could overflow."""
    kind = _RESULTS.get((operator, left.kind, right.kind))
    if kind is None:
        raise wrong(span, f"{left.kind} {operator} {right.kind} means nothing", _arithmetic_repair(left, right))
    if operator in "/%" and isinstance(right, Constant) and not right.value:
        raise wrong(right.span, "nothing can be divided by zero")
    node = Computed(cast("Arithmetic", operator), left, right, kind, span=span)
    if outside(node):
        low, high = bounds(node)
        raise wrong(span, f"the result could be anything from {low:.3g} to {high:.3g}, which cannot be represented")
    return Computed(node.operator, left, right, kind, may_fail=may_fail(node), span=span)


def _arithmetic_repair(left: Node, right: Node) -> str:
    if {left.kind, right.kind} == {Kind.INT, Kind.DOUBLE}:
        return conversion(left if left.kind is Kind.INT else right, Kind.DOUBLE)
    if Kind.STRING in {left.kind, right.kind}:
        return "texts are not joined; compare each of them"
    return ""


def minus(inner: Node, span: Span) -> Node:
    """A number or duration with the other sign; of a literal the literal itself."""
    if isinstance(inner, Constant) and isinstance(inner.value, int | float) and not isinstance(inner.value, bool):
        return Constant(-inner.value, inner.kind, span)
    if inner.kind not in {Kind.INT, Kind.DOUBLE, Kind.DURATION}:
        raise wrong(span, f"- before a {inner.kind} means nothing")
    return Negative(inner, inner.kind, span)


def number(text: str, span: Span, *, whole: bool) -> Constant:
    """The number of a token."""
    if whole:
        if int(text) > MOST_INT:
            raise wrong(span, f"a whole number to {MOST_INT} expected")
        return Constant(int(text), Kind.INT, span)
    if math.isinf(float(text)):
        raise wrong(span, "a number that a double can hold expected")
    return Constant(float(text), Kind.DOUBLE, span)


def one_of(item: Node, options: list[Constant], span: Span) -> Node:
    """Whether a value is among constants."""
    if not options:
        raise wrong(span, "nothing is in an empty list")
    for option in options:
        expect(option, item.kind, "the list has another kind than what is looked for")
    return OneOf(item, tuple(dict.fromkeys(options)), span=span)


def among(item: Node, listed: Node, span: Span) -> Node:
    """Whether a text is in an attribute that is a list."""
    if not isinstance(listed, Named) or listed.kind is not Kind.STRINGS:
        raise wrong(listed.span, f"in needs a list, {listed.kind} found", 'write in ["A", "B"], or == for one value')
    expect(item, Kind.STRING, "the list has texts")
    return AmongAttribute(item, listed, span=span)


def text_tested(test: TextTest, text: Node, sought: Node, span: Span) -> Node:
    """startsWith, endsWith or contains."""
    if text.kind is Kind.STRINGS:
        raise wrong(text.span, f"{test} looks at one text, a list found", f"write .exists(v, v.{test}(...))")
    expect(text, Kind.STRING, f"{test} looks at a text")
    expect(sought, Kind.STRING, f"{test} looks for a text")
    return TextTested(test, text, sought, span=span)


def matched(text: Node, pattern: Node, span: Span) -> Node:
    """Whether a pattern, which has to be a literal, is found in a text."""
    expect(text, Kind.STRING, "matches looks at a text")
    if not isinstance(pattern, Constant) or not isinstance(pattern.value, str):
        raise wrong(pattern.span, "a pattern has to be a text in quotation marks", 'write matches("^PK[0-9]+$")')
    try:
        return Matched(text, parse_pattern(pattern.value), span=span)
    except PatternRefused as refused:
        raise wrong(pattern.span, f"the pattern at its character {refused.at + 1}: {refused}") from refused


def sized(inner: Node, span: Span) -> Node:
    """size()."""
    if inner.kind not in {Kind.STRING, Kind.STRINGS}:
        raise wrong(inner.span, f"size() counts characters or items, {inner.kind} found")
    return Sized(inner, span=span)


def as_double(inner: Node, span: Span) -> Node:
    """double()."""
    if inner.kind is Kind.DOUBLE:
        raise wrong(span, "this is a double already", "leave double() out")
    expect(inner, Kind.INT, "double() takes a whole number")
    return AsDouble(inner, span=span)


def quantified(quantifier: Quantifier, listed: Node, item: str, body: Node, span: Span) -> Node:
    """One of exists and all over an attribute that is a list."""
    expect(body, Kind.BOOL, f"{quantifier} asks a condition of each item")
    return Quantified(quantifier, cast("Named", listed), item, body, span=span)


def choice(condition: Node, one: Node, other: Node, span: Span) -> Node:
    """A choice between two values of one kind."""
    expect(condition, Kind.BOOL, "? needs a condition before it")
    if one.kind is not other.kind:
        raise wrong(span, f"both sides of : have to be of one kind, {one.kind} and {other.kind} found")
    return Choice(condition, one, other, one.kind, span)


def in_body(node: Node, item: Item) -> Wrong | None:
    """What an item's condition may not have in it: arithmetic that can fail, so that it is known for every item."""
    if isinstance(node, Computed) and (node.operator in "/%" or node.may_fail):
        return wrong(node.span, "the items of a list are not divided", f"ask about {item.name} without / and %")
    return None
