"""The one canonical text of an expression: the same tree, whatever the author's spaces and brackets were."""

from datetime import timedelta
from typing import Final

from tansiq.detectors.rules.kinds import Scalar, render_duration, render_instant
from tansiq.detectors.rules.tokens import render_text
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

_CHOICE, _OR, _AND, _RELATION, _SUM, _PRODUCT, _UNARY, _MEMBER = range(8)
_WIDTH: Final = 100


def render(node: Node) -> str:
    """The canonical text, in one line. Parsing it gives the same tree."""
    match node:
        case Joined():
            return f" {node.operator} ".join(_within(part, _level(node) + 1) for part in node.parts)
        case Compared():
            return f"{_within(node.left, _SUM)} {node.operator} {_within(node.right, _SUM)}"
        case Computed():
            level = _level(node)
            return f"{_within(node.left, level)} {node.operator} {_within(node.right, level + 1)}"
        case Choice():
            parts = _within(node.condition, _OR), _within(node.one, _OR), _within(node.other, _OR)
            return "{} ? {} : {}".format(*parts)
        case Not() | Negative():
            sign = "!" if isinstance(node, Not) else "-"
            return sign + _within(node.inner, _MEMBER if isinstance(node, Negative) else _UNARY)
        case _:
            return _render_member(node)


def render_lines(node: Node) -> str:
    """The canonical text, the parts of a long condition on lines of their own."""
    text = render(node)
    if len(text) <= _WIDTH or not isinstance(node, Joined):
        return text
    first, *rest = (_within(part, _level(node) + 1) for part in node.parts)
    return "\n".join([first, *(f"{node.operator} {part}" for part in rest)])


def render_constant(value: Scalar) -> str:
    """A value as an expression writes it."""
    match value:
        case bool():
            return "true" if value else "false"
        case int() | float():
            return repr(value)
        case str():
            return render_text(value)
        case timedelta():
            return f"duration({render_text(render_duration(value))})"
        case _:
            return f"timestamp({render_text(render_instant(value))})"


def _render_member(node: Node) -> str:
    match node:
        case OneOf() | AmongAttribute():
            return f"{_within(node.item, _SUM)} in {_options(node)}"
        case TextTested():
            return f"{_within(node.text, _MEMBER)}.{node.test}({render(node.sought)})"
        case Matched():
            return f"{_within(node.text, _MEMBER)}.matches({render_text(node.pattern.text)})"
        case Quantified():
            return f"{node.list.name}.{node.quantifier}({node.item}, {render(node.body)})"
        case Sized() | AsDouble():
            return f"{'size' if isinstance(node, Sized) else 'double'}({render(node.inner)})"
        case _:
            return _render_leaf(node)


def _render_leaf(node: Node) -> str:
    match node:
        case Constant():
            return render_constant(node.value)
        case Has():
            return f"has({node.name})"
        case Named() | Item():
            return node.name
        case _:
            raise AssertionError(f"{type(node).__name__} is no leaf")


def _options(node: OneOf | AmongAttribute) -> str:
    if isinstance(node, AmongAttribute):
        return node.list.name
    return "[" + ", ".join(render_constant(option.value) for option in node.options) + "]"


def _within(node: Node, level: int) -> str:
    text = render(node)
    return text if _level(node) >= level else f"({text})"


_LEVELS: Final[dict[type[Node], int]] = {
    Choice: _CHOICE,
    Compared: _RELATION,
    OneOf: _RELATION,
    AmongAttribute: _RELATION,
    Not: _UNARY,
    Negative: _UNARY,
}


def _level(node: Node) -> int:
    match node:
        case Joined():
            return _AND if node.operator == "&&" else _OR
        case Computed():
            return _PRODUCT if node.operator in "*/%" else _SUM
        case Constant(value) if isinstance(value, int | float) and value < 0:
            return _UNARY
        case _:
            return _LEVELS.get(type(node), _MEMBER)
