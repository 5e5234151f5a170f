"""The EU consolidated list. Everybody in the lists written here is invented."""

from tansiq.model.observations import ListEntry
from tansiq.model.reading import RefusalCode
from tansiq.model.subjects import IdentityDocument
from tansiq.readers.lists import eu

LIST = """<?xml version="1.0" encoding="UTF-8"?>
<export xmlns="http://eu.europa.ec/fpi/fsd/export" generationDate="2026-02-27T10:00:00.000+01:00" globalFileId="1">
  <sanctionEntity designationDate="2001-02-23" unitedNationId="" euReferenceNumber="EU.0.1" logicalId="13">
    <remark>Invented.</remark>
    <regulation regulationType="regulation" programme="TAQA" logicalId="1"/>
    <subjectType code="person" classificationCode="P"/>
    <nameAlias firstName="Gul" middleName="Agha" lastName="Invented" wholeName="Gul Agha Invented" gender="M" strong="true" logicalId="2"/>
    <nameAlias firstName="" middleName="" lastName="" wholeName="گل آغا" gender="" strong="true" logicalId="3"/>
    <nameAlias firstName="" middleName="" lastName="" wholeName="Agha Sahib" strong="false" logicalId="4"/>
    <citizenship countryIso2Code="AF" countryDescription="AFGHANISTAN"/>
    <birthdate circa="false" year="1960" monthOfYear="3" dayOfMonth="12" birthdate="1960-03-12" city="Kabul" countryIso2Code="AF" countryDescription="AFGHANISTAN"/>
    <birthdate circa="true" yearRangeFrom="1970" yearRangeTo="1971" countryDescription="UNKNOWN" countryIso2Code="00"/>
    <birthdate year="1980" monthOfYear="5"/>
    <identification number="D0001" identificationTypeCode="passport" countryIso2Code="AF" countryDescription="AFGHANISTAN"/>
  </sanctionEntity>
  <sanctionEntity euReferenceNumber="EU.0.2" logicalId="14">
    <subjectType code="enterprise" classificationCode="E"/>
    <nameAlias wholeName="Invented Trading" strong="true"/>
  </sanctionEntity>
</export>
""".encode()


def test_the_layout_is_known_by_its_root() -> None:
    assert eu.sniff(LIST[:400])
    assert not eu.sniff(b"<export><other/></export>")


def test_a_person_has_all_that_the_entry_says() -> None:
    reading = eu.read(LIST, "eu.xml")
    entry, company = (o for o in reading.observations if isinstance(o, ListEntry))
    subject = entry.subject
    assert (reading.format, entry.list, entry.version, entry.listed_on) == (
        "eu_consolidated_xml",
        "EU FSF",
        "2026-02-27",
        "2001-02-23",
    )
    assert (subject.id, entry.programmes, entry.remarks) == ("EU.0.1", ("TAQA",), "Invented.")
    assert subject.names == ("Gul Agha Invented", "گل آغا")
    assert subject.weak_names == ("Agha Sahib",)
    assert subject.birth_dates == ("1960-03-12", "1970", "1971", "1980-05")
    assert subject.birth_places == ("Kabul, AFGHANISTAN",)
    assert (subject.nationalities, subject.sex) == (("AF",), "M")
    assert subject.documents == (IdentityDocument("D0001", "passport", "AF"),)
    assert dict(entry.record)["@logicalId"] == "13"
    assert LIST[entry.source.start : entry.source.end].endswith(b"</sanctionEntity>")
    assert (company.subject.type, reading.accounted) == ("organization", len(LIST))


def test_an_entry_without_name_is_refused_alone() -> None:
    reading = eu.read(LIST.replace(b'wholeName="Invented Trading"', b""), "eu.xml")
    assert [r.code for r in reading.refusals] == [RefusalCode.BROKEN_ENTRY]
    assert len(reading.observations) == 1
