"""The language of rules: a strict subset of CEL, parsed to a typed tree.

Of CEL it has && || ! ?: == != < <= > >= + - * / % in, literals, has(), size(), double(), duration(), timestamp(), startsWith,
endsWith, contains, matches, and exists() and all() over an attribute that is a list. Kinds are never mixed. Everything else of
CEL is refused with a sentence, and so is the name of anything protected.

Source: CEL language definition (github.com/google/cel-spec, doc/langdef.md).
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, cast

from tansiq.detectors.rules import building
from tansiq.detectors.rules.attributes import ATTRIBUTES, GROUPS, refusal_of
from tansiq.detectors.rules.cost import MOST, expanded
from tansiq.detectors.rules.cursor import WORDS, Cursor
from tansiq.detectors.rules.faults import Fault, Wrong, wrong
from tansiq.detectors.rules.kinds import Kind, parse_duration, parse_instant
from tansiq.detectors.rules.sensitive import forbidden_name, forbidden_text, why_not
from tansiq.detectors.rules.tokens import Token, tokens
from tansiq.detectors.rules.tree import (
    QUANTIFIERS,
    TEXT_TESTS,
    Constant,
    Has,
    Item,
    Named,
    Node,
    Quantifier,
    Span,
    TextTest,
    names,
    walk,
)

LONGEST: Final = 8_000
MOST_NODES: Final = 1_000
MOST_OPTIONS: Final = 500
DEEPEST: Final = 20
MOST_COMPUTED: Final = 40

_COMPARISONS: Final = frozenset({"==", "!=", "<", "<=", ">", ">="})
_FUNCTIONS: Final = ("has", "size", "double", "duration", "timestamp")
_METHODS: Final = (*TEXT_TESTS, "matches", *QUANTIFIERS)


@dataclass(frozen=True, slots=True)
class Parsed:
    """What became of a text: the tree, or the fault that kept it from being one."""

    node: Node | None = None
    fault: Fault | None = None


def parse(text: str) -> Parsed:
    """The typed tree of an expression that says yes, no or unknown. Nothing is raised, whatever the text."""
    try:
        if len(text) > LONGEST:
            raise wrong((LONGEST, LONGEST), f"an expression of at most {LONGEST} characters expected, not {len(text)}")
        node = _Parser(list(tokens(text))).whole()
        building.expect(node, Kind.BOOL, "a rule says yes or no")
        if sum(1 for _ in walk(node)) > MOST_NODES:
            raise wrong((0, len(text)), f"at most {MOST_NODES} parts expected", "write two rules")
        if expanded(node) > MOST:
            raise wrong((0, len(text)), "too many choices or divisions inside one another", "write two rules")
        if not names(node):
            raise wrong((0, len(text)), "it names no attribute, so it holds for everybody or for nobody")
    except Wrong as error:
        return Parsed(fault=error.fault.located(text))
    return Parsed(node)


class _Parser(Cursor):
    def __init__(self, found: list[Token]) -> None:
        super().__init__(found)
        self.depth = 0
        self.computed = 0
        self.item: Item | None = None

    def whole(self) -> Node:
        if len(self.tokens) == 1:
            raise self.unexpected("a condition expected")
        node = self.expression()
        if self.next.shape != "end":
            raise self.unexpected("&&, || or the end expected")
        return node

    def expression(self) -> Node:
        self.depth += 1
        if self.depth > DEEPEST:
            raise wrong(self.next.span, f"more than {DEEPEST} levels of brackets", "write two rules")
        condition = self.joined("||", lambda: self.joined("&&", self.relation))
        if self.takes("?"):
            one = self.expression()
            self.need(":", "between the two sides of ?")
            condition = building.choice(condition, one, self.expression(), self.since(condition))
        self.depth -= 1
        return condition

    def joined(self, sign: str, part: Callable[[], Node]) -> Node:
        parts = [part()]
        while self.takes(sign):
            parts.append(part())
        return parts[0] if len(parts) == 1 else building.joined(sign, parts, self.since(parts[0]))

    def relation(self) -> Node:
        left = self.sum()
        if self.is_next(*_COMPARISONS):
            operator = self.advance().text
            self.refuse_null(left, operator)
            node = building.compared(operator, left, self.sum(), self.since(left))
        elif self.is_word("in"):
            self.advance()
            node = self.membership(left)
        else:
            return left
        if self.is_next(*_COMPARISONS):
            raise wrong(self.next.span, "one comparison after another", "write a < b && b < c")
        return node

    def refuse_null(self, left: Node, operator: str) -> None:
        if self.is_word("null"):
            name = left.name if isinstance(left, Named) else "..."
            repair = f"write !has({name})" if operator == "==" else f"write has({name})"
            raise wrong(self.next.span, "null is nothing that can be compared", repair)

    def membership(self, item: Node) -> Node:
        if not self.is_next("["):
            listed = self.sum()
            return building.among(item, listed, self.since(item))
        opening, options = self.advance(), list[Constant]()
        while not self.takes("]"):
            if options:
                self.need(",", "between the values of a list")
            options.append(self.option())
            if len(options) > MOST_OPTIONS:
                raise wrong(self.since(opening), f"at most {MOST_OPTIONS} values in a list expected")
        return building.one_of(item, options, self.since(item))

    def option(self) -> Constant:
        node = self.unary()
        if not isinstance(node, Constant):
            raise wrong(node.span, "a value written out expected in a list, not something to be computed")
        return node

    def sum(self) -> Node:
        return self.chain(("+", "-"), lambda: self.chain(("*", "/", "%"), self.unary))

    def chain(self, signs: tuple[str, ...], part: Callable[[], Node]) -> Node:
        left = part()
        while self.is_next(*signs):
            operator = self.advance().text
            self.computed += 1
            if self.computed > MOST_COMPUTED:
                raise wrong(self.next.span, f"more than {MOST_COMPUTED} signs of arithmetic", "write two rules")
            left = building.computed(operator, left, part(), self.since(left))
        return left

    def unary(self) -> Node:
        start = self.next
        if not self.is_next("!", "-"):
            return self.member()
        self.depth += 1
        if self.depth > DEEPEST:
            raise wrong(start.span, f"more than {DEEPEST} signs before one another")
        self.advance()
        make = building.negated if start.text == "!" else building.minus
        node = make(self.unary(), self.since(start))
        self.depth -= 1
        return node

    def member(self) -> Node:
        node = self.primary()
        while self.takes("."):
            node = self.method(node)
        return node

    def method(self, node: Node) -> Node:
        name = self.advance()
        if name.shape != "name" or not self.is_next("("):
            raise wrong(
                name.span,
                f"a function expected after the point, `{name.text}` found",
                f"known are {', '.join(_METHODS)}",
            )
        if name.text not in _METHODS:
            raise wrong(name.span, f"there is no function {name.text}", f"known are {', '.join(_METHODS)}")
        self.advance()
        if name.text in QUANTIFIERS:
            return self.quantified(name.text, node)
        argument = self.argument(name)
        if name.text == "matches":
            return building.matched(node, argument, self.since(node))
        return building.text_tested(cast("TextTest", name.text), node, argument, self.since(node))

    def argument(self, function: Token) -> Node:
        if self.is_next(")"):
            raise wrong(self.next.span, f"{function.text}() needs something between its brackets")
        node = self.expression()
        self.need(")", f"after what {function.text} is given")
        return node

    def quantified(self, quantifier: Quantifier, listed: Node) -> Node:
        if not isinstance(listed, Named) or listed.kind is not Kind.STRINGS:
            raise wrong(listed.span, f"{quantifier} needs an attribute that is a list, {listed.kind} found")
        self.item = Item(self.new_name(quantifier))
        self.need(",", f"after the name that {quantifier} gives to an item")
        item, body = self.item, self.expression()
        self.item = None
        self.need(")", f"after the condition of {quantifier}")
        for node in walk(body):
            if fault := building.in_body(node, item):
                raise fault
        return building.quantified(quantifier, listed, item.name, body, self.since(listed))

    def new_name(self, quantifier: str) -> str:
        if self.item:
            raise wrong(self.next.span, f"{quantifier} inside another one", "write two conditions, joined by &&")
        token = self.next
        if token.shape != "name" or token.text in GROUPS or token.text in {"true", "false", "null", "in", *_FUNCTIONS}:
            raise self.unexpected(f'a name for an item expected, as in {quantifier}(v, v == "PK")')
        return self.advance().text

    def primary(self) -> Node:
        token = self.next
        match token.shape:
            case "int" | "double":
                return building.number(self.advance().text, token.span, whole=token.shape == "int")
            case "string":
                return self.text()
            case "name":
                return self.named()
        if self.takes("("):
            node = self.expression()
            self.need(")", "to close the bracket")
            return node
        if self.is_next("["):
            raise wrong(token.span, "a list stands only after in", 'write x in ["A", "B"]')
        raise self.unexpected("a value or an attribute expected")

    def text(self) -> Node:
        token = self.advance()
        if forbidden_text(token.text):
            raise wrong(
                token.span, f'"{token.text}": {why_not("meal or service codes")}', "take this part out of the rule"
            )
        return Constant(token.text, Kind.STRING, token.span)

    def named(self) -> Node:
        token = self.next
        if token.text.lower() in WORDS:
            raise self.unexpected("a value or an attribute expected")
        self.advance()
        if self.is_next("("):
            return self.function(token)
        if token.text in {"true", "false"}:
            return Constant(token.text == "true", Kind.BOOL, token.span)
        if token.text == "null":
            raise wrong(token.span, "null is nothing that can be compared", "ask has(...) or !has(...)")
        if self.item and token.text == self.item.name:
            return Item(token.text, span=token.span)
        return self.attribute(*self.dotted(token))

    def dotted(self, token: Token) -> tuple[str, Span]:
        """The dotted name that begins with a token; a function after the last point is no part of it."""
        name = token.text
        while self.is_next(".") and self.after(1).shape == "name":
            if self.after(2).text == "(" and self.after(2).shape == "sign":
                break
            self.advance()
            name += "." + self.advance().text
        return name, self.since(token)

    def attribute(self, name: str, span: Span) -> Named:
        known = ATTRIBUTES.get(name)
        if known is None:
            raise wrong(span, *refusal_of(name))
        if self.item:
            raise wrong(
                span, f"only `{self.item.name}` is known to the condition of an item", "move this part out of it"
            )
        return Named(name, known.kind, known.low, known.high, span)

    def function(self, name: Token) -> Node:
        if name.text not in _FUNCTIONS:
            kind = forbidden_name(name.text)
            text = why_not(kind) if kind else f"there is no function {name.text}"
            raise wrong(name.span, text, f"known are {', '.join(_FUNCTIONS)}")
        self.advance()
        if name.text == "has":
            return self.has(name)
        argument = self.argument(name)
        span = self.since(name)
        match name.text:
            case "size":
                return building.sized(argument, span)
            case "double":
                return building.as_double(argument, span)
            case _:
                return self.moment(name, argument, span)

    def has(self, name: Token) -> Node:
        start = self.next
        if start.shape != "name" or (self.item and start.text == self.item.name):
            raise self.unexpected("has() asks whether an attribute is known: its name expected")
        self.advance()
        attribute = self.attribute(*self.dotted(start))
        self.need(")", "after the name")
        return Has(attribute.name, span=self.since(name))

    def moment(self, name: Token, argument: Node, span: Span) -> Node:
        value = argument.value if isinstance(argument, Constant) else None
        if not isinstance(value, str):
            raise wrong(argument.span, f"{name.text}() takes a text in quotation marks")
        try:
            if name.text == "duration":
                return Constant(parse_duration(value), Kind.DURATION, span)
            return Constant(parse_instant(value), Kind.TIMESTAMP, span)
        except ValueError as error:
            raise wrong(argument.span, str(error), _moment_repair(value)) from error


def _moment_repair(text: str) -> str:
    number, unit = text[:-1], text[-1:]
    if unit == "d" and number.isdecimal():
        return f'write "{int(number) * 24}h"'
    try:
        parse_instant(f"{text}T00:00:00Z")
    except ValueError:
        return ""
    return f'write "{text}T00:00:00Z"'
