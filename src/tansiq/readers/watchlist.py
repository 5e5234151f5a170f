"""A watchlist as delimited text with a header line: the columns of SUBJECT, in any order, with others beside them.

Columns: id, type (person, organization, vessel), names, weak_names, father_names, birth_dates, birth_places, nationalities, sex
(M, F), documents, remarks, programmes, reference, listed_on. Only names is needed; `SYNONYMS` are understood too, and any
other column is kept in the record. Several values of a column are parted by ";" (quote the value where ";" is the delimiter).
A date is ISO 8601 at any precision or "12 Mar 1960"; a country is a code or an English name; a document is
"type:number:issuer", "type:number" or "number" (a passport). An entry without an id gets one made of its contents.
Delimiter "," ";" tab or "|"; UTF-8, UTF-16 or Windows-1256 (Arabic), with or without a byte order mark.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import PurePath

from tansiq.model.observations import ListEntry, Source
from tansiq.model.reading import NoticeCode, Reading, Refusal, RefusalCode, refuse
from tansiq.model.subjects import IdentityDocument, Subject, SubjectType
from tansiq.readers.country_names import country_code
from tansiq.readers.dates import parse_birth_dates
from tansiq.readers.delimited import BrokenRow, Charset, Row, charset_of, rows
from tansiq.readers.entries import LARGEST_LIST_BYTES, Draft, distinct, sex_of

FORMAT = "watchlist_csv"

COLUMNS = frozenset(
    {
        "id",
        "type",
        "names",
        "weak_names",
        "father_names",
        "birth_dates",
        "birth_places",
        "nationalities",
        "sex",
        "documents",
        "remarks",
        "programmes",
        "reference",
        "listed_on",
    }
)
"""The columns by their own names."""

SYNONYMS: Mapping[str, str] = {
    "name": "names",
    "full_name": "names",
    "aliases": "names",
    "alias": "names",
    "weak_aliases": "weak_names",
    "father_name": "father_names",
    "fathers_name": "father_names",
    "birth_date": "birth_dates",
    "date_of_birth": "birth_dates",
    "dob": "birth_dates",
    "birth_place": "birth_places",
    "place_of_birth": "birth_places",
    "pob": "birth_places",
    "nationality": "nationalities",
    "gender": "sex",
    "document": "documents",
    "comments": "remarks",
    "programs": "programmes",
}
"""Other names of columns, compared without case, spaces and hyphens."""

DELIMITERS = ",;\t|"
BETWEEN_VALUES = ";"

_TYPES: Mapping[str, SubjectType] = {
    "": "person",
    "person": "person",
    "individual": "person",
    "organization": "organization",
    "organisation": "organization",
    "entity": "organization",
    "vessel": "vessel",
    "ship": "vessel",
}
_TELLING = frozenset({"weak_names", "father_names", "birth_dates", "birth_places", "nationalities", "sex", "documents"})
_HEAD_BYTES = 64 * 1024
_MOST_DOCUMENT_PARTS = 3


@dataclass(frozen=True, slots=True)
class _Header:
    """The header line. columns: as written; roles: what each stands for, "" for a column of the publisher's own."""

    columns: tuple[str, ...]
    roles: tuple[str, ...]
    delimiter: str
    charset: Charset

    def places(self) -> Mapping[str, tuple[int, ...]]:
        """Where the columns of each role stand."""
        return {role: tuple(i for i, its in enumerate(self.roles) if its == role) for role in set(self.roles) if role}


@dataclass(frozen=True, slots=True)
class _Record:
    """One line of the list under its header. places: where the columns of each role stand."""

    header: _Header
    places: Mapping[str, tuple[int, ...]]
    row: Row

    def values(self, role: str) -> tuple[str, ...]:
        """The values of all columns that stand for a role."""
        text = BETWEEN_VALUES.join(self._cells(role))
        return distinct(text.split(BETWEEN_VALUES)) if text else ()

    def text(self, role: str) -> str:
        """The whole text of the columns that stand for a role."""
        return "\n".join(filter(None, map(str.strip, self._cells(role))))

    def _cells(self, role: str) -> list[str]:
        return [self.row.cells[place] for place in self.places.get(role, ())]

    def pairs(self) -> tuple[tuple[str, str], ...]:
        """Every cell that is not empty, under its column's own name."""
        return tuple((c, v.strip()) for c, v in zip(self.header.columns, self.row.cells, strict=False) if v.strip())


def sniff(first: bytes) -> bool:
    """Whether the first line is a header of persons: `names`, or a column of names with one that tells persons apart.

    A table of places has a column "name" too; `read` takes any header with names, for a caller who knows what it is.
    """
    header = _header(first[:_HEAD_BYTES])
    return header is not None and ("names" in map(_plain, header.columns) or not _TELLING.isdisjoint(header.roles))


def column_names(first: bytes) -> frozenset[str]:
    """The column names of a delimited text's first line, in lower case, by the delimiter that parts most of them."""
    charset = charset_of(first[:_HEAD_BYTES], fallback="cp1256")
    lines = [frozenset(map(_plain, _first_row(first, charset, delimiter))) for delimiter in DELIMITERS]
    return max(lines, key=len)


def read(data: bytes, name: str) -> Reading:
    """Read a watchlist. A line that is no entry is refused with its place; nothing is raised."""
    if len(data) > LARGEST_LIST_BYTES:
        text = f"{len(data)} bytes found, at most {LARGEST_LIST_BYTES} expected"
        return refuse(FORMAT, len(data), Refusal(RefusalCode.TOO_LARGE, 0, len(data), text, "split the list"))
    header = _header(data[:_HEAD_BYTES])
    if header is None:
        text = "no header line with a column of names was found"
        repair = "begin with a header line such as: id,type,names,birth_dates,nationalities,documents"
        return refuse(FORMAT, len(data), Refusal(RefusalCode.WRONG_FORMAT, 0, len(data), text, repair))
    charset = charset_of(data, fallback="cp1256")
    draft = Draft(FORMAT, len(data), accounted=charset.mark_bytes)
    if charset.guessed:
        draft.note(NoticeCode.CHARACTER_SET, 0, len(data), f"no byte order mark and not UTF-8; read as {charset.codec}")
    for record in _records(data, _Header(header.columns, header.roles, header.delimiter, charset), draft):
        _take(record, name, draft)
    return draft.reading()


def _header(head: bytes) -> _Header | None:
    charset = charset_of(head, fallback="cp1256")
    best: _Header | None = None
    for delimiter in DELIMITERS:
        columns = _first_row(head, charset, delimiter)
        roles = tuple(map(_role, columns))
        known = sum(map(bool, roles))
        if "names" in roles and (best is None or known > sum(map(bool, best.roles))):
            best = _Header(columns, roles, delimiter, charset)
    return best


def _first_row(head: bytes, charset: Charset, delimiter: str) -> tuple[str, ...]:
    for row in rows(head, charset, delimiter=delimiter):
        if isinstance(row, BrokenRow):
            return ()
        if row.cells:
            return tuple(cell.strip() for cell in row.cells)
    return ()


def _plain(column: str) -> str:
    return column.strip().casefold().replace(" ", "_").replace("-", "_").replace("'", "")


def _role(column: str) -> str:
    plain = _plain(column)
    return plain if plain in COLUMNS else SYNONYMS.get(plain, "")


def _records(data: bytes, header: _Header, draft: Draft) -> Iterator[_Record]:
    """The lines below the header that have its columns; every other one is refused."""
    headed = False
    width, places = len(header.columns), header.places()
    for row in rows(data, header.charset, delimiter=header.delimiter):
        draft.accounted += row.end - row.start
        if isinstance(row, BrokenRow):
            draft.refuse(row.start, row.end, row.text, repair="mend the line; double a quotation mark inside a value")
        elif not any(cell.strip() for cell in row.cells):
            continue
        elif not headed:
            headed = True
        elif len(row.cells) < width or any(cell.strip() for cell in row.cells[width:]):
            text = f"{len(row.cells)} columns found, {width} expected"
            draft.refuse(row.start, row.end, text, repair="mend the line, and quote a value that holds the delimiter")
        else:
            yield _Record(header, places, row)


def _take(record: _Record, name: str, draft: Draft) -> None:
    row, kind = record.row, record.text("type").casefold()
    if kind not in _TYPES:
        text = f"type {kind[:40]!r} found; person, organization or vessel expected"
        draft.refuse(row.start, row.end, text, repair="mend the type")
        return
    draft.take(
        ListEntry(
            list=PurePath(name).stem or name,
            subject=_subject(record, _TYPES[kind], draft),
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
        names=record.values("names"),
        weak_names=record.values("weak_names"),
        father_names=record.values("father_names"),
        birth_dates=distinct(_birth_dates(record, note)),
        birth_places=record.values("birth_places"),
        nationalities=distinct(_nationalities(record, note)),
        sex=sex,
        documents=tuple(dict.fromkeys(_documents(record, note))),
    )


_Note = Callable[[NoticeCode, str], None]


def _birth_dates(record: _Record, note: _Note) -> Iterator[str]:
    for text in record.values("birth_dates"):
        found = parse_birth_dates(text)
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
