"""What the columns of a list of one's own mean: the mapping, how it is kept, and a first one to correct.

A column is known by its name and never by its place, so that a list may gain and move columns from one version to the next.
"""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal, get_args

from tansiq.model.subjects import SubjectType
from tansiq.readers.lists.dates import DateOrder
from tansiq.readers.lists.entries import sex_of

Charset = Literal["", "utf-8", "utf-16", "cp1252", "cp1256"]
"""How the bytes of a list are read; "" looks at them."""

CHARSETS: tuple[Charset, ...] = get_args(Charset)
DATE_ORDERS: tuple[DateOrder, ...] = get_args(DateOrder)
DELIMITERS = ",;\t|"
BETWEEN_VALUES = ";"

FIELDS = (
    "id",
    "type",
    "names",
    "family_name",
    "given_name",
    "middle_name",
    "weak_names",
    "father_names",
    "birth_dates",
    "birth_places",
    "nationalities",
    "sex",
    "documents",
    "passports",
    "national_ids",
    "programmes",
    "reference",
    "listed_on",
    "remarks",
)
"""What a column can stand for. The three parts of a name make one name of their row, given name first."""

NAME_PARTS = ("given_name", "middle_name", "family_name")

SYNONYMS: Mapping[str, tuple[str, ...]] = {
    "id": ("no", "nr", "number", "serial_no", "sr_no", "s_no", "entity_id"),
    "type": ("entity_type", "subject_type", "kind"),
    "names": ("name", "full_name", "whole_name", "aliases", "alias", "aka", "other_names", "also_known_as", "caption"),
    "family_name": ("surname", "last_name", "lastname", "family", "familyname"),
    "given_name": ("first_name", "firstname", "given", "givenname", "forename", "forenames", "given_names"),
    "middle_name": ("middle", "middlename", "second_name"),
    "weak_names": ("weak_aliases", "weak_aka", "nickname", "nicknames", "nick_name"),
    "father_names": ("father_name", "fathers_name", "father", "parentage", "s/o", "son_of"),
    "birth_dates": ("birth_date", "date_of_birth", "dob", "birthdate", "birthday", "birth_year", "year_of_birth"),
    "birth_places": ("birth_place", "place_of_birth", "pob", "birthplace"),
    "nationalities": ("nationality", "citizenship", "citizenships"),
    "sex": ("gender",),
    "documents": ("document", "document_number", "identity_document"),
    "passports": ("passport", "passport_no", "passport_number", "passport_numbers", "passports"),
    "national_ids": ("cnic", "nic", "cnic_no", "national_id", "national_id_number", "id_card", "id_number", "tazkira"),
    "programmes": ("programs", "program", "programme", "regime"),
    "reference": ("ref", "reference_number", "ref_no", "fir_no"),
    "listed_on": ("listed", "date_listed", "listing_date"),
    "remarks": ("comments", "comment", "remark", "notes", "note", "other_information"),
}
"""Other names of columns, compared without case, accents of writing, spaces, hyphens, dots and apostrophes."""

SYNONYMS_ELSEWHERE: Mapping[str, tuple[str, ...]] = {
    "names": ("نام", "الاسم", "اسم", "الاسم_الكامل", "نوم"),
    "father_names": ("ولدیت", "والد_کا_نام", "اسم_الأب", "اسم_الاب", "نام_پدر", "د_پلار_نوم"),
    "birth_dates": ("تاریخ_پیدائش", "تاريخ_الميلاد", "تاریخ_تولد"),
    "birth_places": ("جائے_پیدائش", "مكان_الميلاد", "محل_تولد"),
    "nationalities": ("قومیت", "شہریت", "الجنسية", "تابعیت", "ملیت"),
    "sex": ("جنس", "الجنس"),
    "passports": ("پاسپورٹ_نمبر", "رقم_الجواز", "رقم_جواز_السفر", "پاسپورٹ"),
    "national_ids": ("شناختی_کارڈ_نمبر", "شناختی_کارڈ", "رقم_الهوية", "تذکره"),
    "remarks": ("ملاحظات", "تبصرہ", "کیفیت"),
}
"""The same in Urdu, Arabic, Dari and Pashto."""

_FIELD_OF = {field: field for field in FIELDS} | {
    name: field for table in (SYNONYMS, SYNONYMS_ELSEWHERE) for field, names in table.items() for name in names
}
_SEPARATORS = re.compile(r"[\s\-]+")
_SILENT = str.maketrans("", "", ".'\u2019")
_CNIC = re.compile(r"\d{5}-?\d{7}-?\d")
_PASSPORT = re.compile(r"[A-Z]{1,2}\d{6,8}")
_NUMERIC_DATE = re.compile(r"(\d{1,2})[/.\-](\d{1,2})[/.\-]\d{4}")
_WORDS = re.compile(r"[^\W\d_]{2,}")
_MOST = 0.8
"""The part of a column's values that has to look alike for the column to be known by them."""
_LAST_DAY_TAKEN_FOR_A_MONTH = 12


@dataclass(frozen=True, slots=True)
class ColumnMapping:
    """What the columns of a list mean.

    columns: (column as its header has it, one of `FIELDS` or "" for one kept in the record only). between: what parts the
    values of one cell, "" for none. date_order: of dates such as 03/12/1960; "" takes their year alone. type: of a row that
    does not say one.
    """

    columns: tuple[tuple[str, str], ...]
    delimiter: str = ","
    charset: Charset = ""
    between: str = BETWEEN_VALUES
    date_order: DateOrder = ""
    type: SubjectType = "person"

    @property
    def has_names(self) -> bool:
        """Whether a column holds names: without one there is nobody to look for."""
        return any(field == "names" or field in NAME_PARTS for _, field in self.columns)


def plain(column: str) -> str:
    """A column's name as it is compared."""
    return _SEPARATORS.sub("_", column.casefold().translate(_SILENT)).strip("_")


def field_of(column: str) -> str:
    """What a column stands for by its name; "" where that says nothing."""
    return _FIELD_OF.get(plain(column), "")


def suggest_mapping(
    header: Sequence[str], rows: Iterable[Sequence[str]], *, delimiter: str = ",", charset: Charset = ""
) -> ColumnMapping:
    """A first mapping, by the names of the columns and, where these say nothing, by what stands in them.

    rows: some of the list's rows; what is missing at their ends is taken as empty.
    """
    columns = list(map(list, zip(*_evened(rows, len(header)), strict=True))) or [[] for _ in header]
    fields = [field_of(name) or _field_of_values(values) for name, values in zip(header, columns, strict=True)]
    if not any(field == "names" or field in NAME_PARTS for field in fields):
        fields = _with_names(fields, columns)
    many = [v for field, values in zip(fields, columns, strict=True) if field not in {"", "remarks"} for v in values]
    dates = [v for field, values in zip(fields, columns, strict=True) if field == "birth_dates" for v in values]
    return ColumnMapping(
        columns=tuple(zip(header, fields, strict=True)),
        delimiter=delimiter,
        charset=charset,
        between=_between(many, delimiter),
        date_order=_date_order(dates),
    )


def _evened(rows: Iterable[Sequence[str]], width: int) -> list[list[str]]:
    return [[*row[:width], *[""] * (width - len(row))] for row in rows]


def _field_of_values(values: Sequence[str]) -> str:
    for field, is_one in _LOOKS.items():
        if _mostly(values, is_one):
            return field
    return ""


_LOOKS = {
    "national_ids": lambda value: _CNIC.fullmatch(value) is not None,
    "passports": lambda value: _PASSPORT.fullmatch(value) is not None,
    "sex": lambda value: sex_of(value) != "",
}


def _mostly(values: Sequence[str], is_one: Any) -> bool:  # noqa: ANN401  a test of a text
    told = [value.strip() for value in values if value.strip()]
    return bool(told) and sum(map(bool, map(is_one, told))) >= _MOST * len(told)


def _with_names(fields: list[str], columns: Sequence[Sequence[str]]) -> list[str]:
    """The fields with the first free column of several words as the names, if there is one."""
    for at, values in enumerate(columns):
        if not fields[at] and _mostly(values, lambda value: len(_WORDS.findall(value)) > 1):
            return [*fields[:at], "names", *fields[at + 1 :]]
    return fields


def _between(values: Sequence[str], delimiter: str) -> str:
    counts = Counter(mark for value in values for mark in ";|" if mark in value and mark != delimiter)
    return counts.most_common(1)[0][0] if counts else BETWEEN_VALUES


def _date_order(values: Sequence[str]) -> DateOrder:
    """The order that every numeric date allows, where only one does."""
    found = [(int(m[1]), int(m[2])) for value in values for m in _NUMERIC_DATE.finditer(value)]
    day_first = any(first > _LAST_DAY_TAKEN_FOR_A_MONTH for first, _ in found)
    month_first = any(second > _LAST_DAY_TAKEN_FOR_A_MONTH for _, second in found)
    if day_first == month_first:
        return ""
    return "dmy" if day_first else "mdy"


def render_mapping(mapping: ColumnMapping) -> dict[str, Any]:
    """A mapping as JSON, to be kept with its feed."""
    return {
        "columns": [list(pair) for pair in mapping.columns],
        "delimiter": mapping.delimiter,
        "charset": mapping.charset,
        "between": mapping.between,
        "date_order": mapping.date_order,
        "type": mapping.type,
    }


def parse_mapping(data: Mapping[str, Any]) -> ColumnMapping:
    """The mapping that `render_mapping` wrote. Raises ValueError, naming the part, where it says something else."""
    columns = tuple((str(column), str(field)) for column, field in data.get("columns", ()))
    mapping = ColumnMapping(
        columns=columns,
        delimiter=_one_of("delimiter", data.get("delimiter", ","), DELIMITERS),
        charset=_one_of("charset", data.get("charset", ""), CHARSETS),
        between=str(data.get("between", BETWEEN_VALUES))[:8],
        date_order=_one_of("date_order", data.get("date_order", ""), DATE_ORDERS),
        type=_one_of("type", data.get("type", "person"), get_args(SubjectType)),
    )
    for _, field in columns:
        _one_of("field", field, ("", *FIELDS))
    return mapping


def _one_of(part: str, value: Any, known: Iterable[Any]) -> Any:  # noqa: ANN401  the literals of several types
    if value not in tuple(known):
        raise ValueError(f"{part}: {value!r} found; one of {', '.join(map(repr, known))} expected")
    return value
