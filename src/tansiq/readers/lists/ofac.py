"""The OFAC lists as their sets of CSV files: sdn.csv, with alt.csv, add.csv and sdn_comments.csv beside it.

The lists that are not the SDN list come together as cons_prim.csv, cons_alt.csv, cons_add.csv and cons_comments.csv, with the same
columns. They are a list of their own here: one that took the place of the other would delist thousands. They are known by the
name of the file, or by programmes that stand on the SDN list once in thousands of entries.

Names keep the publisher's form: a person's is "FAMILY, Given", so the order is known by the comma. An aircraft is read as
type "vessel", a craft known by its numbers; `record` says "aircraft". The null mark "-0-" means no value and is left out.
Source: OFAC, "SDN List data formats and data schema" (dat_spec.txt), delimited file layout.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import PurePath
from typing import Literal

from tansiq.model.observations import ListEntry, Source
from tansiq.model.reading import NoticeCode, Reading, Refusal, RefusalCode, refuse
from tansiq.model.subjects import Subject, SubjectType
from tansiq.readers.lists.delimited import BrokenRow, Row, charset_of, rows
from tansiq.readers.lists.entries import LARGEST_LIST_BYTES, Draft, Record, Window, distinct
from tansiq.readers.lists.ofac_remarks import parse_remarks

FORMAT = "ofac_sdn_csv"
LIST = "OFAC SDN"
NON_SDN = "OFAC non-SDN"

Member = Literal["sdn.csv", "alt.csv", "add.csv", "sdn_comments.csv"]

COLUMNS: Mapping[str, tuple[str, ...]] = {
    "sdn.csv": (
        "ent_num",
        "SDN_Name",
        "SDN_Type",
        "Program",
        "Title",
        "Call_Sign",
        "Vess_type",
        "Tonnage",
        "GRT",
        "Vess_flag",
        "Vess_owner",
        "Remarks",
    ),
    "alt.csv": ("ent_num", "alt_num", "alt_type", "alt_name", "alt_remarks"),
    "add.csv": ("ent_num", "add_num", "address", "city_state_postal_code", "country", "add_remarks"),
    "sdn_comments.csv": ("ent_num", "remarks_extended"),
}
"""The columns of each file of the set, in order; none has a header line."""

MEMBERS: Mapping[str, Mapping[str, Member]] = {
    LIST: {
        "sdn.csv": "sdn.csv",
        "alt.csv": "alt.csv",
        "sdn_alt.csv": "alt.csv",
        "add.csv": "add.csv",
        "sdn_add.csv": "add.csv",
        "sdn_comments.csv": "sdn_comments.csv",
    },
    NON_SDN: {
        "cons_prim.csv": "sdn.csv",
        "cons_alt.csv": "alt.csv",
        "cons_add.csv": "add.csv",
        "cons_comments.csv": "sdn_comments.csv",
    },
}
"""What each file of a set is, by its name, for each list."""

_ONLY_NON_SDN = frozenset({"FSE-IR", "FSE-SY", "NS-PLC", "NS-ISA", "561List", "561-Related"})
"""Programmes of lists that block nobody. A few of them stand on the SDN list too: it had 3 in 17,000 entries."""
_ONE_IN = 50

_TYPES: Mapping[str, SubjectType] = {
    "": "organization",
    "individual": "person",
    "entity": "organization",
    "vessel": "vessel",
    "aircraft": "vessel",
}
_ALIAS_TYPES = frozenset({"aka", "fka", "nka"})
_NULL = "-0-"
_END_OF_FILE = ("\x1a",)
_REMARKS_WIDTH = 1000  # what stands longer goes on in sdn_comments.csv
_SNIFFED_ROWS = 8


@dataclass(frozen=True, slots=True)
class _Entry:
    """A row of sdn.csv with the rows of the other files that belong to it."""

    row: Row
    others: tuple[tuple[str, Row], ...]

    def value(self, column: str) -> str:
        return _value(self.row.cells[COLUMNS["sdn.csv"].index(column)])

    def aliases(self) -> Iterator[str]:
        return (_value(row.cells[3]) for member, row in self.others if member == "alt.csv")

    def remarks(self) -> str:
        """The remarks, with what did not fit into sdn.csv."""
        text = self.row.cells[-1].strip()
        text = "" if text == _NULL else text
        for member, row in self.others:
            extension = row.cells[1].strip()
            if member == "sdn_comments.csv" and not text.endswith(extension):
                text += extension if len(text) >= _REMARKS_WIDTH or not text else "; " + extension
        return text


def sniff(first: bytes) -> bool:
    """Whether the first rows are those of one of the set's files."""
    return member_of(first) is not None


def member_of(first: bytes) -> Member | None:
    """Which file of the set the first bytes belong to, by the shape of its rows; None for none."""
    for seen, row in enumerate(rows(first, charset_of(first, fallback="cp1252"))):
        if seen >= _SNIFFED_ROWS:
            break
        member = _member_of_row(row.cells) if isinstance(row, Row) else None
        if member:
            return member
    return None


def _member_of_row(cells: tuple[str, ...]) -> Member | None:
    if not cells or not cells[0].strip().isdigit():
        return None
    if len(cells) == len(COLUMNS["sdn.csv"]) and _value(cells[2]) in _TYPES:
        return "sdn.csv"
    if len(cells) == len(COLUMNS["alt.csv"]) and cells[2].strip() in _ALIAS_TYPES:
        return "alt.csv"
    if len(cells) == len(COLUMNS["add.csv"]) and _NULL in {cell.strip() for cell in cells}:
        return "add.csv"
    return None


def read(data: bytes, name: str) -> Reading:
    """Read sdn.csv alone: entries without their aliases. Another file of the set alone is refused, with the repair."""
    if len(data) > LARGEST_LIST_BYTES:
        return refuse(FORMAT, len(data), _whole(RefusalCode.TOO_LARGE, data, f"{len(data)} bytes", "split the file"))
    member = member_of(data[:8192])
    if member != "sdn.csv":
        found = f"{member} without sdn.csv" if member else "no rows of sdn.csv or cons_prim.csv"
        repair = "zip sdn.csv, alt.csv, add.csv and sdn_comments.csv together and give the archive"
        return refuse(FORMAT, len(data), _whole(RefusalCode.WRONG_FORMAT, data, found, repair))
    return read_set({"sdn.csv": data}, {"sdn.csv": name}, {})


def _whole(code: RefusalCode, data: bytes, found: str, repair: str) -> Refusal:
    return Refusal(code, 0, len(data), f"{found}; the OFAC SDN list as CSV was expected", repair)


def read_set(files: Mapping[str, bytes], names: Mapping[str, str], windows: Mapping[str, Window]) -> Reading:
    """Read the set together: files, what `source.file` calls each, and where each lies in an archive, by member.

    "sdn.csv" is among the files. Places in `source` are within the member.
    """
    draft = Draft(FORMAT, sum(map(len, files.values())))
    others: dict[str, list[tuple[str, Row]]] = defaultdict(list)
    for member in COLUMNS:
        if member != "sdn.csv" and member in files:
            draft.window = windows.get(member)
            for row in _rows_of(member, files[member], draft):
                others[row.cells[0].strip()].append((member, row))
    draft.window = windows.get("sdn.csv")
    for row in _rows_of("sdn.csv", files["sdn.csv"], draft):
        entry = _Entry(row, tuple(others.pop(row.cells[0].strip(), ())))
        if entry.value("SDN_Name"):
            draft.take(_list_entry(entry, names["sdn.csv"], draft))
        else:
            number = entry.value("ent_num")
            draft.refuse_nameless(row.start, row.end, number, entry=entry_id(number, LIST) if number else "")
    for number, orphans in others.items():
        for member, row in orphans:
            draft.window = windows.get(member)
            text = f"belongs to entry {number}, which sdn.csv does not have"
            draft.note(NoticeCode.REFERENCE_DIFFERS, row.start, row.end, text)
    name_list(draft, names["sdn.csv"])
    return draft.reading()


def entry_id(number: str, of: str) -> str:
    """The id of an entry: one subject may stand on both lists under one number."""
    return f"OFAC-{number}" if of == LIST else f"OFAC-CONS-{number}"


def name_list(draft: Draft, file: str) -> None:
    """Give the entries their list, once all are read. file: its name, within its archive where it comes in one."""
    stem = PurePath(file.rpartition("!")[2]).stem.lower()
    telling = sum(not _ONLY_NON_SDN.isdisjoint(entry.programmes) for entry in draft.observations)
    if stem.startswith("cons_") or stem == "consolidated" or telling * _ONE_IN > len(draft.observations):
        draft.observations[:] = map(_non_sdn, draft.observations)
        name_refused(draft)


def name_refused(draft: Draft) -> None:
    """Give refused entries their ids on the non-SDN list, once it is known to be that."""
    draft.refusals[:] = [replace(r, entry=_non_sdn_id(r.entry)) for r in draft.refusals]


def _non_sdn(entry: ListEntry) -> ListEntry:
    return replace(entry, list=NON_SDN, subject=replace(entry.subject, id=_non_sdn_id(entry.subject.id)))


def _non_sdn_id(identifier: str) -> str:
    return identifier.replace("OFAC-", "OFAC-CONS-", 1)


def _rows_of(member: str, data: bytes, draft: Draft) -> Iterator[Row]:
    """The well-formed rows of one file; every other line is refused."""
    charset = charset_of(data, fallback="cp1252")
    if charset.guessed:
        draft.note(NoticeCode.CHARACTER_SET, 0, len(data), f"not UTF-8; read as {charset.codec}")
    draft.accounted += charset.mark_bytes
    for row in rows(data, charset):
        if draft.gives_up(row.start):
            return
        draft.accounted += row.end - row.start
        fault = row.text if isinstance(row, BrokenRow) else _fault(member, row.cells)
        if fault:
            repair = f"mend the line in {member}, or fetch the list again"
            draft.refuse(row.start, row.end, fault, repair=repair, entry=_id_of(row))
        elif isinstance(row, Row) and row.cells and row.cells != _END_OF_FILE:
            yield row


def _id_of(row: Row | BrokenRow) -> str:
    """The id of the entry that a row of any of the files is about: every row begins with the entry's number."""
    number = row.cells[0].strip() if isinstance(row, Row) and row.cells else ""
    return entry_id(number, LIST) if number.isascii() and number.isdigit() else ""


def _fault(member: str, cells: tuple[str, ...]) -> str:
    if not cells or cells == _END_OF_FILE:
        return ""
    expected = len(COLUMNS[member])
    if len(cells) != expected:
        return f"{len(cells)} columns found, {expected} expected"
    if not cells[0].strip().isdigit():
        return f"entry number {cells[0][:40]!r} found, digits expected"
    if member == "sdn.csv" and _value(cells[2]).casefold() not in _TYPES:
        return f"type {cells[2][:40]!r} found; individual, entity, vessel or aircraft expected"
    return ""


def _value(cell: str) -> str:
    shaped = cell.strip()
    return "" if shaped == _NULL else shaped


def _list_entry(entry: _Entry, name: str, draft: Draft) -> ListEntry:
    number, text = entry.value("ent_num"), entry.remarks()
    remarks = parse_remarks(text)
    for sentence in remarks.not_understood:
        draft.note(
            NoticeCode.BAD_VALUE, entry.row.start, entry.row.end, f"entry {number}: {sentence!r} kept as text only"
        )
    subject = Subject(
        id=entry_id(number, LIST),
        type=_TYPES[entry.value("SDN_Type").casefold()],
        names=distinct([entry.value("SDN_Name"), *entry.aliases()]),
        weak_names=distinct(remarks.weak_names),
        birth_dates=distinct(remarks.birth_dates),
        birth_places=distinct(remarks.birth_places),
        nationalities=distinct(remarks.nationalities),
        sex=next(iter(remarks.sexes), ""),
        documents=tuple(dict.fromkeys(remarks.documents)),
    )
    return ListEntry(
        list=LIST,
        subject=subject,
        source=Source(name, entry.row.start, entry.row.end),
        programmes=programmes(entry.value("Program")),
        reference=number,
        remarks=text,
        record=_record(entry),
    )


def programmes(text: str) -> tuple[str, ...]:
    """The programmes of the tag field: "NPWMD] [IFSR" is two."""
    return distinct(part.strip(" []") for part in text.split("] ["))


def _record(entry: _Entry) -> Record:
    pairs = list(zip(COLUMNS["sdn.csv"], map(_value, entry.row.cells), strict=True))
    seen: dict[str, int] = {}
    for member, row in entry.others:
        seen[member] = seen.get(member, 0) + 1
        stem = member.removesuffix(".csv") + (f"[{seen[member]}]" if seen[member] > 1 else "")
        columns = COLUMNS[member]
        pairs += [(f"{stem}/{c}", _value(v)) for c, v in zip(columns[1:], row.cells[1:], strict=True)]
    return tuple((column, value) for column, value in pairs if value)
