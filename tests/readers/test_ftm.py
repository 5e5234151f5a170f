"""FollowTheMoney entities as JSON Lines. Everybody in the lists written here is invented."""

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tansiq.model.observations import ListEntry
from tansiq.model.reading import NoticeCode, Reading
from tansiq.model.subjects import IdentityDocument, Subject
from tansiq.readers.formats import read
from tansiq.readers.lists import ftm


def line(identifier: str, schema: str, **properties: list[Any]) -> bytes:
    entity = {"id": identifier, "schema": schema, "properties": properties, "datasets": ["invented"], "target": True}
    return json.dumps(entity, ensure_ascii=False).encode() + b"\n"


PERSON = line(
    "inv-1",
    "Person",
    name=["Aslam Inventado", "اسلم"],
    alias=["Aslam Ficticio"],
    weakAlias=["Shahid"],
    fatherName=["Quorim"],
    birthDate=["1962", "1962-03-04"],
    birthPlace=["Karachi"],
    nationality=["pk"],
    citizenship=["co"],
    gender=["male"],
    idNumber=["00000-0000001-1"],
    notes=["invented, all of it"],
)
PASSPORT = line("inv-p", "Passport", holder=["inv-1"], number=["ZZ0000001"], country=["pk"])
CARD = line("inv-c", "Identification", holder=["inv-1"], number=["42-1"], type=["National ID"], country=["pk"])
SANCTION = line("inv-s", "Sanction", entity=["inv-1"], program=["INVENTED"], listingDate=["2020-05-06"])
COMPANY = line("inv-2", "Company", name=["Invented Traders"], registrationNumber=["0002"], jurisdiction=["pk"])
VESSEL = line("inv-3", "Vessel", name=["INVENTED STAR"], imoNumber=["IMO0000002"], mmsi=["000000003"])
ADDRESS = line("inv-a", "Address", full=["1 Invented Street"])


def entries(reading: Reading) -> list[ListEntry]:
    return [o for o in reading.observations if isinstance(o, ListEntry)]


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(PERSON + PASSPORT + CARD + SANCTION, id="what belongs to it behind"),
        pytest.param(SANCTION + PASSPORT + CARD + PERSON, id="what belongs to it before"),
        pytest.param(
            b"\xef\xbb\xbf" + PERSON + b"\n\n" + PASSPORT + CARD + SANCTION.rstrip(), id="marks and blank lines"
        ),
    ],
)
def test_a_person_has_what_is_linked_by_id(data: bytes) -> None:
    reading = ftm.read(data, "invented.ftm.json")
    (entry,) = entries(reading)
    assert entry.subject == Subject(
        id="inv-1",
        names=("Aslam Inventado", "اسلم", "Aslam Ficticio"),
        weak_names=("Shahid",),
        father_names=("Quorim",),
        birth_dates=("1962", "1962-03-04"),
        birth_places=("Karachi",),
        nationalities=("PK", "CO"),
        sex="M",
        documents=(
            IdentityDocument("ZZ0000001", "passport", "PK"),
            IdentityDocument("42-1", "national_id", "PK"),
            IdentityDocument("00000-0000001-1", "national_id"),
        ),
    )
    assert (entry.programmes, entry.listed_on, entry.reference) == (("INVENTED",), "2020-05-06", "inv-1")
    assert entry.remarks == "invented, all of it"
    assert json.loads(data[entry.source.start : entry.source.end].removeprefix(b"\xef\xbb\xbf"))["id"] == "inv-1"
    assert {("alias", "Aslam Ficticio"), ("Passport/number", "ZZ0000001"), ("name[2]", "اسلم")} <= set(entry.record)
    assert (reading.refusals, reading.accounted) == ((), len(data))


def test_what_stands_inside_its_holder_is_read_as_what_stands_beside_it() -> None:
    inside = [json.loads(PASSPORT)]
    entity = json.loads(PERSON)
    entity["properties"] |= {"passportEntity": inside, "sanctionEntity": [json.loads(SANCTION)]}
    (entry,) = entries(ftm.read(json.dumps(entity).encode(), "nested.json"))
    assert IdentityDocument("ZZ0000001", "passport", "PK") in entry.subject.documents
    assert entry.programmes == ("INVENTED",)
    assert ("passportEntity/number", "ZZ0000001") in entry.record


def test_organisations_and_vessels_have_their_numbers() -> None:
    company, vessel = entries(ftm.read(COMPANY + VESSEL, "l.json"))
    assert (company.subject.type, company.subject.documents) == (
        "organization",
        (IdentityDocument("0002", "registration"),),
    )
    assert (vessel.subject.type, vessel.subject.documents) == (
        "vessel",
        (IdentityDocument("0000002", "imo"), IdentityDocument("000000003", "mmsi")),
    )


def test_a_name_in_parts_is_put_together_where_there_is_no_other() -> None:
    (entry,) = entries(ftm.read(line("x", "Person", firstName=["Aslam"], lastName=["Inventado"]), "l.json"))
    assert entry.subject.names == ("Aslam Inventado",)


def test_what_is_no_subject_is_counted_and_what_belongs_to_nobody_is_named() -> None:
    reading = ftm.read(ADDRESS + ADDRESS + COMPANY + PASSPORT, "l.json")
    assert [(n.code, n.text.split(":")[0]) for n in reading.notices] == [
        (NoticeCode.KEPT_UNREAD, "entities that are no subjects of a list"),
        (NoticeCode.REFERENCE_DIFFERS, "Passport inv-p"),
    ]
    assert "2 of Address" in reading.notices[0].text


def test_who_only_stands_beside_the_targets_is_no_entry() -> None:
    beside = COMPANY.replace(b'"target": true', b'"target": false')
    reading = ftm.read(PERSON + beside + VESSEL, "l.json")
    assert [e.reference for e in entries(reading)] == ["inv-1", "inv-3"]
    assert [(n.code, n.text) for n in reading.notices] == [
        (NoticeCode.KEPT_UNREAD, "1 subjects that the list names beside its targets")
    ]
    assert [e.reference for e in entries(ftm.read(beside, "l.json"))] == ["inv-2"], (
        "a file without any target is read whole"
    )


@pytest.mark.parametrize(
    ("broken", "said"),
    [
        pytest.param(b"{half\n", "no JSON", id="no JSON"),
        pytest.param(b"[1]\n", "list found, an entity expected", id="no object"),
        pytest.param(b'{"schema": "Person"}\n', "without id, schema and properties", id="no id"),
        pytest.param(b'{"id": 7, "schema": "Person", "properties": {}}\n', "without id", id="a number for an id"),
        pytest.param(line("x", "Person", birthDate=["1970"]), "no name found", id="no name"),
        pytest.param(b"\xff\xfe\n", "no JSON", id="no UTF-8"),
        pytest.param(b"[" * 100_000 + b"\n", "no JSON", id="deep nesting"),
        pytest.param(b'{"a": "' + b"x" * ftm.LONGEST_LINE_BYTES + b'"}\n', "a line of", id="too long"),
    ],
)
def test_a_line_that_is_none_is_refused_alone(broken: bytes, said: str) -> None:
    data = PERSON + broken + COMPANY
    reading = ftm.read(data, "l.json")
    (refusal,) = reading.refusals
    assert said in refusal.text
    assert refusal.repair
    assert data[refusal.start : refusal.end] == broken
    assert [e.reference for e in entries(reading)] == ["inv-1", "inv-2"]


def test_an_id_given_twice_keeps_both() -> None:
    assert [e.subject.id for e in entries(ftm.read(COMPANY + COMPANY, "l.json"))] == ["inv-2", "inv-2#2"]


@pytest.mark.parametrize(
    ("data", "is_one"),
    [
        pytest.param(PERSON, True, id="entities"),
        pytest.param(b'{"type": "bundle", "id": "x"}', False, id="STIX"),
        pytest.param(b'{"id": "w1", "names": ["Invented One"]}', False, id="SUBJECT lines"),
        pytest.param(b"id,names\n", False, id="text"),
    ],
)
def test_entities_are_known_by_their_first_line(data: bytes, is_one: bool) -> None:
    assert ftm.sniff(data) is is_one
    assert (read(data, "l").format == "ftm_jsonl") is is_one


values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)
NAMES = ["name", "birthDate", "nationality", "holder", "entity", "passportNumber", "gender", "number", "passportEntity"]


@given(
    st.lists(
        st.fixed_dictionaries(
            {
                "id": st.sampled_from(["a", "b", ""]) | values,
                "schema": st.sampled_from(["Person", "Passport", "Sanction", "Vessel", "Address"]) | values,
                "properties": st.dictionaries(st.sampled_from(NAMES), values, max_size=4) | values,
            }
        ),
        max_size=4,
    )
)
@settings(deadline=None)
def test_entities_of_any_shape_give_a_reading(lines: list[dict[str, Any]]) -> None:
    data = "\n".join(json.dumps(entity) for entity in lines).encode()
    reading = ftm.read(data, "l.json")
    assert reading.accounted == reading.size == len(data)


@given(st.binary(max_size=300))
@settings(deadline=None)
def test_any_bytes_give_a_reading(body: bytes) -> None:
    data = PERSON + body
    reading = ftm.read(data, "l.json")
    assert reading.accounted == reading.size == len(data)
    assert all(0 <= r.start < r.end <= len(data) for r in reading.refusals)
