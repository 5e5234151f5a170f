"""The OFAC advanced XML layout. Everybody in the lists written here is invented."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tansiq.model.observations import ListEntry
from tansiq.model.reading import NoticeCode, Reading, RefusalCode
from tansiq.model.subjects import IdentityDocument, Subject
from tansiq.readers.formats import read
from tansiq.readers.lists import ofac_advanced

REFERENCES = """
<ReferenceValueSets>
  <AliasTypeValues><AliasType ID="1400">A.K.A.</AliasType><AliasType ID="1403">Name</AliasType></AliasTypeValues>
  <CountryValues><Country ID="11086">Colombia</Country><Country ID="11165">Pakistan</Country></CountryValues>
  <DetailReferenceValues><DetailReference ID="91526">Male</DetailReference></DetailReferenceValues>
  <FeatureTypeValues>
    <FeatureType ID="8">Birthdate</FeatureType><FeatureType ID="9">Place of Birth</FeatureType>
    <FeatureType ID="10">Nationality Country</FeatureType><FeatureType ID="11">Citizenship Country</FeatureType>
    <FeatureType ID="224">Gender</FeatureType><FeatureType ID="1">Vessel Call Sign</FeatureType>
    <FeatureType ID="26">Title</FeatureType>
  </FeatureTypeValues>
  <IDRegDocTypeValues>
    <IDRegDocType ID="1571">Passport</IDRegDocType>
    <IDRegDocType ID="1626">Vessel Registration Identification</IDRegDocType>
  </IDRegDocTypeValues>
  <ListValues><List ID="1550">SDN List</List><List ID="91243">Non-SDN CMIC List</List></ListValues>
  <NamePartTypeValues>
    <NamePartType ID="1520">Last Name</NamePartType><NamePartType ID="1521">First Name</NamePartType>
    <NamePartType ID="1522">Middle Name</NamePartType><NamePartType ID="1525">Entity Name</NamePartType>
    <NamePartType ID="1526">Vessel Name</NamePartType><NamePartType ID="91708">Patronymic</NamePartType>
    <NamePartType ID="91709">Matronymic</NamePartType>
  </NamePartTypeValues>
  <PartySubTypeValues>
    <PartySubType ID="1" PartyTypeID="4">Vessel</PartySubType><PartySubType ID="2" PartyTypeID="4">Aircraft</PartySubType>
    <PartySubType ID="3" PartyTypeID="2">Unknown</PartySubType><PartySubType ID="4" PartyTypeID="1">Unknown</PartySubType>
  </PartySubTypeValues>
  <PartyTypeValues>
    <PartyType ID="1">Individual</PartyType><PartyType ID="2">Entity</PartyType><PartyType ID="4">Transport</PartyType>
  </PartyTypeValues>
  <SanctionsTypeValues><SanctionsType ID="1">Program</SanctionsType><SanctionsType ID="3">Block</SanctionsType></SanctionsTypeValues>
</ReferenceValueSets>
<Locations>
  <Location ID="7"><LocationCountry CountryID="11165" CountryRelevanceID="1413"/></Location>
  <Location ID="8"><LocationPart LocPartTypeID="1"><LocationPartValue Primary="true"><Value>Colombia</Value></LocationPartValue></LocationPart></Location>
</Locations>
<IDRegDocuments>
  <IDRegDocument ID="5" IDRegDocTypeID="1571" IdentityID="71" IssuedBy-CountryID="11165" ValidityID="1"><IDRegistrationNo>ZZ0000001</IDRegistrationNo></IDRegDocument>
  <IDRegDocument ID="6" IDRegDocTypeID="1626" IdentityID="73" ValidityID="1"><IDRegistrationNo>IMO 0000002</IDRegistrationNo></IDRegDocument>
</IDRegDocuments>
"""


def part(group: int, text: str) -> str:
    return f'<DocumentedNamePart><NamePartValue NamePartGroupID="{group}" ScriptID="215">{text}</NamePartValue></DocumentedNamePart>'


def alias(*parts: str, primary: str = "false", weak: str = "false") -> str:
    return (
        f'<Alias AliasTypeID="1400" Primary="{primary}" LowQuality="{weak}"><DocumentedName>{"".join(parts)}'
        "</DocumentedName></Alias>"
    )


def groups(*kinds: tuple[int, int]) -> str:
    inner = "".join(f'<NamePartGroup ID="{g}" NamePartTypeID="{kind}"/>' for g, kind in kinds)
    return f"<NamePartGroups><MasterNamePartGroup>{inner}</MasterNamePartGroup></NamePartGroups>"


def day(year: int, month: int, number: int) -> str:
    return f"<Year>{year}</Year><Month>{month}</Month><Day>{number}</Day>"


def period(first: tuple[int, int, int], last: tuple[int, int, int]) -> str:
    start, end = day(*first), day(*last)
    return (
        f"<DatePeriod><Start><From>{start}</From><To>{start}</To></Start>"
        f"<End><From>{end}</From><To>{end}</To></End></DatePeriod>"
    )


def feature(kind: int, inside: str) -> str:
    return f'<Feature FeatureTypeID="{kind}"><FeatureVersion>{inside}</FeatureVersion></Feature>'


def party(number: int, sub_type: int, identity: str, features: str = "") -> str:
    return (
        f'<DistinctParty FixedRef="{number}"><Comment/><Profile ID="{number}" PartySubTypeID="{sub_type}">'
        f"{identity}{features}</Profile></DistinctParty>"
    )


PERSON = party(
    900001,
    4,
    f"""<Identity ID="71" Primary="true">
    {alias(part(1, "Shahid"), part(2, "Inventado"), weak="true")}
    {alias(part(1, "FICTICIO"), part(2, "Aslam"))}
    {alias(part(1, "INVENTADO"), part(2, "Aslam"), part(3, "Quorim"), primary="true")}
    {groups((1, 1520), (2, 1521), (3, 1522))}</Identity>""",
    feature(8, period((1962, 3, 4), (1962, 3, 4)))
    + feature(9, '<VersionDetail DetailTypeID="1432">Karachi, Pakistan</VersionDetail>')
    + feature(10, '<VersionLocation LocationID="7"/>')
    + feature(11, '<VersionLocation LocationID="8"/>')
    + feature(224, '<VersionDetail DetailTypeID="1431" DetailReferenceID="91526"/>'),
)
VESSEL = party(
    900003,
    1,
    f'<Identity ID="73">{alias(part(4, "INVENTED STAR"), primary="true")}{groups((4, 1526))}</Identity>',
    feature(1, '<VersionDetail DetailTypeID="1432">ZZ9Z</VersionDetail>'),
)
LISTED = """<SanctionsEntry ID="1" ProfileID="{0}" ListID="{1}">
<EntryEvent ID="1" EntryEventTypeID="1"><Date CalendarTypeID="1"><Year>2020</Year><Month>5</Month><Day>6</Day></Date></EntryEvent>
<SanctionsMeasure ID="1" SanctionsTypeID="3"><Comment/></SanctionsMeasure>
<SanctionsMeasure ID="2" SanctionsTypeID="1"><Comment>SDNTK</Comment></SanctionsMeasure></SanctionsEntry>"""


def document(*parties: str, entries: str = "", references: str = REFERENCES) -> bytes:
    return (
        '<?xml version="1.0" encoding="utf-8"?><Sanctions xmlns="http://www.un.org/sanctions/1.0" Version="3">'
        f"<DateOfIssue CalendarTypeID='1'><Year>2026</Year><Month>4</Month><Day>1</Day></DateOfIssue>{references}"
        f"<DistinctParties>{''.join(parties)}</DistinctParties>"
        f"<SanctionsEntries>{entries}</SanctionsEntries></Sanctions>"
    ).encode()


def entries_of(reading: Reading) -> list[ListEntry]:
    return [o for o in reading.observations if isinstance(o, ListEntry)]


def test_a_person_has_all_that_stands_in_four_places() -> None:
    data = document(PERSON, entries=LISTED.format(900001, 1550))
    reading = ofac_advanced.read(data, "SDN_ADVANCED.XML")
    (entry,) = entries_of(reading)
    assert entry.subject == Subject(
        id="OFAC-900001",
        names=("INVENTADO, Aslam Quorim", "FICTICIO, Aslam"),
        weak_names=("Shahid, Inventado",),
        birth_dates=("1962-03-04",),
        birth_places=("Karachi, Pakistan",),
        nationalities=("PK", "CO"),
        sex="M",
        documents=(IdentityDocument("ZZ0000001", "passport", "PK"),),
    )
    assert (entry.list, entry.version, entry.programmes) == ("OFAC SDN", "2026-04-01", ("SDNTK",))
    assert (entry.reference, entry.listed_on) == ("900001", "2020-05-06")
    assert data[entry.source.start : entry.source.end].decode() == PERSON
    record = dict(entry.record)
    assert record["IDRegDocument/IDRegistrationNo"] == "ZZ0000001"
    assert record["IDRegDocument/type"] == "Passport"
    assert record["SanctionsEntry/EntryEvent/Date/Year"] == "2020"
    assert (reading.notices, reading.refusals, reading.accounted) == ((), (), reading.size)


def test_a_vessel_is_known_by_its_numbers() -> None:
    (entry,) = entries_of(ofac_advanced.read(document(VESSEL), "SDN_ADVANCED.XML"))
    assert (entry.subject.type, entry.subject.names) == ("vessel", ("INVENTED STAR",))
    assert entry.subject.documents == (IdentityDocument("0000002", "imo"), IdentityDocument("ZZ9Z", "call_sign"))


@pytest.mark.parametrize(
    ("parts", "kinds", "name"),
    [
        pytest.param(("ACME INVENTED LTD",), (1525,), "ACME INVENTED LTD", id="an organisation"),
        pytest.param(("DOE", "Jon"), (1520, 1521), "DOE, Jon", id="family and given"),
        pytest.param(("PERES", "INVENTADO", "Jon"), (91708, 91709, 1521), "PERES INVENTADO, Jon", id="two families"),
        pytest.param(("DOE", "Jon", "Ivanovich"), (1520, 1521, 91708), "DOE, Jon Ivanovich", id="a patronymic"),
        pytest.param(("DOE", "Jon"), (99, 98), "DOE Jon", id="parts of kinds that are not known"),
    ],
)
def test_a_name_keeps_the_order_of_the_other_layouts(parts: tuple[str, ...], kinds: tuple[int, ...], name: str) -> None:
    numbered = [part(number, text) for number, text in enumerate(parts)]
    identity = f"<Identity ID='1'>{alias(*numbered, primary='true')}{groups(*enumerate(kinds))}</Identity>"
    (entry,) = entries_of(ofac_advanced.read(document(party(1, 4, identity)), "x.xml"))
    assert entry.subject.names == (name,)


@pytest.mark.parametrize(
    ("first", "last", "dates"),
    [
        pytest.param((1962, 3, 4), (1962, 3, 4), ("1962-03-04",), id="a day"),
        pytest.param((1962, 3, 1), (1962, 3, 31), ("1962-03",), id="a month"),
        pytest.param((1964, 2, 1), (1964, 2, 29), ("1964-02",), id="a February"),
        pytest.param((1962, 1, 1), (1962, 12, 31), ("1962",), id="a year"),
        pytest.param((1962, 1, 1), (1964, 12, 31), ("1962", "1963", "1964"), id="three years"),
        pytest.param((1962, 3, 4), (1962, 5, 6), ("1962",), id="days of one year"),
        pytest.param((1940, 1, 1), (1970, 12, 31), (), id="thirty years"),
        pytest.param((1350, 1, 1), (1350, 12, 31), (), id="another calendar"),
    ],
)
def test_a_period_says_as_much_as_it_is_sure_of(
    first: tuple[int, int, int], last: tuple[int, int, int], dates: tuple[str, ...]
) -> None:
    identity = f"<Identity ID='1'>{alias(part(1, 'X Y'), primary='true')}{groups((1, 1520))}</Identity>"
    reading = ofac_advanced.read(document(party(1, 4, identity, feature(8, period(first, last)))), "x.xml")
    assert entries_of(reading)[0].subject.birth_dates == dates
    assert [n.code for n in reading.notices] == ([] if dates else [NoticeCode.BAD_DATE])


def test_the_list_is_told_by_what_its_entries_say() -> None:
    data = document(PERSON, entries=LISTED.format(900001, 91243))
    (entry,) = entries_of(ofac_advanced.read(data, "whatever.xml"))
    assert (entry.list, entry.subject.id) == ("OFAC non-SDN", "OFAC-CONS-900001")


@pytest.mark.parametrize(
    ("broken", "said"),
    [
        pytest.param(party(1, 77, "<Identity ID='1'/>"), "no known type", id="unknown type"),
        pytest.param("<DistinctParty FixedRef='1'/>", "no known type", id="no profile"),
        pytest.param(party(1, 4, "<Identity ID='1'/>"), "no name found", id="no name"),
        pytest.param("<DistinctParty FixedRef='1'><Profile", "not well-formed", id="cut in the middle"),
    ],
)
def test_a_broken_party_is_refused_alone(broken: str, said: str) -> None:
    reading = ofac_advanced.read(document(broken, PERSON, entries=LISTED.format(900001, 1550)), "x.xml")
    assert said in reading.refusals[0].text
    assert reading.refusals[0].code == RefusalCode.BROKEN_ENTRY
    assert [e.reference for e in entries_of(reading)] == ["900001"]
    assert reading.accounted == reading.size


def test_a_nationality_that_refers_to_nothing_is_named() -> None:
    identity = f"<Identity ID='1'>{alias(part(1, 'X Y'), primary='true')}{groups((1, 1520))}</Identity>"
    lost = party(1, 4, identity, feature(10, '<VersionLocation LocationID="99"/>'))
    reading = ofac_advanced.read(document(lost), "x.xml")
    assert [n.code for n in reading.notices] == [NoticeCode.BAD_VALUE]
    assert entries_of(reading)[0].subject.nationalities == ()


def test_it_is_known_by_its_root() -> None:
    assert read(document(PERSON), "SDN_ADVANCED.XML").format == "ofac_advanced_xml"


@given(st.binary(max_size=300), st.integers(0, 6000))
@settings(deadline=None, max_examples=60)
def test_any_damage_gives_a_reading(damage: bytes, at: int) -> None:
    data = document(PERSON, VESSEL, entries=LISTED.format(900001, 1550))
    for damaged in (data[:at] + damage + data[at:], data[:at], b"<Sanctions>" + damage):
        reading = ofac_advanced.read(damaged, "x.xml")
        assert reading.accounted == reading.size == len(damaged)
