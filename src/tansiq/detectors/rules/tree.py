"""The typed tree of an expression. Trees compare equal where they mean the same text; places in the text do not count."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final, Literal

from tansiq.detectors.rules.kinds import Kind, Scalar
from tansiq.detectors.rules.patterns import Pattern

Span = tuple[int, int]
Comparison = Literal["==", "!=", "<", "<=", ">", ">="]
Arithmetic = Literal["+", "-", "*", "/", "%"]
TextTest = Literal["startsWith", "endsWith", "contains"]
Quantifier = Literal["exists", "all"]

TEXT_TESTS: Final[tuple[TextTest, ...]] = ("startsWith", "endsWith", "contains")
QUANTIFIERS: Final[tuple[Quantifier, ...]] = ("exists", "all")


@dataclass(frozen=True, slots=True)
class Constant:
    """A literal, a duration("...") or a timestamp("...")."""

    value: Scalar
    kind: Kind
    span: Span = field(default=(0, 0), compare=False)


@dataclass(frozen=True, slots=True)
class Named:
    """An attribute. low, high: as `Attribute`."""

    name: str
    kind: Kind
    low: float = field(default=0, compare=False)
    high: float = field(default=0, compare=False)
    span: Span = field(default=(0, 0), compare=False)


@dataclass(frozen=True, slots=True)
class Item:
    """The item of a list that a macro looks at."""

    name: str
    kind: Kind = Kind.STRING
    span: Span = field(default=(0, 0), compare=False)


@dataclass(frozen=True, slots=True)
class Has:
    """Whether an attribute is known."""

    name: str
    kind: Kind = Kind.BOOL
    span: Span = field(default=(0, 0), compare=False)


@dataclass(frozen=True, slots=True)
class Not:
    """The contrary."""

    inner: "Node"
    kind: Kind = Kind.BOOL
    span: Span = field(default=(0, 0), compare=False)


@dataclass(frozen=True, slots=True)
class Joined:
    """Two or more conditions joined by && or ||."""

    operator: Literal["&&", "||"]
    parts: tuple["Node", ...]
    kind: Kind = Kind.BOOL
    span: Span = field(default=(0, 0), compare=False)


@dataclass(frozen=True, slots=True)
class Compared:
    """Two values of one kind compared."""

    operator: Comparison
    left: "Node"
    right: "Node"
    kind: Kind = Kind.BOOL
    span: Span = field(default=(0, 0), compare=False)


@dataclass(frozen=True, slots=True)
class Computed:
    """Arithmetic of numbers, durations and timestamps. may_fail: whether the result may be no value, and is unknown then."""

    operator: Arithmetic
    left: "Node"
    right: "Node"
    kind: Kind
    may_fail: bool = field(default=False, compare=False)
    span: Span = field(default=(0, 0), compare=False)


@dataclass(frozen=True, slots=True)
class Negative:
    """A number or duration with the other sign."""

    inner: "Node"
    kind: Kind
    span: Span = field(default=(0, 0), compare=False)


@dataclass(frozen=True, slots=True)
class OneOf:
    """Whether a value is one of constants, all of its kind."""

    item: "Node"
    options: tuple[Constant, ...]
    kind: Kind = Kind.BOOL
    span: Span = field(default=(0, 0), compare=False)


@dataclass(frozen=True, slots=True)
class AmongAttribute:
    """Whether a text is in an attribute that is a list."""

    item: "Node"
    list: Named
    kind: Kind = Kind.BOOL
    span: Span = field(default=(0, 0), compare=False)


@dataclass(frozen=True, slots=True)
class TextTested:
    """A text looked at: startsWith, endsWith, contains."""

    test: TextTest
    text: "Node"
    sought: "Node"
    kind: Kind = Kind.BOOL
    span: Span = field(default=(0, 0), compare=False)


@dataclass(frozen=True, slots=True)
class Matched:
    """Whether a pattern is found in a text."""

    text: "Node"
    pattern: Pattern
    kind: Kind = Kind.BOOL
    span: Span = field(default=(0, 0), compare=False)


@dataclass(frozen=True, slots=True)
class Sized:
    """Characters of a text, or items of a list."""

    inner: "Node"
    kind: Kind = Kind.INT
    span: Span = field(default=(0, 0), compare=False)


@dataclass(frozen=True, slots=True)
class AsDouble:
    """A whole number as a double."""

    inner: "Node"
    kind: Kind = Kind.DOUBLE
    span: Span = field(default=(0, 0), compare=False)


@dataclass(frozen=True, slots=True)
class Quantified:
    """Whether the body holds for one, or for all, of the items of a list. The body knows nothing but its item."""

    quantifier: Quantifier
    list: Named
    item: str
    body: "Node"
    kind: Kind = Kind.BOOL
    span: Span = field(default=(0, 0), compare=False)


@dataclass(frozen=True, slots=True)
class Choice:
    """condition ? one : other."""

    condition: "Node"
    one: "Node"
    other: "Node"
    kind: Kind
    span: Span = field(default=(0, 0), compare=False)


Node = (
    Constant | Named | Item | Has | Not | Joined | Compared | Computed | Negative | OneOf | AmongAttribute
    | TextTested | Matched | Sized | AsDouble | Quantified | Choice
)  # fmt: skip


def children(node: Node) -> tuple[Node, ...]:
    """The nodes directly below, in the order of the text."""
    match node:
        case Joined():
            return node.parts
        case OneOf():
            return (node.item, *node.options)
        case Choice():
            return (node.condition, node.one, node.other)
        case Compared() | Computed() | AmongAttribute() | TextTested() | Quantified():
            return _pair(node)
        case Not() | Negative() | Sized() | AsDouble() | Matched():
            return (node.text if isinstance(node, Matched) else node.inner,)
        case _:
            return ()


def _pair(node: Compared | Computed | AmongAttribute | TextTested | Quantified) -> tuple[Node, Node]:
    match node:
        case AmongAttribute():
            return node.item, node.list
        case TextTested():
            return node.text, node.sought
        case Quantified():
            return node.list, node.body
        case _:
            return node.left, node.right


def walk(node: Node) -> Iterator[Node]:
    """The node and everything below it."""
    yield node
    for child in children(node):
        yield from walk(child)


def names(node: Node) -> tuple[str, ...]:
    """The attributes that an expression names, each once, in the order of the text."""
    return tuple(dict.fromkeys(n.name for n in walk(node) if isinstance(n, Named | Has)))
