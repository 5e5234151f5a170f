"""An expression as rows: an attribute, an operator and a value each, in groups of which all or any hold.

What rows cannot show is shown as text in a row of its own. Rows become text and text becomes rows; what counts is the tree.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from tansiq.detectors.rules import ATTRIBUTES, Attribute, Kind, render
from tansiq.detectors.rules.kinds import render_duration, render_instant
from tansiq.detectors.rules.tree import (
    AmongAttribute,
    Compared,
    Constant,
    Has,
    Joined,
    Named,
    Node,
    Not,
    OneOf,
    TextTested,
)
from tansiq.web.screens.rules.operators import COMPARISONS, NEGATED, TESTS, Operator, operators

MOST_GROUPS: Final = 20
MOST_CONDITIONS: Final = 60
LONGEST: Final = 400
"""Characters of a value; what is longer is shown as text."""
SIGNS: Final = {"all": "&&", "any": "||"}
_JOINS: Final = {"&&": "all", "||": "any"}


@dataclass(frozen=True, slots=True)
class Condition:
    """One row. value: as a person writes it. text: instead of all others, where rows cannot show it."""

    attribute: str = ""
    operator: str = ""
    value: str = ""
    text: str = ""

    @property
    def known(self) -> Attribute | None:
        """The attribute of the table."""
        return ATTRIBUTES.get(self.attribute)

    @property
    def operators(self) -> Sequence[Operator]:
        """What can be asked of its attribute."""
        return operators(self.known.kind) if self.known else ()

    @property
    def needs_value(self) -> bool:
        """Whether its operator compares with something."""
        return bool(self.known) and self.operator not in {"true", "false", "known", "unknown"}

    @property
    def is_empty(self) -> bool:
        """Whether nothing was said yet."""
        return not self.attribute and not self.text


@dataclass(frozen=True, slots=True)
class Group:
    """Conditions that are all to hold, or of which any is. join: "all" or "any"."""

    join: str = "all"
    conditions: tuple[Condition, ...] = (Condition(),)


@dataclass(frozen=True, slots=True)
class Built:
    """Groups that are all to hold, or of which any is."""

    join: str = "all"
    groups: tuple[Group, ...] = field(default=(Group(),))

    @property
    def is_too_long(self) -> bool:
        """Whether a form cannot hold it."""
        return len(self.groups) > MOST_GROUPS or sum(len(group.conditions) for group in self.groups) > MOST_CONDITIONS

    def conditions(self) -> Iterator[tuple[str, Condition]]:
        """Every row with its name in the form."""
        for g, group in enumerate(self.groups):
            for c, condition in enumerate(group.conditions):
                yield f"g{g}c{c}", condition


def built(node: Node, row: Callable[[Node], Condition]) -> Built:
    """The rows of an expression. row: makes the row of one clause."""
    if not isinstance(node, Joined):
        return Built(groups=(Group(conditions=(row(node),)),))
    join = _JOINS[node.operator]
    groups: list[Group] = []
    for part in node.parts:
        if isinstance(part, Joined):
            groups.append(Group(_JOINS[part.operator], tuple(row(one) for one in part.parts)))
        elif groups and groups[-1].join == join:
            groups[-1] = Group(join, (*groups[-1].conditions, row(part)))
        else:
            groups.append(Group(join, (row(part),)))
    return Built(join, tuple(groups))


def condition(node: Node) -> Condition:
    """The row of one clause."""
    if isinstance(node, Not):
        return _contrary(node)
    found = _plain(node)
    return found or Condition(text=render(node))


def _contrary(node: Not) -> Condition:
    found = _plain(node.inner)
    operator = NEGATED.get(found.operator) if found else None
    if found is None or operator is None:
        return Condition(text=render(node))
    return Condition(found.attribute, operator, found.value)


def _plain(node: Node) -> Condition | None:
    match node:
        case Named(kind=Kind.BOOL):
            return Condition(node.name, "true")
        case Has():
            return Condition(node.name, "known")
        case Compared(left=Named() as left, right=Constant() as right) if right.kind is not Kind.BOOL:
            return Condition(left.name, _word(COMPARISONS, node.operator), written(right))
        case _:
            return _of_several(node)


def _of_several(node: Node) -> Condition | None:
    match node:
        case OneOf(item=Named() as item):
            return _one_of(item, node.options)
        case TextTested(text=Named() as text, sought=Constant() as sought):
            return Condition(text.name, _word(TESTS, node.test), written(sought))
        case AmongAttribute(item=Constant() as item):
            return Condition(node.list.name, "includes", written(item))
        case _:
            return None


def _one_of(item: Named, options: Sequence[Constant]) -> Condition | None:
    values = [written(option) for option in options]
    if any("," in value or value != value.strip() or not value for value in values):
        return None
    return Condition(item.name, "one_of", ", ".join(values))


def _word(words: Mapping[str, str], sign: str) -> str:
    return next(word for word, known in words.items() if known == sign)


def written(constant: Constant) -> str:
    """A constant as a person writes it into a row."""
    match constant.kind, constant.value:
        case Kind.DURATION, value:
            return render_duration(value)  # type: ignore[arg-type]  # the value of its kind
        case Kind.TIMESTAMP, value:
            return render_instant(value).removesuffix("T00:00:00Z")  # type: ignore[arg-type]  # the value of its kind
        case _, value:
            return str(value)
