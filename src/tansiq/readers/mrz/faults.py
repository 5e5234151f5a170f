"""What cannot be right in a zone: check digits that do not agree, characters out of place, dates that are none."""

from collections.abc import Iterator

from tansiq.readers.mrz.dates import ZoneDate
from tansiq.readers.mrz.layouts import ALLOWED, COMPOSITE, Check, Lines
from tansiq.readers.mrz.parts import Parts
from tansiq.readers.mrz.values import Fault

LABELS = {
    "document_code": "document code", "issuer": "issuer", "document_number": "document number", "family": "family name",
    "given": "given names", "nationality": "nationality", "birth_date": "birth date", "sex": "sex", "expiry": "expiry",
    "optional": "optional data", "optional2": "second optional data", COMPOSITE: "composite",
}  # fmt: skip
"""What a field is called in a sentence."""


def faults(parts: Parts) -> tuple[Fault, ...]:
    """Everything that cannot be right, check digits first."""
    misfits = tuple(_misfits(parts))
    told = {fault.field for fault in misfits}
    return (*_digits(parts), *misfits, *_values(parts, told))


def is_silent(check: Check, lines: Lines) -> bool:
    """Whether a filler stands for the check digit of a field that holds nothing else: there is nothing to check."""
    return check.field != COMPOSITE and check.found(lines) == "<" and not check.covered(lines).strip("<")


def _digits(parts: Parts) -> Iterator[Fault]:
    for check in parts.layout.checks:
        found, expected = check.found(parts.lines), check.expected(parts.lines)
        if found != expected and not is_silent(check, parts.lines):
            line, column = check.at.line + 1, check.at.start + 1
            label = LABELS[check.field]
            text = f"{label}: check digit {found} where {expected} is due (line {line}, position {column})"
            yield Fault(check.field, expected, found, line, column, text)


def _misfits(parts: Parts) -> Iterator[Fault]:
    for field, (kind, span) in parts.layout.fields.items():
        found = span.of(parts.lines)
        if ALLOWED[kind].issuperset(found):
            continue
        for column, character in enumerate(found):
            if character not in ALLOWED[kind]:
                name = name_part(parts, column) if field == "name" else field
                line, position = span.line + 1, span.start + column + 1
                text = f"{LABELS[name]}: {character!r} among {kind} (line {line}, position {position})"
                yield Fault(name, kind, character, line, position, text)


def name_part(parts: Parts, column: int) -> str:
    """Which part of the name a place of the name field belongs to."""
    ends = parts.texts["name"].find("<<")
    return "family" if ends < 0 or column < ends else "given"


def _values(parts: Parts, told: set[str]) -> Iterator[Fault]:
    if not parts.texts["document_number"].strip("<"):
        yield _whole(parts, "document_number", "a number", "no document number")
    if not (parts.holder.family or parts.holder.given):
        yield _whole(parts, "name" if "name" in parts.texts else "family", "a name", "no name")
    for field, date in (("birth_date", parts.birth), ("expiry", parts.expiry)):
        yield from _no_date(parts, field, date, told)


def _no_date(parts: Parts, field: str, date: ZoneDate, told: set[str]) -> Iterator[Fault]:
    if not date.possible and field not in told:
        found = parts.texts[field]
        yield _whole(parts, field, "a date (YYMMDD)", f"{LABELS[field]}: {found} is no day of any calendar year")


def _whole(parts: Parts, field: str, expected: str, text: str) -> Fault:
    _, span = parts.layout.fields[field]
    told = "family" if field == "name" else field
    return Fault(told, expected, parts.texts[field].strip("<"), span.line + 1, 0, text)
