"""A rule read out in the reader's language: what has to hold, as a list within a list."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from tansiq.detectors.rules import Attribute
from tansiq.detectors.rules.tree import Node
from tansiq.web.screens.rules.builder import Built, Condition
from tansiq.web.screens.rules.composing import rows_of
from tansiq.web.screens.rules.meanings import MEANINGS
from tansiq.web.screens.rules.operators import operator
from tansiq.web.screens.rules.terms import UNITS
from tansiq.web.tags import code


@dataclass(frozen=True, slots=True)
class Spoken:
    """A list of conditions in words. join: "all" or "any". parts: sentences, and lists of their own."""

    join: str
    parts: "tuple[SafeString | Spoken, ...]"

    @property
    def is_one(self) -> bool:
        """Whether there is nothing to join."""
        return len(self.parts) == 1


def spoken(node: Node) -> Spoken:
    """An expression in words."""
    return Spoken((rows := rows_of(node)).join, tuple(_parts(rows)))


def _parts(rows: Built) -> "Iterator[SafeString | Spoken]":
    for group in rows.groups:
        sentences = tuple(sentence(condition) for condition in group.conditions)
        if group.join == rows.join:
            yield from sentences
        else:
            yield Spoken(group.join, sentences)


def sentence(condition: Condition) -> SafeString:
    """One condition in words: what it is, and what it has to be. What has no words is shown as it is written."""
    attribute = condition.known
    if condition.text or attribute is None:
        return format_html("{}", code(condition.text or condition.attribute))
    asked = operator(attribute.kind, condition.operator)
    if asked is None:
        return format_html("{}", MEANINGS[attribute.name])
    words = str(conditional_escape(str(asked.sentence))).format(value=_value(attribute, condition.value))
    return format_html("{}: <strong>{}</strong>", MEANINGS[attribute.name], mark_safe(words))  # noqa: S308  both parts are escaped


def _value(attribute: Attribute, value: str) -> str:
    unit = UNITS.get(attribute.unit, "") if attribute.low != attribute.high else ""
    return f"{code(value)} {conditional_escape(str(unit))}".rstrip()


def joins() -> dict[str, str]:
    """What joins conditions, in words."""
    return {"all": _("all of these hold"), "any": _("at least one of these holds")}
