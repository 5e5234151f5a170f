"""Rows become text: each is checked by itself, so that what is wrong is said at its place."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from django.utils.translation import gettext as _

from tansiq.detectors.rules import ATTRIBUTES, Kind, parse, render
from tansiq.detectors.rules.attributes import Attribute, suggestion
from tansiq.detectors.rules.kinds import parse_duration, parse_instant
from tansiq.detectors.rules.sensitive import forbidden_name
from tansiq.detectors.rules.tokens import render_text
from tansiq.detectors.rules.tree import Choice, Joined, Node
from tansiq.web.screens.rules.builder import LONGEST, SIGNS, Built, Condition, Group, built, condition
from tansiq.web.screens.rules.operators import COMPARISONS, NEGATED, TESTS, operator

_WHOLE: Final = re.compile(r"-?[0-9]{1,15}")
_NUMBER: Final = re.compile(r"-?[0-9]{1,15}(\.[0-9]{1,9})?")
_DAY: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_DIGITS: Final = str.maketrans("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹٫", "01234567890123456789.")
_POSITIVE: Final = {negated: plain for plain, negated in NEGATED.items()}


@dataclass(frozen=True, slots=True)
class Wrong:
    """What is wrong with a row, and the repair."""

    text: str
    repair: str = ""


class _Refused(ValueError):
    """Carries what is wrong out of a value."""

    def __init__(self, text: str, repair: str = "") -> None:
        self.wrong = Wrong(text, repair)
        super().__init__(text)


def rows_of(node: Node) -> Built:
    """The rows of an expression: those that become it again. What no row says without loss is a row of text."""
    rows = built(node, _faithful)
    if not rows.is_too_long and parse(composed(rows)[0]).node == node:
        return rows
    return Built(groups=(Group(conditions=(Condition(text=render(node)),)),))


def _faithful(node: Node) -> Condition:
    found = condition(node)
    if found.text:
        return found
    try:
        text = _text(found)
    except _Refused:
        text = ""
    is_kept = len(found.value) <= LONGEST and text and parse(text).node == node
    return found if is_kept else Condition(text=render(node))


def composed(rows: Built) -> tuple[str, dict[str, Wrong]]:
    """The text of the rows, "" while there is none; and what is wrong, by the row's name in the form."""
    wrongs: dict[str, Wrong] = {}
    texts: dict[str, str] = {}
    for name, row in rows.conditions():
        if not row.is_empty:
            try:
                texts[name] = _text(row)
            except _Refused as refused:
                wrongs[name] = refused.wrong
    return _joined(rows, texts) if not wrongs else "", wrongs


def _joined(rows: Built, texts: Mapping[str, str]) -> str:
    groups = []
    for g, group in enumerate(rows.groups):
        parts = [texts[name] for c in range(len(group.conditions)) if (name := f"g{g}c{c}") in texts]
        if group.join == rows.join:
            groups += parts
        elif parts:
            groups.append(_together(parts, SIGNS[group.join]))
    return _together(groups, SIGNS[rows.join]) if groups else ""


def _together(parts: list[str], sign: str) -> str:
    return parts[0] if len(parts) == 1 else f" {sign} ".join(map(_bracketed, parts))


def _bracketed(text: str) -> str:
    return f"({text})" if isinstance(parse(text).node, Joined | Choice) else text


def _text(row: Condition) -> str:
    """The text of a row."""
    if row.text:
        parsed = parse(row.text)
        if parsed.node is None:
            fault = parsed.fault
            raise _Refused(fault.text, fault.repair) if fault else _Refused("")
        return render(parsed.node)
    attribute = ATTRIBUTES.get(row.attribute)
    if attribute is None:
        raise _unknown_attribute(row.attribute)
    if operator(attribute.kind, row.operator) is None:
        raise _Refused(_("Choose what is asked of it."))
    return _asked(attribute, row.operator, row.value.strip())


def _unknown_attribute(name: str) -> _Refused:
    if forbidden_name(name):
        return _Refused(_("This is protected and cannot be named in a rule."), _("Take the row out."))
    near = suggestion(name)
    meant = near.split("`")[1] if near else ""
    repair = _("Did you mean %(name)s?") % {"name": meant} if meant else _("Choose one of the list.")
    return _Refused(_("There is no attribute of this name."), repair)


def _asked(attribute: Attribute, code: str, value: str) -> str:
    name = attribute.name
    if code in _POSITIVE:
        inner = _asked(attribute, _POSITIVE[code], value)
        return f"!({inner})" if " in " in inner else f"!{inner}"
    match code:
        case "true":
            return name
        case "known":
            return f"has({name})"
        case "one_of":
            return f"{name} in [{_literals(attribute, value)}]"
        case _:
            return _compared(name, code, _literal(attribute, value))


def _compared(name: str, code: str, literal: str) -> str:
    if code == "includes":
        return f"{literal} in {name}"
    return f"{name}.{TESTS[code]}({literal})" if code in TESTS else f"{name} {COMPARISONS[code]} {literal}"


def _literals(attribute: Attribute, value: str) -> str:
    options = [part.strip() for part in re.split("[,،]", value) if part.strip()]
    if not options:
        raise _Refused(_("Write the values, with commas between them."))
    return ", ".join(_literal(attribute, option) for option in options)


def _literal(attribute: Attribute, value: str) -> str:
    """A value as an expression writes it. Raises _Refused with what was expected."""
    if not value:
        raise _Refused(_("A value is missing."))
    if attribute.kind in {Kind.STRING, Kind.STRINGS}:
        return render_text(value)
    value = value.translate(_DIGITS)
    match attribute.kind:
        case Kind.INT if _WHOLE.fullmatch(value):
            return str(int(value))
        case Kind.DOUBLE if _NUMBER.fullmatch(value):
            return repr(float(value))
        case Kind.INT:
            raise _Refused(_("A whole number is expected here."), _("Write it in digits, such as 48."))
        case Kind.DOUBLE:
            raise _Refused(_("A number is expected here."), _("Write it in digits, such as 20 or 0.5."))
        case Kind.DURATION:
            return f"duration({render_text(_duration(value))})"
        case _:
            return f"timestamp({render_text(_instant(value))})"


def _duration(value: str) -> str:
    try:
        parse_duration(value)
    except ValueError as error:
        text = _("A length of time is expected here.")
        raise _Refused(text, _("Write hours and minutes, such as 72h or 1h30m.")) from error
    return value


def _instant(value: str) -> str:
    text = f"{value}T00:00:00Z" if _DAY.fullmatch(value) else value
    try:
        parse_instant(text)
    except ValueError as error:
        raise _Refused(_("A date is expected here."), _("Write it such as 2026-09-01.")) from error
    return text
