"""A list as delimited text with a header line, read by a mapping of its columns.

A country is a code or an English name; a document in a column of documents is "type:number:issuer", "type:number" or "number" (a
passport). An entry without an id gets one made of its contents. What is not understood is named in a notice and kept in the record.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from pathlib import PurePath

from tansiq.model.observations import ListEntry, Source
from tansiq.model.reading import NoticeCode, Reading, Refusal, RefusalCode, refuse
from tansiq.model.subjects import IdentityDocument, Subject, SubjectType
from tansiq.readers.lists.columns import DELIMITERS, NAME_PARTS, ColumnMapping, field_of
from tansiq.readers.lists.country_names import country_code
from tansiq.readers.lists.dates import parse_birth_dates
from tansiq.readers.lists.delimited import BrokenRow, Charset, Row, charset_of, rows, single_byte_of
from tansiq.readers.lists.entries import LARGEST_LIST_BYTES, Draft, distinct, sex_of

FORMAT = "watchlist_csv"

HEAD_BYTES = 64 * 1024
SAMPLED_ROWS = 200

_TYPES: Mapping[str, SubjectType] = {
    "person": "person",
    "individual": "person",
    "natural person": "person",
    "p": "person",
    "organization": "organization",
    "organisation": "organization",
    "entity": "organization",
    "legal entity": "organization",
    "company": "organization",
    "e": "organization",
    "vessel": "vessel",
    "ship": "vessel",
    "aircraft": "vessel",
}
_MOST_DOCUMENT_PARTS = 3


@dataclass(frozen=True, slots=True)
class Sample:
    """The beginning of a list, to say the meaning of its columns on. charset: by which it was read."""

    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    delimiter: str
    charset: str


def sample(data: bytes, *, delimiter: str = "", charset: str = "") -> Sample | None:
    """The header and the first rows of a delimited text; None where it has no header.

    delimiter, charset: as told; where not, the delimiter that parts it best, and as its bytes look.
    """
    head = data[:HEAD_BYTES]
    read_as = _charset(head, charset)
    found = [(mark, _well_formed(head, read_as, mark)) for mark in delimiter or DELIMITERS]
    parted_by, lines = max(found, key=lambda item: _evenness(item[1]))
    if not lines:
        return None
    return Sample(tuple(cell.strip() for cell in lines[0]), tuple(lines[1:]), parted_by, read_as.codec)


def _well_formed(head: bytes, charset: Charset, delimiter: str) -> list[tuple[str, ...]]:
    found = (row.cells for row in rows(head, charset, delimiter=delimiter) if isinstance(row, Row) and any(row.cells))
    return list(islice(found, SAMPLED_ROWS))


def _evenness(lines: list[tuple[str, ...]]) -> tuple[int, int, int]:
    """How well a delimiter parts some lines: known columns, then lines as wide as the header, then its width."""
    if not lines:
        return (0, 0, 0)
    width = len(lines[0])
    known = sum(bool(field_of(column)) for column in lines[0])
    return (known, sum(len(line) == width for line in lines) if width > 1 else 0, width)


@dataclass(frozen=True, slots=True)
class _Record:
    """One line of the list. columns: as its header has them; places: where the columns of each field stand."""

    mapping: ColumnMapping
    columns: tuple[str, ...]
    places: Mapping[str, tuple[int, ...]]
    row: Row

    def values(self, field: str) -> tuple[str, ...]:
        """The values of all columns of a field."""
        cells = self._cells(field)
        if not self.mapping.between:
            return distinct(cells)
        return distinct(self.mapping.between.join(cells).split(self.mapping.between)) if cells else ()

    def text(self, field: str) -> str:
        """The whole text of the columns of a field."""
        return "\n".join(filter(None, map(str.strip, self._cells(field))))

    def names(self) -> tuple[str, ...]:
        """The names, with the one that the columns of its parts make."""
        parts = " ".join(filter(None, map(self.text, NAME_PARTS)))
        return distinct([*self.values("names"), parts])

    def _cells(self, field: str) -> list[str]:
        return [self.row.cells[place] for place in self.places.get(field, ())]

    def pairs(self) -> tuple[tuple[str, str], ...]:
        """Every cell that is not empty, under its column's own name."""
        return tuple((c, v.strip()) for c, v in zip(self.columns, self.row.cells, strict=False) if v.strip())


def read_mapped(data: bytes, name: str, mapping: ColumnMapping) -> Reading:
    """Read a list by a mapping. A line that is no entry is refused with its place; nothing is raised.

    Refused as a whole without a column of names, or where a column that the mapping names is missing: a list read without its
    birth dates would hold up the innocent, and nobody would see why.
    """
    if len(data) > LARGEST_LIST_BYTES:
        text = f"{len(data)} bytes found, at most {LARGEST_LIST_BYTES} expected"
        return refuse(FORMAT, len(data), Refusal(RefusalCode.TOO_LARGE, 0, len(data), text, "split the list"))
    charset = _charset(data, mapping.charset)
    header = _header(data, charset, mapping)
    if isinstance(header, Refusal):
        return refuse(FORMAT, len(data), header)
    draft = Draft(FORMAT, len(data), accounted=charset.mark_bytes)
    if charset.guessed:
        draft.note(NoticeCode.CHARACTER_SET, 0, len(data), f"no byte order mark and not UTF-8; read as {charset.codec}")
    for record in _records(data, charset, header, mapping, draft):
        _take(record, name, draft)
    return draft.reading()


def _charset(data: bytes, wanted: str) -> Charset:
    """The character set told, or found; a byte order mark is passed over either way."""
    found = charset_of(data, fallback=single_byte_of(data[:HEAD_BYTES]))
    if not wanted or found.mark_bytes or wanted == found.codec:
        return found
    return Charset("utf-16-le" if wanted == "utf-16" else wanted)


def _header(data: bytes, charset: Charset, mapping: ColumnMapping) -> tuple[str, ...] | Refusal:
    columns = next(iter(_well_formed(data[:HEAD_BYTES], charset, mapping.delimiter)), ())
    columns = tuple(column.strip() for column in columns)
    missing = [column for column, field in mapping.columns if field and column.strip() not in columns]
    if missing:
        text = f"the column {missing[0][:80]!r} of the mapping is missing; the header has {', '.join(columns)[:300] or 'nothing'}"
        repair = "say anew what the columns of this list mean, or send the list as it was"
        return Refusal(RefusalCode.WRONG_FORMAT, 0, len(data), text, repair)
    if not mapping.has_names:
        text = "no header line with a column of names was found"
        repair = "begin with a header line such as: id,type,names,birth_dates,nationalities,documents"
        return Refusal(RefusalCode.WRONG_FORMAT, 0, len(data), text, repair)
    return columns


def _records(
    data: bytes, charset: Charset, header: tuple[str, ...], mapping: ColumnMapping, draft: Draft
) -> Iterator[_Record]:
    """The lines below the header that have its columns; every other one is refused."""
    width, places, headed = len(header), _places(header, mapping), False
    for row in rows(data, charset, delimiter=mapping.delimiter):
        if draft.gives_up(row.start):
            return
        draft.accounted += row.end - row.start
        if isinstance(row, BrokenRow):
            draft.refuse(row.start, row.end, row.text, repair="mend the line; double a quotation mark inside a value")
        elif not any(cell.strip() for cell in row.cells):
            continue
        elif not headed:
            headed = True
        elif len(row.cells) < width or any(cell.strip() for cell in row.cells[width:]):
            text = f"{len(row.cells)} columns found, {width} expected"
            repair = "mend the line, and quote a value that holds the delimiter"
            draft.refuse(row.start, row.end, text, repair=repair, entry=_first_id(row, places))
        else:
            yield _Record(mapping, header, places, row)


def _first_id(row: Row, places: Mapping[str, tuple[int, ...]]) -> str:
    """The id of a row of another width than the header: only in its first column is a value surely where it belongs."""
    return row.cells[0].strip() if places.get("id") == (0,) else ""


def _places(header: tuple[str, ...], mapping: ColumnMapping) -> Mapping[str, tuple[int, ...]]:
    """Where the columns of each field stand in this file."""
    field_of_column = {column.strip(): field for column, field in mapping.columns}
    places: dict[str, tuple[int, ...]] = {}
    for at, column in enumerate(header):
        field = field_of_column.get(column, "")
        if field:
            places[field] = (*places.get(field, ()), at)
    return places


def _take(record: _Record, name: str, draft: Draft) -> None:
    row, kind = record.row, record.text("type").casefold()
    if kind and kind not in _TYPES:
        text = f"type {kind[:40]!r} found; person, organization or vessel expected"
        draft.refuse(row.start, row.end, text, repair="mend the type", entry=record.text("id"))
        return
    draft.take(
        ListEntry(
            list=PurePath(name).stem or name,
            subject=_subject(record, _TYPES[kind] if kind else record.mapping.type, draft),
            source=Source(name, row.start, row.end),
            programmes=record.values("programmes"),
            reference=record.text("reference") or record.text("id"),
            listed_on=record.text("listed_on"),
            remarks=record.text("remarks"),
            record=record.pairs(),
        )
    )


def _subject(record: _Record, kind: SubjectType, draft: Draft) -> Subject:
    def note(code: NoticeCode, text: str) -> None:
        draft.note(code, record.row.start, record.row.end, text)

    sex = sex_of(record.text("sex"))
    if record.text("sex") and not sex:
        note(NoticeCode.BAD_VALUE, f"sex {record.text('sex')[:40]!r} kept as text only; M or F expected")
    return Subject(
        id=record.text("id"),
        type=kind,
        names=record.names(),
        weak_names=record.values("weak_names"),
        father_names=record.values("father_names"),
        birth_dates=distinct(_birth_dates(record, note)),
        birth_places=record.values("birth_places"),
        nationalities=distinct(_nationalities(record, note)),
        sex=sex,
        documents=tuple(dict.fromkeys([*_documents(record, note), *_numbers(record)])),
    )


_Note = Callable[[NoticeCode, str], None]


def _birth_dates(record: _Record, note: _Note) -> Iterator[str]:
    for text in record.values("birth_dates"):
        found = parse_birth_dates(text, record.mapping.date_order)
        if not found:
            note(
                NoticeCode.BAD_DATE,
                f"date of birth {text[:40]!r} kept as text only; 1970-05-02, 1970-05 or 1970 expected",
            )
        yield from found


def _nationalities(record: _Record, note: _Note) -> Iterator[str]:
    for text in record.values("nationalities"):
        code = country_code(text)
        if not code:
            note(NoticeCode.BAD_VALUE, f"nationality {text[:40]!r} kept as text only; a code such as PK expected")
        yield code


def _documents(record: _Record, note: _Note) -> Iterator[IdentityDocument]:
    for text in record.values("documents"):
        parts = [part.strip() for part in text.split(":")]
        if len(parts) > _MOST_DOCUMENT_PARTS or not parts[1 if len(parts) > 1 else 0]:
            note(NoticeCode.BAD_VALUE, f"document {text[:40]!r} kept as text only; type:number:issuer expected")
        elif len(parts) == 1:
            yield IdentityDocument(parts[0])
        else:
            issuer = parts[2] if len(parts) == _MOST_DOCUMENT_PARTS else ""
            yield IdentityDocument(parts[1], parts[0] or "passport", country_code(issuer) or issuer)


def _numbers(record: _Record) -> Iterator[IdentityDocument]:
    """The documents of columns that hold numbers of one kind."""
    for field, kind in (("passports", "passport"), ("national_ids", "national_id")):
        for number in record.values(field):
            if any(c.isdigit() for c in number):
                yield IdentityDocument(number, kind)
