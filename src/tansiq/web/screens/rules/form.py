"""What the editor's form says: rows or text, whichever was changed, and the rule's particulars."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Any, Final

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tansiq.centre.rules import Draft, Effect, RuleVersion
from tansiq.detectors.rules import Fault, Kind, Rule, parse, parse_rule, render_lines, render_rule
from tansiq.detectors.rules.files import LONGEST_LIFE
from tansiq.detectors.rules.tree import Node
from tansiq.picture.filled import filled
from tansiq.web.screens.rules.builder import LONGEST, MOST_CONDITIONS, MOST_GROUPS, SIGNS, Built, Condition, Group
from tansiq.web.screens.rules.composing import Wrong, composed, rows_of
from tansiq.web.screens.rules.meanings import MEANINGS
from tansiq.web.screens.rules.terms import UNITS, UNKNOWN_WHEN
from tansiq.web.words import RULE_EFFECTS


@dataclass(frozen=True, slots=True)
class ShownRow:
    """A row with its name in the form, and what is wrong with it."""

    name: str
    condition: Condition
    wrong: Wrong | None

    @property
    def attribute_id(self) -> str:
        """Of the field for its attribute."""
        return f"{self.name}-attribute"

    @property
    def operator_id(self) -> str:
        """Of the field for its operator."""
        return f"{self.name}-operator"

    @property
    def meaning(self) -> str | Promise:
        """What its attribute is, "" where there is none."""
        return MEANINGS.get(self.condition.attribute, "")

    @property
    def unit(self) -> str | Promise:
        """In what its value is written."""
        known = self.condition.known
        return HOW.get(known.kind) or UNITS.get(known.unit, "") if known else ""

    @property
    def is_never_known(self) -> bool:
        """Whether nothing fills its attribute yet, so that it is unknown of everybody."""
        return self.condition.known is not None and self.condition.attribute not in filled()

    @property
    def unknown(self) -> str | Promise:
        """When its attribute is unknown."""
        return UNKNOWN_WHEN.get(self.condition.known.unknown_when, "") if self.condition.known else ""


HOW: Final[dict[Kind, str | Promise]] = {
    Kind.DURATION: gettext_lazy("such as 72h or 1h30m"),
    Kind.TIMESTAMP: gettext_lazy("such as 2026-09-01, UTC"),
}


@dataclass(frozen=True, slots=True)
class ShownGroup:
    """A group of rows."""

    join: str
    rows: list[ShownRow]


@dataclass(frozen=True, slots=True)
class Edited:
    """An expression being written. node: what it comes to, None while something is wrong or nothing is said.

    fault: of the text; wrongs: of rows, by their names. shown: the text as the page has it before anybody types.
    is_text_newer: the text was changed and is faulty, so that the rows do not say the same.
    """

    rows: Built
    text: str
    shown: str
    node: Node | None = None
    fault: Fault | None = None
    wrongs: Mapping[str, Wrong] = field(default_factory=dict)
    is_text_newer: bool = False

    @property
    def groups(self) -> "list[ShownGroup]":
        """The rows as the page shows them."""
        return [ShownGroup(group.join, list(self._rows(g))) for g, group in enumerate(self.rows.groups)]

    def focus(self, act: str, chosen: str) -> str:
        """The field that is typed in next, after a button of the rows, or a choice in the field of that name."""
        word, _dash, place = act.partition("-")
        last = len(self.rows.groups) - 1
        g = int(place) if place.isdecimal() and int(place) <= last else last
        match word:
            case "add":
                return f"g{g}c{len(self.rows.groups[g].conditions) - 1}-attribute"
            case "group":
                return f"g{last}c0-attribute"
            case "remove":
                return "add-0"
            case _:
                return f"{chosen.removesuffix('-attribute')}-operator" if chosen.endswith("-attribute") else ""

    def _rows(self, g: int) -> "Iterator[ShownRow]":
        for c, condition in enumerate(self.rows.groups[g].conditions):
            name = f"g{g}c{c}"
            yield ShownRow(name, condition, self.wrongs.get(name))

    @property
    def is_empty(self) -> bool:
        """Whether nothing was said yet."""
        return self.node is None and self.fault is None and not self.wrongs


def of_text(text: str, rows: Built) -> Edited:
    """The text counts; rows are made from it, or stay as they were while it is faulty."""
    if not text.strip():
        return Edited(Built(), "", "")
    parsed = parse(text)
    if parsed.node is None:
        return Edited(rows, text, "", fault=parsed.fault, is_text_newer=True)
    laid_out = render_lines(parsed.node)
    return Edited(rows_of(parsed.node), laid_out, laid_out, parsed.node)


def of_rows(rows: Built, shown: str) -> Edited:
    """The rows count; the text is made from them, or stays as it was while one is faulty or unfinished."""
    text, wrongs = composed(rows)
    if wrongs:
        return Edited(rows, shown, shown, wrongs=wrongs)
    if not text:
        return Edited(rows, "", "")
    parsed = parse(text)
    if parsed.node is None:
        return Edited(rows, text, text, fault=parsed.fault)
    laid_out = render_lines(parsed.node)
    return Edited(rows, laid_out, laid_out, parsed.node)


def edited(said: Mapping[str, str]) -> Edited:
    """What a form says: its text where that was changed, else its rows."""
    rows = acted(read_rows(said), said.get("act", ""))
    text, shown = (said.get(key, "").replace("\r\n", "\n").strip() for key in ("text", "shown"))
    return of_text(text, rows) if text != shown else of_rows(rows, shown)


def read_rows(said: Mapping[str, str]) -> Built:
    """The rows of a form; more than there may be are left out."""
    groups = tuple(_groups(said)) or (Group(),)
    return Built(_join(said.get("join", "")), groups)


def _groups(said: Mapping[str, str]) -> Iterator[Group]:
    left = MOST_CONDITIONS
    for g in range(MOST_GROUPS):
        if f"g{g}-join" not in said:
            return
        conditions = tuple(_conditions(said, g, left))
        left -= len(conditions)
        yield Group(_join(said[f"g{g}-join"]), conditions)


def _conditions(said: Mapping[str, str], g: int, most: int) -> Iterator[Condition]:
    for c in range(most):
        name = f"g{g}c{c}"
        if f"{name}-text" in said:
            yield Condition(text=said[f"{name}-text"].strip())
        elif f"{name}-attribute" in said:
            attribute, operator, value = (said.get(f"{name}-{key}", "") for key in ("attribute", "operator", "value"))
            yield _fitting(Condition(attribute.strip(), operator, value[:LONGEST]))
        else:
            return


def _fitting(condition: Condition) -> Condition:
    """With an operator of its attribute: the first one where another attribute was chosen."""
    codes = [operator.code for operator in condition.operators]
    if codes and condition.operator not in codes:
        return replace(condition, operator=codes[0])
    return condition


def _join(said: str) -> str:
    return said if said in SIGNS else "all"


def acted(rows: Built, act: str) -> Built:
    """The rows after a button of theirs: add-0, remove-0-1, group."""
    word, *places = act.split("-")
    at = [int(place) for place in places if place.isascii() and place.isdecimal() and len(place) <= 2]  # noqa: PLR2004  two digits
    match word, at:
        case "group", []:
            other = "any" if rows.join == "all" else "all"
            return replace(rows, groups=(*rows.groups, Group(other, (Condition(), Condition())))[:MOST_GROUPS])
        case "add", [g]:
            return _with(rows, g, lambda group: replace(group, conditions=(*group.conditions, Condition())))
        case "remove", [g, c]:
            kept = _with(rows, g, lambda group: replace(group, conditions=_without(group.conditions, c)))
            return replace(kept, groups=tuple(group for group in kept.groups if group.conditions) or (Group(),))
        case _:
            return rows


def _with(rows: Built, g: int, change: Callable[[Group], Group]) -> Built:
    return replace(rows, groups=tuple(change(group) if at == g else group for at, group in enumerate(rows.groups)))


def _without(conditions: tuple[Condition, ...], c: int) -> tuple[Condition, ...]:
    return conditions[:c] + conditions[c + 1 :]


class Particulars(forms.Form):
    """What a rule is besides its expression."""

    name = forms.RegexField(
        r"^[a-z][a-z0-9]*(-[a-z0-9]+)*$",
        label=gettext_lazy("Name"),
        help_text=gettext_lazy("Small letters, digits and -, such as cash-one-way."),
        max_length=64,
        widget=forms.TextInput(attrs={"dir": "ltr", "autocomplete": "off"}),
        error_messages={"invalid": gettext_lazy("Write small letters, digits and -, such as cash-one-way.")},
    )
    purpose = forms.CharField(
        label=gettext_lazy("What it is for"),
        help_text=gettext_lazy("In a sentence. Every alert shows it."),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2, "dir": "auto"}),
    )
    weight = forms.FloatField(
        label=gettext_lazy("Weight"),
        help_text=gettext_lazy("Over 0 and up to 1: where the alert stands in the queue."),
        min_value=0.01,
        max_value=1,
        widget=forms.NumberInput(attrs={"dir": "ltr", "step": "0.01"}),
    )
    review_on = forms.DateField(
        label=gettext_lazy("Looked at again by"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    expires_on = forms.DateField(
        label=gettext_lazy("Ends on"),
        help_text=gettext_lazy("No rule is without an end: at most two years after the review."),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    effect = forms.ChoiceField(label=gettext_lazy("What it does"), choices=list(RULE_EFFECTS.items()))
    legal_basis = forms.CharField(
        label=gettext_lazy("Legal basis"),
        help_text=gettext_lazy("Needed where an airline is answered."),
        required=False,
        max_length=400,
        widget=forms.TextInput(attrs={"dir": "auto", "autocomplete": "off"}),
    )
    true_cases = forms.CharField(
        label=gettext_lazy("Cases that it ought to catch"),
        help_text=gettext_lazy("Their numbers, with commas between them. May be left out."),
        required=False,
        max_length=2000,
        widget=forms.TextInput(attrs={"dir": "ltr", "autocomplete": "off"}),
    )
    why = forms.CharField(
        label=gettext_lazy("Why this change"),
        required=False,
        max_length=1000,
        widget=forms.TextInput(attrs={"dir": "auto", "autocomplete": "off"}),
    )

    def clean_true_cases(self) -> tuple[str, ...]:
        """The numbers, each once."""
        parts = str(self.cleaned_data["true_cases"]).replace("،", ",").split(",")
        return tuple(dict.fromkeys(part.strip() for part in parts if part.strip()))

    def clean(self) -> dict[str, Any]:
        """The days in their order, and a legal basis where one is needed."""
        said = super().clean() or {}
        review, end = said.get("review_on"), said.get("expires_on")
        if review and end and not review <= end <= review + LONGEST_LIFE:
            self.add_error("expires_on", _("End it on the day of the review, or within two years after it."))
        if said.get("effect") not in (None, Effect.ALERT.value) and not said.get("legal_basis"):
            self.add_error("legal_basis", _("Name the legal basis on which an airline is answered."))
        return said

    def draft(self, node: Node, author: str) -> Draft:
        """The rule, once the form is valid. Raises ValueError where its own file would refuse it."""
        said = self.cleaned_data
        rule = Rule(
            name=said["name"],
            purpose=said["purpose"],
            author=author,
            node=node,
            weight=said["weight"],
            review_on=said["review_on"],
            expires_on=said["expires_on"],
            true_cases=said["true_cases"],
        )
        reading = parse_rule(render_rule(rule).encode())
        if reading.rule is None:
            raise ValueError(str(reading.faults[0]))
        return Draft(rule, Effect(said["effect"]), said["legal_basis"])


def particulars_of(version: RuleVersion) -> dict[str, object]:
    """What the form shows of a version."""
    kept = ("purpose", "weight", "review_on", "expires_on", "effect", "legal_basis")
    said = {key: getattr(version, key) for key in kept}
    return said | {"name": version.rule.name, "true_cases": ", ".join(version.true_cases)}


def new_particulars(on: date) -> dict[str, object]:
    """What the form shows of a rule that is yet to be written."""
    return {"weight": 0.5, "review_on": on + timedelta(days=90), "expires_on": on + timedelta(days=180)}
