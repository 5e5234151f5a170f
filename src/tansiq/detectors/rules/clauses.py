"""An expression clause by clause: what was true, what was false, what is unknown, and the values seen."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from tansiq.detectors.rules.kinds import Row, render_value
from tansiq.detectors.rules.rendering import render
from tansiq.detectors.rules.row import Condition, compiled
from tansiq.detectors.rules.tree import Compared, Comparison, Joined, Node, Not, names


class Outcome(StrEnum):
    """What a condition comes to."""

    TRUE = "true"
    FALSE = "false"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Clause:
    """One clause of an expression as one traveller met it. values: attribute and what was seen, "unknown" where nothing was."""

    text: str
    outcome: Outcome
    values: tuple[tuple[str, str], ...]

    @property
    def seen(self) -> str:
        """The values in one line: "bags.count = 3, party.size = unknown"."""
        return ", ".join(f"{name} = {value}" for name, value in self.values)


@dataclass(frozen=True, slots=True)
class Explanation:
    """An expression as one traveller met it. clauses: in the order of the text."""

    outcome: Outcome
    clauses: tuple[Clause, ...]


_CONTRARY: Final[dict[Comparison, Comparison]] = {"==": "!=", "!=": "==", "<": ">=", ">=": "<", ">": "<=", "<=": ">"}


def clauses(node: Node) -> tuple[Node, ...]:
    """The conditions that && and || join, each once; ! is carried inward, as unknown stays unknown under it.

    Each is written so that it speaks for the rule where it is true. Source: De Morgan's laws, which hold in Kleene's logic.
    """
    return tuple(dict.fromkeys(_clauses(node, contrary=False)))


def _clauses(node: Node, *, contrary: bool) -> Iterator[Node]:
    match node:
        case Joined():
            for part in node.parts:
                yield from _clauses(part, contrary=contrary)
        case Not():
            yield from _clauses(node.inner, contrary=not contrary)
        case Compared() if contrary:
            yield Compared(_CONTRARY[node.operator], node.left, node.right, span=node.span)
        case _:
            yield Not(node, span=node.span) if contrary else node


def outcome_of(value: bool | None) -> Outcome:  # noqa: FBT001  the value itself is what is named
    """The word for a value."""
    return Outcome.UNKNOWN if value is None else Outcome.TRUE if value else Outcome.FALSE


def explainer(node: Node) -> Callable[[Row], Explanation]:
    """A function that explains the outcome for a row."""
    whole = compiled(node)
    parts = [(render(part), compiled(part), names(part)) for part in clauses(node)]

    def explain(row: Row) -> Explanation:
        return Explanation(outcome_of(whole(row)), tuple(_clause(row, *part) for part in parts))

    return explain


def _clause(row: Row, text: str, holds: Condition, asked: tuple[str, ...]) -> Clause:
    return Clause(text, outcome_of(holds(row)), tuple((name, render_value(row.get(name))) for name in asked))
