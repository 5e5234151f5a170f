"""What can be asked of an attribute, by its kind, in words."""

from dataclasses import dataclass
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from tansiq.detectors.rules import Kind

COMPARISONS: Final = {"is": "==", "is_not": "!=", "lt": "<", "le": "<=", "gt": ">", "ge": ">="}
TESTS: Final = {"starts": "startsWith", "ends": "endsWith", "has_text": "contains"}
NEGATED: Final = {
    "true": "false",
    "known": "unknown",
    "one_of": "not_one_of",
    "starts": "not_starts",
    "ends": "not_ends",
    "has_text": "not_has_text",
    "includes": "not_includes",
}


@dataclass(frozen=True, slots=True)
class Operator:
    """word: as the list of operators shows it. sentence: with {value}, as the rule is read out."""

    code: str
    word: str | Promise
    sentence: str | Promise


_ALL: Final = {
    operator.code: operator
    for operator in (
        Operator("true", pgettext_lazy("condition", "is so"), pgettext_lazy("condition", "yes")),
        Operator("false", pgettext_lazy("condition", "is not so"), pgettext_lazy("condition", "no")),
        Operator("is", pgettext_lazy("condition", "is"), _("exactly {value}")),
        Operator("is_not", pgettext_lazy("condition", "is not"), _("not {value}")),
        Operator("lt", _("is less than"), _("less than {value}")),
        Operator("le", _("is at most"), _("at most {value}")),
        Operator("gt", _("is more than"), _("more than {value}")),
        Operator("ge", _("is at least"), _("at least {value}")),
        Operator("one_of", _("is one of"), _("one of {value}")),
        Operator("not_one_of", _("is none of"), _("none of {value}")),
        Operator("starts", _("begins with"), _("begins with {value}")),
        Operator("not_starts", _("does not begin with"), _("does not begin with {value}")),
        Operator("ends", _("ends with"), _("ends with {value}")),
        Operator("not_ends", _("does not end with"), _("does not end with {value}")),
        Operator("has_text", _("contains"), _("contains {value}")),
        Operator("not_has_text", _("does not contain"), _("does not contain {value}")),
        Operator("includes", _("includes"), _("includes {value}")),
        Operator("not_includes", _("does not include"), _("does not include {value}")),
        Operator("known", _("is known"), _("is known")),
        Operator("unknown", _("is unknown"), _("is unknown")),
    )
}
BEFORE_AND_AFTER: Final = {
    "lt": Operator("lt", _("is before"), _("before {value}")),
    "le": Operator("le", _("is at or before"), _("at or before {value}")),
    "gt": Operator("gt", _("is after"), _("after {value}")),
    "ge": Operator("ge", _("is at or after"), _("at or after {value}")),
}

_KNOWN: Final = ("known", "unknown")
_ORDERED: Final = ("lt", "le", "gt", "ge", "is", "is_not")
_BY_KIND: Final[dict[Kind, tuple[str, ...]]] = {
    Kind.BOOL: ("true", "false", *_KNOWN),
    Kind.INT: (*_ORDERED, "one_of", "not_one_of", *_KNOWN),
    Kind.DOUBLE: (*_ORDERED, *_KNOWN),
    Kind.DURATION: (*_ORDERED, *_KNOWN),
    Kind.TIMESTAMP: (*_ORDERED, *_KNOWN),
    Kind.STRING: (
        *("is", "is_not", "one_of", "not_one_of"),
        *("starts", "not_starts", "ends", "not_ends", "has_text", "not_has_text"),
        *_KNOWN,
    ),
    Kind.STRINGS: ("includes", "not_includes", *_KNOWN),
}


def operators(kind: Kind) -> tuple[Operator, ...]:
    """The operators of a kind, the commonest first."""
    return tuple(_operator(kind, code) for code in _BY_KIND[kind])


def operator(kind: Kind, code: str) -> Operator | None:
    """The operator of that code; None where the kind has none such."""
    return _operator(kind, code) if code in _BY_KIND[kind] else None


def _operator(kind: Kind, code: str) -> Operator:
    return BEFORE_AND_AFTER.get(code, _ALL[code]) if kind is Kind.TIMESTAMP else _ALL[code]
