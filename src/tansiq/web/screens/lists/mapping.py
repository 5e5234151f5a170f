"""What the columns of a list mean: suggested, corrected, looked at on its first rows, and only then taken in."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Final

from django.core.exceptions import BadRequest

from tansiq.model.observations import ListEntry
from tansiq.model.reading import Notice, Reading, Refusal
from tansiq.readers.lists.columns import CHARSETS, DELIMITERS, Charset, ColumnMapping, parse_mapping, suggest_mapping
from tansiq.readers.lists.mapped import Sample, read_mapped, sample

LOOKED_AT_BYTES: Final = 4_000_000
"""Of a longer list, the rows of so many bytes are tried; the worker reads all of it."""
ROWS: Final = 5
VALUES: Final = 3
PARTS: Final = 30
MOST_COLUMNS: Final = 80

_COLUMN_OF: Final = {
    "date of birth": ("birth_dates",),
    "document": ("documents", "passports", "national_ids"),
    "nationality": ("nationalities",),
    "sex": ("sex",),
    "type": ("type",),
}
"""Which columns a word of the reader is about, by how it begins."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column of the list: its place, name, what it is taken for, and some of what stands in it."""

    at: int
    name: str
    field: str
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Part:
    """A row that is refused, or read all the same although something in it is odd. row: its line, from 1, the header's being 1."""

    row: int
    columns: tuple[str, ...]
    text: str
    repair: str = ""


@dataclass(frozen=True)
class Tried:
    """A list as it would be read.

    found: the delimiter and the character set that its bytes look like. is_unreadable: with what was said of these it has no
    header, and is read as found instead.
    """

    sample: Sample
    mapping: ColumnMapping
    data: bytes
    reading: Reading
    is_cut: bool
    found: Sample
    is_unreadable: bool

    @property
    def delimiter(self) -> str:
        """The delimiter said, "" where it is the one found."""
        return "" if self.mapping.delimiter == self.found.delimiter else self.mapping.delimiter

    @cached_property
    def columns(self) -> list[Column]:
        """Its columns in order."""
        fields = dict(self.mapping.columns)
        return [
            Column(at, name, fields.get(name, ""), _some(self.sample.rows, at))
            for at, name in enumerate(self.sample.header[:MOST_COLUMNS])
        ]

    @cached_property
    def entries(self) -> list[ListEntry]:
        """What its first rows become."""
        return [o for o in self.reading.observations[:ROWS] if isinstance(o, ListEntry)]

    @property
    def count(self) -> int:
        """How many entries it has, as far as it was tried."""
        return len(self.reading.observations)

    @property
    def may_be_taken(self) -> bool:
        """Whether there is anybody on it."""
        return self.reading.refused is None and self.count > 0

    @cached_property
    def refused(self) -> list[Part]:
        """The rows that would be refused."""
        parts = [self.reading.refused] if self.reading.refused else self.reading.refusals
        return [self._part(part, part.repair) for part in parts[:PARTS]]

    @cached_property
    def odd(self) -> list[Part]:
        """What would be read all the same, and is not understood in full."""
        return [self._part(part, "") for part in self.reading.notices[:PARTS]]

    def _part(self, part: Refusal | Notice, repair: str) -> Part:
        about = next((fields for word, fields in _COLUMN_OF.items() if part.text.startswith(word)), ())
        columns = tuple(column for column, field in self.mapping.columns if field in about)
        return Part(self.data.count(b"\n", 0, part.start) + 1, columns, part.text, repair)


def try_list(data: bytes, name: str, given: Mapping[str, str], kept: Mapping[str, object] | None) -> Tried | None:
    """The list read by the mapping of the form, else by the one kept with the feed, else by a first suggestion.

    None for bytes that are no delimited text with a header. Raises BadRequest for a form that says something impossible.
    """
    head, is_cut = _beginning(data)
    before = parse_mapping(kept) if kept else None
    said = _said(given) if "delimiter" in given else _Said(before.delimiter, before.charset) if before else _Said()
    as_said = sample(head, delimiter=said.delimiter, charset=said.charset)
    if "delimiter" not in given and as_said and not _has(before, as_said):
        said, as_said = _Said(), None
    found = sample(head) or as_said
    seen = as_said or found
    if found is None or seen is None or not any(seen.header):
        return None
    charset = said.charset if as_said else ""
    mapping = _given(seen, given, charset) or _kept(seen, before, charset) or _suggested(seen, charset)
    is_unreadable = as_said is None and said != _Said()
    return Tried(seen, mapping, head, read_mapped(head, name, mapping), is_cut, found, is_unreadable)


@dataclass(frozen=True, slots=True)
class _Said:
    """How the text is to be read, as far as it was said."""

    delimiter: str = ""
    charset: Charset = ""


def _said(given: Mapping[str, str]) -> _Said:
    delimiter, charset = given["delimiter"], given.get("charset", "")
    known = next((known for known in CHARSETS if known == charset), None)
    if known is None or (delimiter and delimiter not in tuple(DELIMITERS)):
        raise BadRequest(f"delimiter {delimiter!r} and charset {charset!r} are not known together")
    return _Said(delimiter, known)


def _beginning(data: bytes) -> tuple[bytes, bool]:
    """The whole list, or its first rows where it is long."""
    if len(data) <= LOOKED_AT_BYTES:
        return data, False
    return data[: data.rfind(b"\n", 0, LOOKED_AT_BYTES) + 1] or data[:LOOKED_AT_BYTES], True


def _given(found: Sample, given: Mapping[str, str], charset: Charset) -> ColumnMapping | None:
    """The mapping of the form; None where it is for other columns than the list has."""
    names = [given.get(f"column-{at}") for at in range(len(found.header[:MOST_COLUMNS]))]
    if names != list(found.header[:MOST_COLUMNS]):
        return None
    columns = [(name, given.get(f"field-{at}", "")) for at, name in enumerate(names) if name]
    said = {key: given.get(key, "") for key in ("between", "date_order", "type")}
    try:
        return parse_mapping({"columns": columns, "delimiter": found.delimiter, "charset": charset, **said})
    except ValueError as error:
        raise BadRequest(str(error)) from error


def _has(mapping: ColumnMapping | None, found: Sample) -> bool:
    """Whether the list has all columns of the mapping."""
    return mapping is not None and {column for column, field in mapping.columns if field} <= set(found.header)


def _kept(found: Sample, mapping: ColumnMapping | None, charset: Charset) -> ColumnMapping | None:
    """The mapping of the feed with the list's further columns beside it; None where one of its columns is not there."""
    if mapping is None or not _has(mapping, found):
        return None
    known = dict(mapping.columns)
    columns = tuple((name, known.get(name, "")) for name in found.header)
    return replace(mapping, columns=columns, delimiter=found.delimiter, charset=charset)


def _suggested(found: Sample, charset: Charset) -> ColumnMapping:
    return suggest_mapping(found.header, found.rows, delimiter=found.delimiter, charset=charset)


def _some(rows: Sequence[Sequence[str]], at: int) -> tuple[str, ...]:
    """The first different values of a column."""
    values = (row[at].strip() for row in rows if at < len(row))
    return tuple(dict.fromkeys(value for value in values if value))[:VALUES]
