"""A watchlist as delimited text whose header line speaks for itself: the columns of SUBJECT, in any order, with others beside them.

Only a column of names is needed; `columns.FIELDS` and their synonyms are known, and any other column is kept in the record.
Several values of a column are parted by ";" (quote the value where ";" is the delimiter). Delimiter "," ";" tab or "|"; UTF-8,
UTF-16, Windows-1252 or Windows-1256 (Arabic), with or without a byte order mark.
"""

from tansiq.model.reading import Reading, Refusal, RefusalCode, refuse
from tansiq.readers.lists.columns import DELIMITERS, NAME_PARTS, ColumnMapping, field_of, plain
from tansiq.readers.lists.delimited import BrokenRow, Charset, charset_of, rows, single_byte_of
from tansiq.readers.lists.mapped import FORMAT, HEAD_BYTES, read_mapped

_TELLING = frozenset(
    {
        "weak_names",
        "father_names",
        "birth_dates",
        "birth_places",
        "nationalities",
        "sex",
        "documents",
        "passports",
        "national_ids",
    }
)
"""Columns that tell persons apart."""


def sniff(first: bytes) -> bool:
    """Whether the first line is a header of persons: `names`, or a column of names with one that tells persons apart.

    A table of places has a column "name" too; `read` takes any header with names, for a caller who knows what it is.
    """
    mapping = _mapping(first[:HEAD_BYTES])
    if mapping is None:
        return False
    columns, fields = zip(*mapping.columns, strict=True)
    return "names" in map(plain, columns) or not _TELLING.isdisjoint(fields)


def column_names(first: bytes) -> frozenset[str]:
    """The column names of a delimited text's first line, in lower case, by the delimiter that parts most of them."""
    head = first[:HEAD_BYTES]
    charset = charset_of(head, fallback=single_byte_of(head))
    lines = [frozenset(map(plain, _first_row(head, charset, delimiter))) for delimiter in DELIMITERS]
    return max(lines, key=len)


def read(data: bytes, name: str) -> Reading:
    """Read a watchlist. A line that is no entry is refused with its place; nothing is raised."""
    mapping = _mapping(data[:HEAD_BYTES])
    if mapping is None:
        text = "no header line with a column of names was found"
        repair = "begin with a header line such as: id,type,names,birth_dates,nationalities,documents"
        return refuse(FORMAT, len(data), Refusal(RefusalCode.WRONG_FORMAT, 0, len(data), text, repair))
    return read_mapped(data, name, mapping)


def _mapping(head: bytes) -> ColumnMapping | None:
    """What the columns mean by their names, under the delimiter that makes most of them known."""
    charset = charset_of(head, fallback=single_byte_of(head))
    best, most = None, 0
    for delimiter in DELIMITERS:
        columns = _first_row(head, charset, delimiter)
        fields = tuple(map(field_of, columns))
        known = sum(map(bool, fields))
        if known > most and ("names" in fields or not set(NAME_PARTS).isdisjoint(fields)):
            best, most = ColumnMapping(tuple(zip(columns, fields, strict=True)), delimiter), known
    return best


def _first_row(head: bytes, charset: Charset, delimiter: str) -> tuple[str, ...]:
    for row in rows(head, charset, delimiter=delimiter):
        if isinstance(row, BrokenRow):
            return ()
        if row.cells:
            return tuple(cell.strip() for cell in row.cells)
    return ()
