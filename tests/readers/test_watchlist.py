"""Watchlists as delimited text. Everybody in the lists written here is invented."""

import csv
import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tansiq.model.observations import ListEntry
from tansiq.model.reading import NoticeCode, Reading, RefusalCode
from tansiq.model.subjects import IdentityDocument, Subject
from tansiq.readers.lists import watchlist

HEADER = "id,type,names,weak_names,father_names,birth_dates,birth_places,nationalities,sex,documents,remarks,unit\n"
LINE = (
    "w1,person,Gul Agha Invented;گل آغا,Agha Sahib,Haji Sher,1960-03-12;1961,Kabul,AF;Pakistan,M,"
    'passport:D0001:AF;national_id:42-1,"invented, all of it",ANF 7\n'
)
OTHER = "w2,organization,Invented Traders,,,,,PK,,,,\n"


def entries(reading: Reading) -> list[ListEntry]:
    return [o for o in reading.observations if isinstance(o, ListEntry)]


def first(data: bytes, name: str = "list.csv") -> ListEntry:
    return entries(watchlist.read(data, name))[0]


def test_an_entry_has_all_its_columns() -> None:
    data = (HEADER + LINE).encode()
    entry = first(data, "anf-2026.csv")
    assert (entry.list, entry.reference, entry.remarks) == ("anf-2026", "w1", "invented, all of it")
    assert entry.subject == Subject(
        id="w1",
        names=("Gul Agha Invented", "گل آغا"),
        weak_names=("Agha Sahib",),
        father_names=("Haji Sher",),
        birth_dates=("1960-03-12", "1961"),
        birth_places=("Kabul",),
        nationalities=("AF", "PK"),
        sex="M",
        documents=(IdentityDocument("D0001", "passport", "AF"), IdentityDocument("42-1", "national_id", "")),
    )
    assert dict(entry.record)["unit"] == "ANF 7"
    assert data[entry.source.start : entry.source.end].decode() == LINE


@pytest.mark.parametrize(
    "data",
    [
        pytest.param((HEADER + LINE).encode("utf-8-sig"), id="UTF-8 with mark"),
        pytest.param((HEADER + LINE).encode("utf-16"), id="UTF-16 with mark"),
        pytest.param((HEADER + LINE).encode("utf-16-le"), id="UTF-16 without mark"),
        pytest.param((HEADER + LINE).encode("utf-16-be"), id="UTF-16, the other order"),
        pytest.param((HEADER + LINE).replace("گ", "ك").encode("cp1256"), id="Windows-1256"),
        pytest.param((HEADER + LINE).replace("\n", "\r\n").encode(), id="CR LF"),
        pytest.param((HEADER + LINE).replace("\n", "\r").encode(), id="CR"),
    ],
)
def test_every_character_set_gives_the_same_entry(data: bytes) -> None:
    reading = watchlist.read(data, "list.csv")
    (entry,) = entries(reading)
    assert entry.subject.names in {("Gul Agha Invented", "گل آغا"), ("Gul Agha Invented", "كل آغا")}
    assert entry.remarks == "invented, all of it"
    assert reading.accounted == reading.size == entry.source.end


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"], ids=["comma", "semicolon", "tab", "bar"])
def test_every_delimiter_gives_the_same_entry(delimiter: str) -> None:
    out = io.StringIO()
    writer = csv.writer(out, delimiter=delimiter)
    writer.writerows(csv.reader(io.StringIO(HEADER + LINE)))
    assert first(out.getvalue().encode()).subject == first((HEADER + LINE).encode()).subject


def test_columns_stand_in_any_order_under_other_names() -> None:
    entry = first(b"Gender,Full Name,Date of Birth,Nationality\nFemale,Invented Person,12 Mar 1960,Afghanistan\n")
    assert entry.subject.names == ("Invented Person",)
    assert (entry.subject.sex, entry.subject.birth_dates, entry.subject.nationalities) == (
        "F",
        ("1960-03-12",),
        ("AF",),
    )


def test_an_entry_without_id_gets_one_that_stays() -> None:
    alone, beside = (
        first(b"name\nInvented Person\n"),
        entries(watchlist.read(b"name\nX Y\nInvented Person\n", "l.csv"))[1],
    )
    assert alone.subject.id.startswith("sha256-")
    assert alone.subject.id == beside.subject.id


def test_a_person_known_by_a_weak_name_only_can_be_found() -> None:
    assert first(b"names,weak_names\n,Commander Invented\n").subject.names == ("Commander Invented",)


@pytest.mark.parametrize(
    ("line", "said"),
    [
        pytest.param("w9,person,Too Few\n", "3 columns found, 12 expected", id="too few columns"),
        pytest.param(
            OTHER.replace("w2", "w9").replace("\n", ",more\n"), "13 columns found, 12 expected", id="too many columns"
        ),
        pytest.param(OTHER.replace("Invented Traders", ""), "no name found", id="no name"),
        pytest.param(OTHER.replace("organization", "planet"), "type 'planet' found", id="unknown type"),
        pytest.param(OTHER.replace("Invented", '"Invented'), "quotation mark", id="open quotation mark"),
        pytest.param(OTHER.replace("Traders", "Tra\0ders"), "zero byte", id="zero byte"),
    ],
)
def test_a_broken_line_is_refused_alone(line: str, said: str) -> None:
    data = (HEADER + LINE + line + OTHER).encode()
    reading = watchlist.read(data, "list.csv")
    (refusal,) = reading.refusals
    assert refusal.code == RefusalCode.BROKEN_ENTRY
    assert said in refusal.text
    assert refusal.repair
    assert data[refusal.start : refusal.end] == line.encode()
    assert [e.reference for e in entries(reading)] == ["w1", "w2"]
    assert reading.accounted == len(data)


def test_a_line_that_is_not_utf_8_is_refused_alone() -> None:
    data = (
        (HEADER + LINE).encode()
        + OTHER.replace("w2", "w9").encode().replace(b"Traders", b"Tra\xffders")
        + OTHER.encode()
    )
    reading = watchlist.read(data, "list.csv")
    assert [r.text for r in reading.refusals] == ["bytes that are not UTF-8"]
    assert [e.reference for e in entries(reading)] == ["w1", "w2"]


@pytest.mark.parametrize(
    ("column", "value", "code"),
    [
        pytest.param("birth_dates", "long ago", NoticeCode.BAD_DATE, id="date"),
        pytest.param("birth_dates", "1013", NoticeCode.BAD_DATE, id="year nobody alive was born in"),
        pytest.param("nationalities", "Atlantis", NoticeCode.BAD_VALUE, id="country"),
        pytest.param("sex", "9", NoticeCode.BAD_VALUE, id="sex"),
        pytest.param("documents", "a:b:c:d", NoticeCode.BAD_VALUE, id="document"),
    ],
)
def test_a_value_that_is_not_understood_is_named_and_kept(column: str, value: str, code: NoticeCode) -> None:
    reading = watchlist.read(f"names,{column}\nInvented Person,{value}\n".encode(), "list.csv")
    assert [n.code for n in reading.notices] == [code]
    assert (column, value) in entries(reading)[0].record


def test_an_id_given_twice_keeps_both_people() -> None:
    reading = watchlist.read(b"id,names\n1,Invented One\n1,Invented Two\n", "list.csv")
    assert [e.subject.id for e in entries(reading)] == ["1", "1#2"]
    assert [n.code for n in reading.notices] == [NoticeCode.BAD_VALUE]


@pytest.mark.parametrize(
    ("header", "known"),
    [
        pytest.param("id,names\n", True, id="our own column"),
        pytest.param("name;dob\n", True, id="a name and a birth date"),
        pytest.param("code,name,lat\n", False, id="a table of places"),
        pytest.param("id,birth_dates\n", False, id="no names"),
    ],
)
def test_a_list_is_known_by_its_header(header: str, known: bool) -> None:
    assert watchlist.sniff(header.encode()) is known


def test_a_text_without_header_is_refused() -> None:
    reading = watchlist.read(b"Invented Person,1960\n", "list.csv")
    assert reading.refused is not None
    assert reading.refused.code == RefusalCode.WRONG_FORMAT
    assert "header line" in reading.refused.repair


values = st.lists(
    st.text(st.characters(exclude_characters=";\0\ufffd", exclude_categories=["Cs"]), min_size=1, max_size=12)
    .map(lambda text: " ".join(text.split()))
    .filter(bool),
    unique=True,
    max_size=3,
)


@given(st.lists(st.tuples(values.filter(bool), values, values, values), min_size=1, max_size=5))
@settings(deadline=None)
def test_what_a_spreadsheet_writes_is_read_back(people: list[tuple[list[str], ...]]) -> None:
    columns = ("names", "weak_names", "father_names", "birth_places")
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(columns)
    writer.writerows([";".join(value) for value in person] for person in people)
    reading = watchlist.read(out.getvalue().encode(), "list.csv")
    assert len(reading.observations) == len(people)
    assert not reading.refusals
    for entry, person in zip(entries(reading), people, strict=True):
        subject = entry.subject
        assert list(subject.names) == person[0]
        assert [n for n in person[1] if n not in person[0]] == list(subject.weak_names)
        assert (list(subject.father_names), list(subject.birth_places)) == (person[2], person[3])


@given(
    st.binary(max_size=300),
    st.sampled_from([b"names,id\n", b"\xef\xbb\xbfid;names\n", b"\xff\xfe" + "names\n".encode("utf-16-le")]),
)
@settings(deadline=None)
def test_every_byte_of_anything_is_accounted_for(body: bytes, header: bytes) -> None:
    reading = watchlist.read(header + body, "list.csv")
    assert reading.accounted == reading.size == len(header) + len(body)
    for entry in entries(reading):
        assert 0 <= entry.source.start < entry.source.end <= reading.size
