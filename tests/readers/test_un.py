"""The UN Security Council consolidated list. Everybody in the lists written here is invented."""

import json
import time
from pathlib import Path

import pytest

from tansiq.model.observations import ListEntry
from tansiq.model.reading import NoticeCode, Reading, RefusalCode
from tansiq.model.subjects import IdentityDocument
from tansiq.readers.lists import un

NAMES = Path(__file__).parents[3] / "shared" / "data" / "names"

PERSON = """<INDIVIDUAL>
  <DATAID>99000001</DATAID><VERSIONNUM>1</VERSIONNUM>
  <FIRST_NAME>GUL</FIRST_NAME><SECOND_NAME>AGHA</SECOND_NAME><THIRD_NAME>INVENTED</THIRD_NAME>
  <UN_LIST_TYPE>Taliban</UN_LIST_TYPE><REFERENCE_NUMBER>XXi.001</REFERENCE_NUMBER><LISTED_ON>2001-02-23</LISTED_ON>
  <NAME_ORIGINAL_SCRIPT>گل آغا</NAME_ORIGINAL_SCRIPT>
  <COMMENTS1>Gender: male. Father\u2019s name is Haji Sher Khan, also known as nobody. Grandfather\u2019s name is Salam.</COMMENTS1>
  <TITLE><VALUE>Haji</VALUE></TITLE><NATIONALITY><VALUE>Afghanistan</VALUE><VALUE>Iran (Islamic Republic of)</VALUE></NATIONALITY>
  <INDIVIDUAL_ALIAS><QUALITY>Good</QUALITY><ALIAS_NAME>Gul Agha; Gull Agha</ALIAS_NAME><DATE_OF_BIRTH>1963-05-01</DATE_OF_BIRTH></INDIVIDUAL_ALIAS>
  <INDIVIDUAL_ALIAS><QUALITY>Good</QUALITY><ALIAS_NAME>Aga Gul (اغا گل)</ALIAS_NAME></INDIVIDUAL_ALIAS>
  <INDIVIDUAL_ALIAS><QUALITY>Low</QUALITY><ALIAS_NAME>Agha Sahib</ALIAS_NAME></INDIVIDUAL_ALIAS>
  <INDIVIDUAL_ALIAS><QUALITY /><ALIAS_NAME /></INDIVIDUAL_ALIAS>
  <INDIVIDUAL_DATE_OF_BIRTH><TYPE_OF_DATE>BETWEEN</TYPE_OF_DATE><FROM_YEAR>1960</FROM_YEAR><TO_YEAR>1962</TO_YEAR></INDIVIDUAL_DATE_OF_BIRTH>
  <INDIVIDUAL_DATE_OF_BIRTH><TYPE_OF_DATE>EXACT</TYPE_OF_DATE><NOTE>Nov. 1973</NOTE></INDIVIDUAL_DATE_OF_BIRTH>
  <INDIVIDUAL_PLACE_OF_BIRTH><CITY>Band-e-Timur</CITY><STATE_PROVINCE>Kandahar Province</STATE_PROVINCE><COUNTRY>Afghanistan</COUNTRY></INDIVIDUAL_PLACE_OF_BIRTH>
  <INDIVIDUAL_DOCUMENT><TYPE_OF_DOCUMENT>Passport</TYPE_OF_DOCUMENT><NUMBER>Afghan passport number SE 0001</NUMBER></INDIVIDUAL_DOCUMENT>
  <INDIVIDUAL_DOCUMENT><TYPE_OF_DOCUMENT>National Identification Number</TYPE_OF_DOCUMENT><NUMBER>12-3</NUMBER><ISSUING_COUNTRY>Pakistan</ISSUING_COUNTRY></INDIVIDUAL_DOCUMENT>
  <INDIVIDUAL_DOCUMENT />
</INDIVIDUAL>"""
COMPANY = """<ENTITY><DATAID>99000002</DATAID><FIRST_NAME>INVENTED HAWALA</FIRST_NAME><UN_LIST_TYPE>Taliban</UN_LIST_TYPE>
  <REFERENCE_NUMBER>XXe.002</REFERENCE_NUMBER><ENTITY_ALIAS><QUALITY>f.k.a.</QUALITY><ALIAS_NAME>Erfunden Exchange</ALIAS_NAME></ENTITY_ALIAS></ENTITY>"""


def document(*people: str, companies: str = COMPANY) -> bytes:
    return (
        "<?xml version='1.0' encoding='utf-8'?>\n"
        '<CONSOLIDATED_LIST xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" dateGenerated="2026-02-27T00:00:09.554Z">\n'
        f"<INDIVIDUALS>{''.join(people)}</INDIVIDUALS>\n<ENTITIES>{companies}</ENTITIES>\n</CONSOLIDATED_LIST>\n"
    ).encode()


def entries(reading: Reading) -> list[ListEntry]:
    return [o for o in reading.observations if isinstance(o, ListEntry)]


def test_a_person_has_all_that_the_entry_says() -> None:
    data = document(PERSON)
    reading = un.read(data, "un.xml")
    entry = entries(reading)[0]
    subject = entry.subject
    assert (reading.format, entry.list, entry.version) == ("un_consolidated_xml", "UN SC", "2026-02-27")
    assert (subject.id, entry.reference, entry.listed_on) == ("XXi.001", "XXi.001", "2001-02-23")
    assert subject.names == ("GUL AGHA INVENTED", "Gul Agha", "Gull Agha", "Aga Gul", "اغا گل", "گل آغا")
    assert subject.weak_names == ("Agha Sahib",)
    assert subject.father_names == ("Haji Sher Khan",)
    assert subject.birth_dates == ("1960", "1961", "1962", "1973-11", "1963-05-01")
    assert subject.birth_places == ("Band-e-Timur, Kandahar Province, Afghanistan",)
    assert subject.nationalities == ("AF", "IR")
    assert subject.sex == "M"
    assert subject.documents == (
        IdentityDocument("SE 0001", "passport", "AF"),
        IdentityDocument("12-3", "national_id", "PK"),
    )
    assert entry.programmes == ("Taliban",)
    assert data[entry.source.start : entry.source.end].decode() == PERSON


def test_the_record_keeps_what_the_subject_has_no_place_for() -> None:
    record = dict(entries(un.read(document(PERSON), "un.xml"))[0].record)
    assert record["TITLE/VALUE"] == "Haji"
    assert record["DATAID"] == "99000001"
    assert record["INDIVIDUAL_ALIAS[2]/ALIAS_NAME"] == "Aga Gul (اغا گل)"


def test_an_entity_is_an_organization_with_its_former_names() -> None:
    company = entries(un.read(document(), "un.xml"))[0].subject
    assert (company.type, company.names) == ("organization", ("INVENTED HAWALA", "Erfunden Exchange"))


@pytest.mark.parametrize(
    ("comment", "fathers"),
    [
        pytest.param("Father\u2019s name: Agha Mohammad. Brother\u2019s name: X.", ("Agha Mohammad",), id="colon"),
        pytest.param("Name of father is Ag Bobacer, name of mother is Y", ("Ag Bobacer",), id="turned round"),
        pytest.param(
            "Father's name is Harith bin Salman Al-Dari Provided money",
            ("Harith bin Salman Al-Dari",),
            id="next sentence without stop",
        ),
        pytest.param(
            "Father's name is\n   Abd al-Razzaq. Alternative father's name is Nazar.",
            ("Abd al-Razzaq", "Nazar"),
            id="two, one over a line",
        ),
        pytest.param(
            "Grandfather\u2019s name is Salam. Father of somebody listed.", (), id="neither is a father's name"
        ),
    ],
)
def test_fathers_names_of_the_comments(comment: str, fathers: tuple[str, ...]) -> None:
    person = PERSON.replace(PERSON[PERSON.index("<COMMENTS1>") : PERSON.index("</COMMENTS1>")], f"<COMMENTS1>{comment}")
    assert entries(un.read(document(person), "un.xml"))[0].subject.father_names == fathers


@pytest.mark.parametrize(
    ("broken", "said"),
    [
        pytest.param(
            PERSON.replace("FIRST_NAME>GUL", "FIRST_NAME>")
            .replace("AGHA<", "<")
            .replace("INVENTED<", "<")
            .replace("ALIAS_NAME", "X")
            .replace("NAME_ORIGINAL_SCRIPT", "Y"),
            "no name found",
            id="no name",
        ),
        pytest.param(PERSON.replace("</TITLE>", ""), "mismatched tag", id="open element"),
        pytest.param(PERSON.replace("Haji<", "Haji & <"), "not well-formed", id="bare ampersand"),
        pytest.param(PERSON.replace("Haji<", "Haji\x0b<"), "not well-formed", id="forbidden character"),
    ],
)
def test_a_broken_entry_is_refused_alone(broken: str, said: str) -> None:
    before, after = PERSON.replace("XXi.001", "XXi.000"), PERSON.replace("XXi.001", "XXi.002")
    data = document(before, broken, after)
    reading = un.read(data, "un.xml")
    assert [e.reference for e in entries(reading)] == ["XXi.000", "XXi.002", "XXe.002"]
    (refusal,) = reading.refusals
    assert refusal.code == RefusalCode.BROKEN_ENTRY
    assert said in refusal.text
    assert refusal.repair
    assert data[refusal.start : refusal.end].decode() == broken


def test_an_entry_without_its_end_does_not_take_the_next_one_with_it() -> None:
    open_ended = PERSON.removesuffix("</INDIVIDUAL>")
    data = document(open_ended, PERSON.replace("XXi.001", "XXi.002"))
    reading = un.read(data, "un.xml")
    assert [e.reference for e in entries(reading)] == ["XXi.002", "XXe.002"]
    assert data[reading.refusals[0].start : reading.refusals[0].end].decode() == open_ended


def test_a_truncated_list_gives_every_entry_before_the_break() -> None:
    data = document(PERSON, PERSON.replace("XXi.001", "XXi.002"))
    cut = data.index(b"XXi.002") + 4
    reading = un.read(data[:cut], "un.xml")
    assert [e.reference for e in entries(reading)] == ["XXi.001"]
    (refusal,) = reading.refusals
    assert (refusal.code, refusal.end) == (RefusalCode.TRUNCATED, cut)
    assert str(refusal.start) != "0"
    assert reading.accounted == cut


def test_the_same_reference_twice_keeps_both_people() -> None:
    reading = un.read(document(PERSON, PERSON.replace("AGHA", "BACHA")), "un.xml")
    assert [e.subject.id for e in entries(reading)] == ["XXi.001", "XXi.001#2", "XXe.002"]
    assert [n.code for n in reading.notices] == [NoticeCode.BAD_VALUE]


def test_utf_16_is_read_with_places_that_hold() -> None:
    text = document(PERSON).decode().replace("utf-8", "utf-16")
    data = text.encode("utf-16")
    entry = entries(un.read(data, "un.xml"))[0]
    assert (
        data[entry.source.start : entry.source.end].decode("utf-16-le" if data[:1] == b"\xff" else "utf-16-be")
        == PERSON
    )


@pytest.mark.parametrize(
    ("where", "value"),
    [
        pytest.param("Agha Sahib", "(" + "\u06451 " * 30_000, id="a bracket nobody closed"),
        pytest.param("12-3", "no " * 30_000, id="a number that never comes"),
        pytest.param("Gender: male. ", "Father's name is al al al " * 30_000, id="fathers without end"),
    ],
)
def test_a_hostile_value_costs_no_more_than_its_length(where: str, value: str) -> None:
    began = time.process_time()
    assert un.read(document(PERSON.replace(where, value)), "un.xml").accounted
    assert time.process_time() - began < 2


def _shared(name: str) -> Path:
    path = NAMES / name
    if not path.exists():
        pytest.skip(f"{name} of the developers' data is not beside this repository")
    return path


def test_the_published_half_is_read_whole() -> None:
    data = _shared("un_half_a.xml").read_bytes()
    reading = un.read(data, "un_half_a.xml")
    people = {e.subject.id: e.subject for e in entries(reading) if e.subject.type == "person"}
    stated = {p["id"]: p for p in map(json.loads, _shared("un_half_a.jsonl").read_text("utf-8").splitlines())}
    assert (len(people), reading.accounted, reading.refusals) == (380, len(data), ())
    assert people.keys() == stated.keys()
    for key, person in stated.items():
        subject = people[key]
        assert {*person["names"], *person.get("original_script", ())} <= set(subject.names)
        assert set(person.get("birth_dates", ())) <= set(subject.birth_dates)
        assert subject.sex == person.get("sex", subject.sex)
        assert set(person.get("nationalities", ())) <= set(subject.nationalities)


def test_the_published_half_gives_the_fathers_names_stated() -> None:
    reading = un.read(_shared("un_half_a.xml").read_bytes(), "un_half_a.xml")
    people = {e.subject.id: e.subject for e in entries(reading)}
    stated = [json.loads(line) for line in _shared("un_half_a.jsonl").read_text("utf-8").splitlines()]
    found = [father in people[p["id"]].father_names for p in stated for father in p.get("father_names", ())]
    assert (sum(found), len(found)) == (
        25,
        27,
    )  # the other two: a grandfather, and a name with the next sentence's start
