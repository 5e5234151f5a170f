"""Lists of one's own, read by a mapping of their columns. Everybody in the lists written here is invented."""

import orjson
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tansiq.model.observations import ListEntry
from tansiq.model.reading import NoticeCode, Reading, RefusalCode
from tansiq.model.subjects import IdentityDocument, Subject
from tansiq.readers.lists.columns import FIELDS, ColumnMapping, parse_mapping, render_mapping, suggest_mapping
from tansiq.readers.lists.mapped import read_mapped, sample

POLICE = (
    "Sr. No;Surname;First Name;Parentage;CNIC;Passport No;D.O.B;Nationality;Station\n"
    "1;INVENTED;Quorim;Veltrin Invented;00000-0000001-1;ZZ0000001;31/12/1980;Pakistan;North\n"
    "2;NOBODY;Zarghun;;00000-0000002-2|00000-0000003-3;;05/06/1979;PK;South\n"
)


def entries(reading: Reading) -> list[ListEntry]:
    return [o for o in reading.observations if isinstance(o, ListEntry)]


def suggested(data: bytes) -> ColumnMapping:
    seen = sample(data)
    assert seen is not None
    return suggest_mapping(seen.header, seen.rows, delimiter=seen.delimiter)


def test_a_mapping_is_suggested_and_reads_the_list() -> None:
    data = POLICE.encode()
    mapping = suggested(data)
    assert dict(mapping.columns) == {
        "Sr. No": "id",
        "Surname": "family_name",
        "First Name": "given_name",
        "Parentage": "father_names",
        "CNIC": "national_ids",
        "Passport No": "passports",
        "D.O.B": "birth_dates",
        "Nationality": "nationalities",
        "Station": "",
    }
    assert (mapping.delimiter, mapping.between, mapping.date_order) == (";", "|", "dmy")
    first, second = entries(read_mapped(data, "police.csv", mapping))
    assert first.subject == Subject(
        id="1",
        names=("Quorim INVENTED",),
        father_names=("Veltrin Invented",),
        birth_dates=("1980-12-31",),
        nationalities=("PK",),
        documents=(
            IdentityDocument("ZZ0000001", "passport"),
            IdentityDocument("00000-0000001-1", "national_id"),
        ),
    )
    assert [d.number for d in second.subject.documents] == ["00000-0000002-2", "00000-0000003-3"]
    assert second.subject.birth_dates == ("1979-06-05",)
    assert ("Station", "North") in first.record
    assert data[first.source.start : first.source.end].decode() == POLICE.splitlines(keepends=True)[1]


@pytest.mark.parametrize(
    ("header", "field"),
    [
        pytest.param("Date of Birth", "birth_dates", id="English"),
        pytest.param("Father's Name", "father_names", id="apostrophe"),
        pytest.param("S/O", "father_names", id="son of"),
        pytest.param("D.O.B.", "birth_dates", id="dots"),
        pytest.param("ولدیت", "father_names", id="Urdu"),
        pytest.param("شناختی کارڈ نمبر", "national_ids", id="Urdu, identity card"),
        pytest.param("تاريخ الميلاد", "birth_dates", id="Arabic"),
        pytest.param("Lock colour", "", id="a column of the publisher's own"),
    ],
)
def test_a_column_is_known_by_its_name(header: str, field: str) -> None:
    assert dict(suggest_mapping(["Name", header], []).columns)[header] == field


@pytest.mark.parametrize(
    ("values", "field"),
    [
        pytest.param(["00000-0000001-1", "0000000000022"], "national_ids", id="CNIC"),
        pytest.param(["ZZ0000001", "", "ZZ0000002"], "passports", id="passport numbers"),
        pytest.param(["M", "F", "male"], "sex", id="sex"),
        pytest.param(["Invented One", "Zarghun Invented"], "names", id="several words, and no other names"),
        pytest.param(["7", "x"], "", id="nothing known"),
    ],
)
def test_a_column_is_known_by_its_values_where_its_name_says_nothing(values: list[str], field: str) -> None:
    assert dict(suggest_mapping(["Column1"], [[v] for v in values]).columns)["Column1"] == field


@pytest.mark.parametrize(
    ("dates", "order"),
    [
        pytest.param(["31/12/1980", "05/06/1979"], "dmy", id="a day past the twelfth, first"),
        pytest.param(["12/31/1980"], "mdy", id="a day past the twelfth, second"),
        pytest.param(["05/06/1979"], "", id="both are possible"),
        pytest.param(["31/12/1980", "12/31/1980"], "", id="the list contradicts itself"),
        pytest.param(["1980-12-31"], "", id="ISO dates need no order"),
    ],
)
def test_the_order_of_dates_is_taken_only_where_they_tell_it(dates: list[str], order: str) -> None:
    assert suggest_mapping(["name", "dob"], [["Invented", d] for d in dates]).date_order == order


@pytest.mark.parametrize(
    ("order", "date"),
    [pytest.param("", "1979", id="not told"), ("dmy", "1979-06-05"), ("mdy", "1979-05-06")],
)
def test_a_date_of_numbers_is_read_as_the_mapping_says(order: str, date: str) -> None:
    mapping = parse_mapping({"columns": [["n", "names"], ["b", "birth_dates"]], "date_order": order})
    (entry,) = entries(read_mapped(b"n,b\nInvented One,05/06/1979\n", "l.csv", mapping))
    assert entry.subject.birth_dates == (date,)


@pytest.mark.parametrize(
    ("codec", "name"),
    [
        pytest.param("utf-8", "زرغون Zärghun", id="UTF-8"),
        pytest.param("utf-8-sig", "زرغون", id="UTF-8 with mark"),
        pytest.param("utf-16", "زرغون Zärghun", id="UTF-16 with mark"),
        pytest.param("cp1256", "زرغون خان", id="Windows-1256"),
        pytest.param("cp1252", "Zärghün Béchir", id="Windows-1252"),
    ],
)
def test_every_character_set_is_found(codec: str, name: str) -> None:
    data = f"Full name;Sex\n{name};M\n".encode(codec)
    (entry,) = entries(read_mapped(data, "l.csv", suggested(data)))
    assert entry.subject.names == (name,)


def test_a_character_set_that_is_told_is_used() -> None:
    mapping = ColumnMapping((("n", "names"),), charset="cp1252")
    data = "n\nÇÈÉ\n".encode("cp1252")
    assert entries(read_mapped(data, "l.csv", mapping))[0].subject.names == ("ÇÈÉ",)


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"], ids=["comma", "semicolon", "tab", "bar"])
def test_the_delimiter_is_found(delimiter: str) -> None:
    seen = sample(POLICE.replace("|", "/").replace(";", delimiter).encode())
    assert seen is not None
    assert (seen.delimiter, len(seen.header), len(seen.rows)) == (delimiter, 9, 2)


def test_columns_may_move_and_be_added() -> None:
    mapping = ColumnMapping((("n", "names"), ("b", "birth_dates")))
    (entry,) = entries(read_mapped(b"new,b,n\nx,1979,Invented One\n", "l.csv", mapping))
    assert (entry.subject.names, entry.subject.birth_dates) == (("Invented One",), ("1979",))
    assert ("new", "x") in entry.record


@pytest.mark.parametrize(
    ("columns", "said"),
    [
        pytest.param((("n", "names"), ("b", "birth_dates")), "the column 'b' of the mapping is missing", id="missing"),
        pytest.param((("n", ""),), "no header line with a column of names", id="no names"),
        pytest.param((), "no header line with a column of names", id="nothing mapped"),
    ],
)
def test_a_list_that_does_not_fit_its_mapping_is_refused_whole(columns: tuple[tuple[str, str], ...], said: str) -> None:
    reading = read_mapped(b"n,c\nInvented One,1979\n", "l.csv", ColumnMapping(columns))
    assert reading.refused is not None
    assert reading.refused.code == RefusalCode.WRONG_FORMAT
    assert said in reading.refused.text
    assert reading.refused.repair
    assert reading.accounted == reading.size


def test_a_value_that_is_not_understood_is_named_and_kept() -> None:
    mapping = ColumnMapping((("n", "names"), ("b", "birth_dates")), date_order="dmy")
    reading = read_mapped(b"n,b\nInvented One,long ago\n", "l.csv", mapping)
    assert [n.code for n in reading.notices] == [NoticeCode.BAD_DATE]
    assert ("b", "long ago") in entries(reading)[0].record


mappings = st.builds(
    ColumnMapping,
    columns=st.lists(st.tuples(st.sampled_from(["a", "b", "c", "é"]), st.sampled_from(["", *FIELDS])), max_size=4).map(
        tuple
    ),
    delimiter=st.sampled_from(",;\t|"),
    charset=st.sampled_from(["", "utf-8", "utf-16", "cp1252", "cp1256"]),
    between=st.sampled_from(["", ";", "|"]),
    date_order=st.sampled_from(["", "dmy", "mdy"]),
    type=st.sampled_from(["person", "organization", "vessel"]),
)


@given(mappings)
def test_a_mapping_is_kept_as_it_is(mapping: ColumnMapping) -> None:
    assert parse_mapping(orjson.loads(orjson.dumps(render_mapping(mapping)))) == mapping


@pytest.mark.parametrize(
    "data",
    [
        pytest.param({"columns": [["n", "eyes"]]}, id="unknown field"),
        pytest.param({"delimiter": "x"}, id="unknown delimiter"),
        pytest.param({"charset": "ebcdic"}, id="unknown character set"),
        pytest.param({"date_order": "ydm"}, id="unknown order"),
        pytest.param({"type": "planet"}, id="unknown type"),
    ],
)
def test_a_mapping_that_says_something_else_is_refused(data: dict[str, object]) -> None:
    with pytest.raises(ValueError, match="expected"):
        parse_mapping(data)


@given(st.binary(max_size=400), mappings)
@settings(deadline=None)
def test_any_bytes_under_any_mapping_give_a_reading_that_accounts_for_each(body: bytes, mapping: ColumnMapping) -> None:
    for data in (body, b"a,b;c\n" + body, b"a|b\t\xc3\xa9\n" + body):
        reading = read_mapped(data, "l.csv", mapping)
        assert reading.accounted == reading.size == len(data)
        sample(data)


@given(st.lists(st.text(max_size=12), max_size=6), st.lists(st.lists(st.text(max_size=12), max_size=8), max_size=5))
def test_a_mapping_is_suggested_for_any_table(header: list[str], rows: list[list[str]]) -> None:
    mapping = suggest_mapping(header, rows)
    assert [column for column, _ in mapping.columns] == header
    assert parse_mapping(render_mapping(mapping)) == mapping
