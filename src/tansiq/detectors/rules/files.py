"""Rules as files under version control: one rule a file, in TOML.

A file that is not right is not taken; each fault of it is named, with its line, what was expected and the repair.
Source: TOML 1.0 (toml.io).
"""

import difflib
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Final, cast

from tansiq.detectors.rules.faults import Fault
from tansiq.detectors.rules.language import parse
from tansiq.detectors.rules.rendering import render_lines
from tansiq.detectors.rules.rule import Rule
from tansiq.detectors.rules.tree import Node

LONGEST_BYTES: Final = 64 * 1024
LONGEST_LIFE: Final = timedelta(days=731)
_MOST_WORDS: Final = 2_000
_NAME: Final = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")
_LONGEST_NAME: Final = 64
_AT: Final = re.compile(r" \(at line (\d+), column (\d+)\)| \(at end of document\)")
_NEEDED: Final = ("name", "purpose", "author", "weight", "review", "expires", "expression")
KEYS: Final = (*_NEEDED, "true_cases")
"""The keys of a file, in the order in which they are written."""


@dataclass(frozen=True, slots=True)
class RuleReading:
    """What became of a file: the rule, or the faults that kept it from being one."""

    rule: Rule | None = None
    faults: tuple[Fault, ...] = ()


def parse_rule(data: bytes) -> RuleReading:
    """The rule of a file. Nothing is raised, whatever the bytes."""
    if len(data) > LONGEST_BYTES:
        return RuleReading(faults=(Fault(0, 0, f"a rule of at most {LONGEST_BYTES} bytes expected, not {len(data)}"),))
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        return RuleReading(faults=(Fault(0, 0, f"UTF-8 expected; byte {error.start} is none"),))
    try:
        found = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        return RuleReading(faults=(_broken(str(error), text),))
    return _File(text, found).reading()


def render_rule(rule: Rule) -> str:
    """The one text of a rule's file. Parsing it gives the same rule."""
    expression = render_lines(rule.node)
    lines = [
        f"name = {_quoted(rule.name)}",
        f"purpose = {_quoted(rule.purpose)}",
        f"author = {_quoted(rule.author)}",
        f"weight = {rule.weight!r}",
        f"review = {rule.review_on.isoformat()}",
        f"expires = {rule.expires_on.isoformat()}",
        f"true_cases = [{', '.join(map(_quoted, rule.true_cases))}]",
        f"expression = {_quoted(expression)}" if "'''" in expression else f"expression = '''\n{expression}\n'''",
    ]
    return "\n".join(lines) + "\n"


def _quoted(text: str) -> str:
    signs = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\t": "\\t", "\r": "\\r"}
    return '"' + "".join(signs.get(c) or (c if c.isprintable() else f"\\U{ord(c):08X}") for c in text) + '"'


def _broken(message: str, text: str) -> Fault:
    """A fault of TOML itself, at the place that its reader names."""
    found = _AT.search(message)
    line, column = (int(found[1]), int(found[2])) if found and found[1] else (text.count("\n") + 1, 1)
    said = _AT.sub("", message)
    repair = 'write each line as key = value, with texts in "..."'
    return Fault(0, 0, f"this is not TOML: {said}", repair, line=line, column=column)


class _File:
    """A file that is TOML, its keys taken one by one; faults are gathered."""

    def __init__(self, text: str, found: Mapping[str, object]) -> None:
        self.text = text
        self.found = found
        self.faults: list[Fault] = []

    def reading(self) -> RuleReading:
        for key in self.found.keys() - set(KEYS):
            near = difflib.get_close_matches(key, KEYS, n=1)
            self.fault(
                key,
                f"{key} is no part of a rule",
                f"did you mean {near[0]}?" if near else f"known are {', '.join(KEYS)}",
            )
        for key in _NEEDED:
            if key not in self.found:
                self.fault(key, f"{key} is missing", self.example(key))
        taken = [
            self.name(),
            self.words("purpose"),
            self.words("author"),
            self.expression(),
            self.weight(),
            *self.days(),
        ]
        cases = self.true_cases()
        if self.faults:
            return RuleReading(faults=tuple(sorted(self.faults, key=lambda fault: (fault.line, fault.column))))
        name, purpose, author, node, weight, review_on, expires_on = taken
        return RuleReading(
            Rule(
                cast("str", name),
                cast("str", purpose),
                cast("str", author),
                cast("Node", node),
                cast("float", weight),
                cast("date", review_on),
                cast("date", expires_on),
                cases,
            )
        )

    def fault(self, key: str, text: str, repair: str = "") -> None:
        self.faults.append(Fault(0, 0, text, repair, line=self.line_of(key)))

    def line_of(self, key: str) -> int:
        found = re.search(rf"^\s*{re.escape(key)}\s*=", self.text, re.MULTILINE)
        return self.text.count("\n", 0, found.end()) + 1 if found else 1

    @staticmethod
    def example(key: str) -> str:
        examples = {
            "weight": "0.5",
            "review": "2026-09-01",
            "expires": "2026-12-01",
            "expression": "'''bags.count > 3'''",
        }
        any_text = '"..."'
        return f"add {key} = {examples.get(key, any_text)}"

    def name(self) -> str | None:
        value = self.words("name")
        if value is not None and (not _NAME.fullmatch(value) or len(value) > _LONGEST_NAME):
            self.fault("name", f"the name is {value!r}", 'write small letters, digits and -, as in "cash-one-way"')
        return value

    def words(self, key: str) -> str | None:
        value = self.found.get(key)
        if value is None:
            return None
        if not isinstance(value, str) or not value.strip() or len(value) > _MOST_WORDS:
            self.fault(key, f"{key}: a text of 1 to {_MOST_WORDS} characters expected", self.example(key))
            return None
        return value

    def weight(self) -> float | None:
        value = self.found.get("weight")
        is_number = isinstance(value, int | float) and not isinstance(value, bool)
        if value is not None and not (is_number and 0 < cast("float", value) <= 1):
            self.fault("weight", f"the weight is {value!r}", "write a number over 0 and up to 1")
            return None
        return float(cast("float", value)) if value is not None else None

    def days(self) -> tuple[date | None, date | None]:
        review, expires = self.day("review"), self.day("expires")
        if review and expires and not review <= expires <= review + LONGEST_LIFE:
            found = f"reviewed by {review} and ending on {expires}"
            self.fault(
                "expires", found, f"end it on the day of the review, or within {LONGEST_LIFE.days} days after it"
            )
        return review, expires

    def day(self, key: str) -> date | None:
        value = self.found.get(key)
        if isinstance(value, date) and not isinstance(value, datetime):
            return value
        if value is not None:
            self.fault(
                key, f"{key}: a day expected, {value!r} found", f"write {key} = 2026-09-01, without quotation marks"
            )
        return None

    def true_cases(self) -> tuple[str, ...]:
        value = self.found.get("true_cases", [])
        if isinstance(value, list) and all(isinstance(case, str) and case.strip() for case in value):
            return tuple(value)
        self.fault("true_cases", "true_cases: a list of texts expected", 'write true_cases = ["C-2026-014"]')
        return ()

    def expression(self) -> Node | None:
        value = self.words("expression") if "expression" in self.found else None
        if value is None:
            return None
        parsed = parse(value)
        if parsed.fault:
            self.faults.append(self.placed(parsed.fault))
        return parsed.node

    def placed(self, fault: Fault) -> Fault:
        """The fault of the expression, with the line and column it has in the file."""
        found = re.search(r"^\s*expression\s*=\s*('''|\"\"\"|'|\")(\r?\n)?", self.text, re.MULTILINE)
        if not found:
            return replace(fault, line=self.line_of("expression"), column=1)
        line = self.text.count("\n", 0, found.end())
        before = 0 if found[2] or fault.line > 1 else found.end() - (self.text.rfind("\n", 0, found.end()) + 1)
        return replace(fault, line=line + fault.line, column=before + fault.column)
