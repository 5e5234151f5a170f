"""The OFAC SDN list, as CSV and as XML. Everybody in the lists written here is invented."""

import json
import time
from pathlib import Path
from typing import Any

import pytest

from tansiq.model.observations import ListEntry
from tansiq.model.reading import NoticeCode, Reading, RefusalCode
from tansiq.model.subjects import IdentityDocument
from tansiq.readers.lists import archives, ofac, ofac_xml
from tansiq.readers.lists.ofac_remarks import parse_document, parse_remarks

NAMES = Path(__file__).parents[3] / "shared" / "data" / "names"

# ent_num, SDN_Name, SDN_Type, Program, Title, Call_Sign, Vess_type, Tonnage, GRT, Vess_flag, Vess_owner, Remarks
PERSON = (
    b'900001,"INVENTADO, Aslam Khan","individual","SDNTK] [TCO","Dr.",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,'
    b'"DOB 12 Mar 1960; alt. DOB circa 1961; POB Kabul, Afghanistan; nationality Afghanistan; citizen Korea, North; '
    b"Gender Male; Passport D123456 (Afghanistan) issued 01 Jan 2001 expires 01 Jan 2006; alt. Passport 77-1; "
    b"National ID No. 42 101 (Pakistan); a.k.a. 'KHAN SAHIB'.\"\r\n"
)
COMPANY = b'900002,"INVENTADO TRADING CO., LTD.",-0- ,"SDNTK",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,"Tax ID No. 5-5 (Russia)."\r\n'
SHIP = b'900003,"INVENTED STAR","vessel","DPRK",-0- ,"HMZF1",-0- ,-0- ,-0- ,"Tuvalu",-0- ,"Vessel Registration Identification IMO 1234567; MMSI 572469999"\r\n'
PLANE = b'900004,"XX-INV","aircraft","IRAN",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,"Aircraft Tail Number XX-INV1"\r\n'
SDN = PERSON + COMPANY + SHIP + PLANE + b"\x1a"


def entries(reading: Reading) -> list[ListEntry]:
    return [o for o in reading.observations if isinstance(o, ListEntry)]


def test_a_person_of_the_csv_has_all_that_the_remarks_say() -> None:
    reading = ofac.read(SDN, "sdn.csv")
    entry = entries(reading)[0]
    subject = entry.subject
    assert reading.format == "ofac_sdn_csv"
    assert (subject.id, entry.reference, entry.list) == ("OFAC-900001", "900001", "OFAC SDN")
    assert subject.names == ("INVENTADO, Aslam Khan",)
    assert subject.weak_names == ("KHAN SAHIB",)
    assert subject.birth_dates == ("1960-03-12", "1961")
    assert subject.birth_places == ("Kabul, Afghanistan",)
    assert subject.nationalities == ("AF", "KP")
    assert subject.sex == "M"
    assert subject.documents == (
        IdentityDocument("D123456", "passport", "AF"),
        IdentityDocument("77-1", "passport", ""),
        IdentityDocument("42 101", "national_id", "PK"),
    )
    assert entry.programmes == ("SDNTK", "TCO")
    assert ("Title", "Dr.") in entry.record


def test_an_entry_points_at_its_own_line() -> None:
    for entry in entries(ofac.read(SDN, "sdn.csv")):
        assert SDN[entry.source.start : entry.source.end].startswith(entry.reference.encode() + b",")
        assert SDN[entry.source.start : entry.source.end].endswith(b"\r\n")


@pytest.mark.parametrize(
    ("file", "programme", "of", "identifier"),
    [
        pytest.param("sdn.csv", "SDNTK", "OFAC SDN", "OFAC-900001", id="the SDN list"),
        pytest.param("cons_prim.csv", "SDNTK", "OFAC non-SDN", "OFAC-CONS-900001", id="by the file's name"),
        pytest.param("ofac.csv", "NS-PLC", "OFAC non-SDN", "OFAC-CONS-900001", id="by a programme"),
        pytest.param("consultants.csv", "SDNTK", "OFAC SDN", "OFAC-900001", id="a name that only begins like it"),
    ],
)
def test_the_sdn_list_and_the_others_are_two_lists(file: str, programme: str, of: str, identifier: str) -> None:
    (entry,) = entries(ofac.read(PERSON.replace(b"SDNTK] [TCO", programme.encode()), file))
    assert (entry.list, entry.subject.id, entry.reference) == (of, identifier, "900001")
    xml = (
        f"<sdnList><sdnEntry><uid>900001</uid><lastName>INVENTADO</lastName><sdnType>Entity</sdnType><programList>"
        f"<program>{programme}</program></programList></sdnEntry></sdnList>"
    )
    name = "consolidated.xml" if file == "cons_prim.csv" else file
    (other,) = entries(ofac_xml.read(xml.encode(), name))
    assert (other.list, other.subject.id) == (of, identifier)


def test_types_are_person_organization_and_craft() -> None:
    assert [e.subject.type for e in entries(ofac.read(SDN, "sdn.csv"))] == [
        "person",
        "organization",
        "vessel",
        "vessel",
    ]


def test_a_ship_is_known_by_its_numbers() -> None:
    ship = entries(ofac.read(SDN, "sdn.csv"))[2]
    assert ship.subject.documents == (IdentityDocument("1234567", "imo"), IdentityDocument("572469999", "mmsi"))
    assert dict(ship.record)["Call_Sign"] == "HMZF1"


def test_the_set_adds_aliases_addresses_and_the_rest_of_long_remarks() -> None:
    long_remarks = b"POB Kabul" + b" " * 990 + b"; "  # the column ends after a thousand characters
    files = {
        "sdn.csv": b'900001,"INVENTADO, Aslam","individual","SDNTK",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,"%b"\r\n'
        % long_remarks,
        "alt.csv": b'900001,1,"aka","FICTICIO, Aslam",-0- \r\n900001,2,"fka","ERFUNDEN, Aslam",-0- \r\n',
        "add.csv": b'900001,7,"1 Nowhere Road","Quetta","Pakistan",-0- \r\n',
        "sdn_comments.csv": b'900001,"DOB 1970; Gender Female."\r\n',
    }
    reading = ofac.read_set(files, {"sdn.csv": "sdn.csv"}, {})
    entry = entries(reading)[0]
    assert entry.subject.names == ("INVENTADO, Aslam", "FICTICIO, Aslam", "ERFUNDEN, Aslam")
    assert (entry.subject.birth_dates, entry.subject.sex) == (("1970",), "F")
    record = dict(entry.record)
    assert (record["alt/alt_type"], record["alt[2]/alt_type"], record["add/country"]) == ("aka", "fka", "Pakistan")
    assert reading.accounted == reading.size == sum(map(len, files.values()))


def test_rows_that_belong_to_no_entry_are_named() -> None:
    files = {"sdn.csv": COMPANY, "alt.csv": b'31,1,"aka","NOBODY",-0- \r\n'}
    reading = ofac.read_set(files, {"sdn.csv": "sdn.csv"}, {})
    assert [(n.code, n.start, n.end) for n in reading.notices] == [
        (NoticeCode.REFERENCE_DIFFERS, 0, len(files["alt.csv"]))
    ]


@pytest.mark.parametrize(
    ("line", "said"),
    [
        pytest.param(b'900009,"SHORT, Row","individual"\r\n', "3 columns found, 12 expected", id="too few columns"),
        pytest.param(PERSON.replace(b"900001", b"nine"), "entry number 'nine' found", id="no entry number"),
        pytest.param(PERSON.replace(b"individual", b"planet"), "type 'planet' found", id="unknown type"),
        pytest.param(PERSON.replace(b"INVENTADO, Aslam Khan", b" "), "no name found", id="no name"),
        pytest.param(PERSON.replace(b"Aslam Khan", b'Aslam "K" Khan'), "quotation mark", id="stray quotation mark"),
        pytest.param(b'900009,"OPEN, Quote,"individual",-0-\r\n', "quotation mark", id="open quotation mark"),
    ],
)
def test_a_broken_line_is_refused_alone(line: bytes, said: str) -> None:
    data = COMPANY + line + SHIP
    reading = ofac.read(data, "sdn.csv")
    (refusal,) = reading.refusals
    assert refusal.code == RefusalCode.BROKEN_ENTRY
    assert said in refusal.text
    assert refusal.repair
    assert data[refusal.start : refusal.end] == line
    assert [e.reference for e in entries(reading)] == ["900002", "900003"]
    assert reading.accounted == len(data)


def test_the_first_line_may_be_the_broken_one() -> None:
    reading = ofac.read(b"nobody,nothing\r\n" + COMPANY, "sdn.csv")
    assert [e.reference for e in entries(reading)] == ["900002"]
    assert len(reading.refusals) == 1


def test_alt_csv_alone_is_refused_with_the_repair() -> None:
    reading = ofac.read(b'900001,1,"aka","FICTICIO, Aslam",-0- \r\n', "alt.csv")
    assert reading.refused is not None
    assert reading.refused.code == RefusalCode.WRONG_FORMAT
    assert "alt.csv without sdn.csv" in reading.refused.text


def test_bytes_of_windows_1252_are_read_and_named() -> None:
    reading = ofac.read(COMPANY.replace(b"TRADING", "AÑEJO".encode("cp1252")), "sdn.csv")
    assert entries(reading)[0].subject.names == ("INVENTADO AÑEJO CO., LTD.",)
    assert [n.code for n in reading.notices] == [NoticeCode.CHARACTER_SET]


@pytest.mark.parametrize(
    ("text", "document"),
    [
        pytest.param("Passport A10 472 (Malaysia)", IdentityDocument("A10 472", "passport", "MY"), id="passport"),
        pytest.param(
            "Diplomatic Passport 008 (Iran) issued 1999", IdentityDocument("008", "passport", "IR"), id="diplomatic"
        ),
        pytest.param(
            "Passport D0483, Diplomatic (Syria)", IdentityDocument("D0483", "passport", "SY"), id="a word behind"
        ),
        pytest.param(
            "Passport No.: 03108, Eritrea, Issue Date 21 August 2006",
            IdentityDocument("03108", "passport", "ER"),
            id="country behind a comma",
        ),
        pytest.param(
            "Turkish Identification Number 102", IdentityDocument("102", "national_id", "TR"), id="country as adjective"
        ),
        pytest.param(
            "C.U.R.P. # JIPJ61 (Mexico)", IdentityDocument("JIPJ61", "national_id", "MX"), id="Mexican register"
        ),
        pytest.param("12/BAHANA", None, id="no known kind"),
        pytest.param("Passport unknown (Iraq)", None, id="no digit"),
        pytest.param(
            "Registration Number (Delaware) 7136 (United States)",
            IdentityDocument("(Delaware) 7136", "registration", "US"),
            id="brackets inside",
        ),
    ],
)
def test_documents_of_the_remarks(text: str, document: IdentityDocument | None) -> None:
    assert parse_document(text) == document


@pytest.mark.parametrize(
    ("text", "names"),
    [
        pytest.param(
            "a.k.a. 'JA'FARI, Aziz'; a.k.a. 'ABU-'UMAR'",
            ["JA'FARI, Aziz", "ABU-'UMAR"],
            id="letters that look like quotation marks",
        ),
        pytest.param("f.k.a. ''FOOPIE''.", ["FOOPIE"], id="quoted twice"),
        pytest.param("Linked To: SOMEBODY", [], id="none"),
    ],
)
def test_weak_aliases_of_the_remarks(text: str, names: list[str]) -> None:
    assert parse_remarks(text).weak_names == names


def test_a_date_or_country_that_says_nothing_is_named_and_kept() -> None:
    reading = ofac.read(PERSON.replace(b"12 Mar 1960", b"unknown").replace(b"Korea, North", b"Atlantis"), "sdn.csv")
    assert [n.code for n in reading.notices] == [NoticeCode.BAD_VALUE, NoticeCode.BAD_VALUE]
    assert "Atlantis" in entries(reading)[0].remarks


@pytest.mark.parametrize(
    "remarks",
    [
        pytest.param("Passport " + ", " * 30_000, id="commas"),
        pytest.param("Passport 1 " + "(Iran)" * 10_000, id="brackets"),
        pytest.param("; ".join(["Passport 1" + ", " * 150] * 3_000), id="many documents"),
        pytest.param("Registration " * 10_000, id="words of a title"),
    ],
)
def test_hostile_remarks_cost_no_more_than_their_length(remarks: str) -> None:
    began = time.process_time()
    assert not parse_remarks(remarks).birth_dates
    assert time.process_time() - began < 2


XML = b"""<?xml version="1.0" standalone="yes"?>
<sdnList xmlns="https://sanctionslistservice.ofac.treas.gov/api/PublicationPreview/exports/XML">
  <publshInformation><Publish_Date>01/31/2024</Publish_Date><Record_Count>2</Record_Count></publshInformation>
  <sdnEntry>
    <uid>900001</uid><firstName>Aslam Khan</firstName><lastName>INVENTADO</lastName><title>Dr.</title>
    <sdnType>Individual</sdnType><remarks>(Linked To: NOBODY)</remarks>
    <programList><program>SDNTK</program><program>TCO</program></programList>
    <idList>
      <id><uid>1</uid><idType>Passport</idType><idNumber>D123456</idNumber><idCountry>Afghanistan</idCountry></id>
      <id><uid>2</uid><idType>Gender</idType><idNumber>Male</idNumber></id>
    </idList>
    <akaList>
      <aka><uid>3</uid><type>a.k.a.</type><category>strong</category><lastName>FICTICIO</lastName><firstName>Aslam</firstName></aka>
      <aka><uid>4</uid><type>a.k.a.</type><category>weak</category><lastName>KHAN SAHIB</lastName></aka>
    </akaList>
    <nationalityList><nationality><uid>5</uid><country>Afghanistan</country><mainEntry>true</mainEntry></nationality></nationalityList>
    <citizenshipList><citizenship><uid>6</uid><country>Pakistan</country><mainEntry>true</mainEntry></citizenship></citizenshipList>
    <dateOfBirthList><dateOfBirthItem><uid>7</uid><dateOfBirth>1960 to 1962</dateOfBirth><mainEntry>true</mainEntry></dateOfBirthItem></dateOfBirthList>
    <placeOfBirthList><placeOfBirthItem><uid>8</uid><placeOfBirth>Kabul, Afghanistan</placeOfBirth><mainEntry>true</mainEntry></placeOfBirthItem></placeOfBirthList>
  </sdnEntry>
  <sdnEntry>
    <uid>900003</uid><lastName>INVENTED STAR</lastName><sdnType>Vessel</sdnType><programList><program>DPRK</program></programList>
    <vesselInfo><callSign>HMZF1</callSign><vesselFlag>Tuvalu</vesselFlag></vesselInfo>
  </sdnEntry>
</sdnList>
"""


def test_a_person_of_the_xml_has_all_that_the_entry_says() -> None:
    reading = ofac_xml.read(XML, "sdn.xml")
    entry = entries(reading)[0]
    subject = entry.subject
    assert (reading.format, entry.version, entry.list) == ("ofac_sdn_xml", "2024-01-31", "OFAC SDN")
    assert subject.id == "OFAC-900001"
    assert subject.names == ("INVENTADO, Aslam Khan", "FICTICIO, Aslam")
    assert subject.weak_names == ("KHAN SAHIB",)
    assert subject.birth_dates == ("1960", "1961", "1962")
    assert subject.birth_places == ("Kabul, Afghanistan",)
    assert subject.nationalities == ("AF", "PK")
    assert (subject.sex, subject.documents) == ("M", (IdentityDocument("D123456", "passport", "AF"),))
    assert entry.programmes == ("SDNTK", "TCO")
    assert ("akaList/aka[2]/category", "weak") in entry.record
    assert XML[entry.source.start : entry.source.end].startswith(b"<sdnEntry>")
    assert XML[entry.source.start : entry.source.end].endswith(b"</sdnEntry>")


def test_both_layouts_give_one_id_for_one_entry() -> None:
    assert entries(ofac_xml.read(XML, "sdn.xml"))[0].subject.id == entries(ofac.read(SDN, "sdn.csv"))[0].subject.id


@pytest.mark.parametrize(
    ("broken", "said"),
    [
        pytest.param(XML.replace(b"<sdnType>Individual</sdnType>", b""), "no type found", id="no type"),
        pytest.param(
            XML.replace(b"<lastName>INVENTADO</lastName>", b"")
            .replace(b"<firstName>Aslam Khan</firstName>", b"")
            .replace(b"<aka>", b"<x>")
            .replace(b"</aka>", b"</x>"),
            "no name found",
            id="no name",
        ),
        pytest.param(XML.replace(b"</title>", b"</titel>"), "mismatched tag", id="tag that does not match"),
        pytest.param(XML.replace(b"Dr.", b"Dr. & Co"), "not well-formed", id="bare ampersand"),
    ],
)
def test_a_broken_entry_of_the_xml_is_refused_alone(broken: bytes, said: str) -> None:
    reading = ofac_xml.read(broken, "sdn.xml")
    assert [e.reference for e in entries(reading)] == ["900003"]
    (refusal,) = reading.refusals
    assert said in refusal.text
    assert refusal.repair
    assert broken[refusal.start : refusal.end].startswith(b"<sdnEntry>")
    assert broken[refusal.start : refusal.end].endswith(b"</sdnEntry>")
    assert reading.accounted == reading.size


def _shared(name: str) -> bytes:
    path = NAMES / name
    if not path.exists():
        pytest.skip(f"{name} of the developers' data is not beside this repository")
    return path.read_bytes()


@pytest.fixture(scope="module")
def stated() -> dict[str, dict[str, Any]]:
    lines = _shared("sdn_individuals.jsonl").decode().splitlines()
    return {person["id"]: person for person in map(json.loads, lines)}


@pytest.mark.parametrize("name", ["sdn_csv.zip", "sdn_layout.xml.zip"])
def test_the_published_list_is_read_whole(name: str, stated: dict[str, dict[str, Any]]) -> None:
    reading = archives.read(_shared(name), name)
    people = {e.subject.id: e.subject for e in entries(reading) if e.subject.type == "person"}
    assert (len(people), reading.accounted, reading.refusals) == (4620, reading.size, ())
    assert people.keys() == stated.keys()
    for key, person in stated.items():
        subject = people[key]
        assert set(person["names"]) <= set(subject.names)
        assert set(person.get("birth_places", ())) <= set(subject.birth_places)
        assert set(person.get("nationalities", ())) <= set(subject.nationalities)


def test_the_published_remarks_give_the_dates_and_passports_stated(stated: dict[str, dict[str, Any]]) -> None:
    reading = archives.read(_shared("sdn_csv.zip"), "sdn_csv.zip")
    people = {e.subject.id: e.subject for e in entries(reading)}
    dates = [date in people[key].birth_dates for key, p in stated.items() for date in p.get("birth_dates", ())]
    passports = [
        document["number"] in {d.number for d in people[key].documents}
        for key, p in stated.items()
        for document in p.get("documents", ())
    ]
    assert (sum(dates), len(dates)) == (5196, 5196)
    assert sum(passports) >= 0.998 * len(passports)  # the list beside it cuts five numbers at a bracket
