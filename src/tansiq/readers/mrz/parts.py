"""The lines of a zone cut into its fields."""

from dataclasses import dataclass, replace
from datetime import date

from tansiq.readers.mrz import dates
from tansiq.readers.mrz.dates import ZoneDate
from tansiq.readers.mrz.fitting import Fitted
from tansiq.readers.mrz.layouts import Check, Kind, Layout, Lines, Span, long_number
from tansiq.readers.mrz.names import Holder, read_name, words

RUSSIAN_INTERNAL = "PNRUS"
"""How the first line of a Russian internal passport begins; its names have digits for letters that English lacks."""


@dataclass(frozen=True, slots=True)
class Parts:
    """A zone in its fields. layout: with the document number's span and check digit where this zone has them. texts: fields with fillers."""

    layout: Layout
    lines: Lines
    texts: dict[str, str]
    holder: Holder
    birth: ZoneDate
    expiry: ZoneDate

    @property
    def is_russian_internal(self) -> bool:
        """Whether it is a Russian internal passport."""
        return self.layout.format == "TD3" and self.lines[0].startswith(RUSSIAN_INTERNAL)


def parts_of(fitted: Fitted, today: date) -> Parts:
    """The fields of lines that fit a layout."""
    layout, lines = fitted.layout, fitted.lines
    texts = {name: span.of(lines) for name, (_, span) in layout.fields.items()}
    number = long_number(layout, lines)
    if number:
        layout, texts = _with_long_number(layout, lines, texts, number)
    if lines[0].startswith(RUSSIAN_INTERNAL) and layout.format == "TD3":
        layout = replace(layout, fields={**layout.fields, "name": (Kind.ANY, layout.fields["name"][1])})
    return Parts(
        layout=layout,
        lines=lines,
        texts=texts,
        holder=read_name(texts["name"]) if "name" in texts else _holder_of_two(texts["family"], texts["given"]),
        birth=dates.read_birth(texts["birth_date"], today),
        expiry=dates.read_expiry(texts.get("expiry", dates.UNKNOWN), today),
    )


def _with_long_number(
    layout: Layout, lines: Lines, texts: dict[str, str], number: Check
) -> tuple[Layout, dict[str, str]]:
    kind, span = layout.fields["optional"]
    left = Span(span.line, number.at.end, span.end)
    fields = {**layout.fields, "optional": (kind, left)}
    texts = {**texts, "document_number": number.covered(lines), "optional": left.of(lines)}
    return replace(layout, fields=fields, checks=(number, *layout.checks[1:])), texts


def _holder_of_two(family: str, given: str) -> Holder:
    return Holder(words(family), words(given), family[-1] != "<" or given[-1] != "<", -1)
