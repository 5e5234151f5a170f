"""The OFAC enhanced XML layout. Everybody in the lists written here is invented."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tansiq.model.observations import ListEntry
from tansiq.model.reading import NoticeCode, Reading, RefusalCode
from tansiq.model.subjects import IdentityDocument, Subject
from tansiq.readers.formats import read
from tansiq.readers.lists import ofac_enhanced

NAMESPACE = "https://sanctionslistservice.ofac.treas.gov/api/PublicationPreview/exports/ENHANCED_XML"


def name(full: str, *, primary: str = "false", weak: str = "false", script: str = "Latin") -> str:
    return (
        f"<name><isPrimary>{primary}</isPrimary><isLowQuality>{weak}</isLowQuality><translations><translation>"
        f"<script>{script}</script><formattedFullName>{full}</formattedFullName></translation></translations></name>"
    )


def born(first: str, last: str, text: str = "") -> str:
    dates = (
        f"<valueDate><fromDateBegin>{first}</fromDateBegin><fromDateEnd>{first}</fromDateEnd>"
        f"<toDateBegin>{last}</toDateBegin><toDateEnd>{last}</toDateEnd></valueDate>"
    )
    return f"<feature><type>Birthdate</type><value>{text}</value>{dates if first else ''}</feature>"


def feature(kind: str, value: str) -> str:
    return f"<feature><type>{kind}</type><value>{value}</value></feature>"


def entity(number: int, kind: str, inside: str, *, of: str = "SDN List") -> str:
    return (
        f'<entity id="{number}"><generalInfo><identityId>7</identityId><entityType>{kind}</entityType>'
        f'<remarks>invented</remarks></generalInfo><sanctionsLists><sanctionsList datePublished="2020-05-06">{of}'
        f"</sanctionsList></sanctionsLists><sanctionsPrograms><sanctionsProgram>SDNTK</sanctionsProgram>"
        f"</sanctionsPrograms>{inside}</entity>"
    )


PERSON = entity(
    900001,
    "Individual",
    "<names>"
    + name("SHAHID", weak="true")
    + name("FICTICIO, Aslam")
    + name("INVENTADO, Aslam", primary="true")
    + name("اسلم", script="Arabic")
    + "</names><features>"
    + born("1962-03-04", "1962-03-04")
    + feature("Place of Birth", "Karachi, Pakistan")
    + feature("Nationality Country", "Pakistan")
    + feature("Gender", "Male")
    + "</features><identityDocuments><identityDocument><type>Passport</type><documentNumber>ZZ0000001</documentNumber>"
    "<issuingCountry>Pakistan</issuingCountry></identityDocument></identityDocuments>",
)


def document(*entities: str, namespace: str = NAMESPACE) -> bytes:
    return (
        f'<?xml version="1.0"?><sanctionsData xmlns="{namespace}"><publicationInfo><dataAsOf>2026-04-01T00:00:00-04:00'
        f"</dataAsOf></publicationInfo><entities>{''.join(entities)}</entities></sanctionsData>"
    ).encode()


def entries(reading: Reading) -> list[ListEntry]:
    return [o for o in reading.observations if isinstance(o, ListEntry)]


def test_a_person_has_all_that_the_entity_says() -> None:
    data = document(PERSON)
    reading = read(data, "SDN_ENHANCED.XML")
    (entry,) = entries(reading)
    assert entry.subject == Subject(
        id="OFAC-900001",
        names=("INVENTADO, Aslam", "FICTICIO, Aslam", "اسلم"),
        weak_names=("SHAHID",),
        birth_dates=("1962-03-04",),
        birth_places=("Karachi, Pakistan",),
        nationalities=("PK",),
        sex="M",
        documents=(IdentityDocument("ZZ0000001", "passport", "PK"),),
    )
    assert (entry.list, entry.version, entry.programmes) == ("OFAC SDN", "2026-04-01", ("SDNTK",))
    assert (entry.reference, entry.listed_on, entry.remarks) == ("900001", "2020-05-06", "invented")
    assert data[entry.source.start : entry.source.end].decode() == PERSON
    assert ("identityDocuments/identityDocument/documentNumber", "ZZ0000001") in entry.record
    assert (reading.format, reading.notices, reading.accounted) == ("ofac_enhanced_xml", (), len(data))


def test_a_vessel_is_known_by_its_numbers() -> None:
    inside = (
        f"<names>{name('INVENTED STAR', primary='true')}</names><features>{feature('Vessel Call Sign', 'ZZ9Z')}</features>"
        "<identityDocuments><identityDocument><type>Vessel Registration Identification</type>"
        "<documentNumber>IMO 0000002</documentNumber></identityDocument></identityDocuments>"
    )
    (entry,) = entries(ofac_enhanced.read(document(entity(3, "Vessel", inside)), "x.xml"))
    assert entry.subject.type == "vessel"
    assert entry.subject.documents == (IdentityDocument("0000002", "imo"), IdentityDocument("ZZ9Z", "call_sign"))


@pytest.mark.parametrize(
    ("feature", "dates"),
    [
        pytest.param(born("1962-01-01", "1962-12-31", "1962"), ("1962",), id="a year"),
        pytest.param(born("1962-01-01", "1964-12-31"), ("1962", "1963", "1964"), id="three years"),
        pytest.param(born("", "", "circa 1962"), ("1962",), id="text alone"),
        pytest.param(born("x", "y", "long ago"), (), id="neither"),
    ],
)
def test_a_date_of_birth_says_as_much_as_it_is_sure_of(feature: str, dates: tuple[str, ...]) -> None:
    inside = f"<names>{name('X Y', primary='true')}</names><features>{feature}</features>"
    reading = ofac_enhanced.read(document(entity(1, "Individual", inside)), "x.xml")
    assert entries(reading)[0].subject.birth_dates == dates
    assert [n.code for n in reading.notices] == ([] if dates else [NoticeCode.BAD_DATE])


def test_the_list_is_told_by_what_its_entities_say() -> None:
    other = PERSON.replace("SDN List", "Consolidated List")
    (entry,) = entries(ofac_enhanced.read(document(other), "x.xml"))
    assert (entry.list, entry.subject.id) == ("OFAC non-SDN", "OFAC-CONS-900001")


def test_a_delta_file_is_refused_because_it_would_delist_everybody_else() -> None:
    reading = ofac_enhanced.read(document(PERSON, namespace="https://www.treasury.gov/ofac/DeltaFile/1.0"), "d.xml")
    assert reading.refused is not None
    assert reading.refused.code == RefusalCode.WRONG_FORMAT
    assert "delta file" in reading.refused.text


@pytest.mark.parametrize(
    ("broken", "said"),
    [
        pytest.param(entity(1, "Planet", ""), "Planet found", id="unknown type"),
        pytest.param(entity(1, "Individual", ""), "no name found", id="no name"),
        pytest.param("<entity id='1'><names", "not well-formed", id="cut in the middle"),
    ],
)
def test_a_broken_entity_is_refused_alone(broken: str, said: str) -> None:
    reading = ofac_enhanced.read(document(broken, PERSON), "x.xml")
    assert said in reading.refusals[0].text
    assert [e.reference for e in entries(reading)] == ["900001"]
    assert reading.accounted == reading.size


@given(st.binary(max_size=300), st.integers(0, 2500))
@settings(deadline=None, max_examples=60)
def test_any_damage_gives_a_reading(damage: bytes, at: int) -> None:
    data = document(PERSON)
    for damaged in (data[:at] + damage + data[at:], data[:at], b"<sanctionsData>" + damage):
        reading = ofac_enhanced.read(damaged, "x.xml")
        assert reading.accounted == reading.size == len(damaged)
