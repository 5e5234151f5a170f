"""PNRGOV as XML. All persons are invented; the card is a test number of no bank."""

import time
from collections.abc import Sequence
from xml.sax.saxutils import escape

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tansiq.model.bookings import Agency, Bag, Booking, BookingReference, CheckIn, HistoryLine, Payment, Seat
from tansiq.model.kinds import Observation
from tansiq.model.observations import FlightLeg, PersonName, TravelDocument, Traveller
from tansiq.model.reading import Notice, NoticeCode, Reading, Refusal, RefusalCode
from tansiq.model.wire import Json, parse, render
from tansiq.readers import formats
from tansiq.readers.markup import MOST_PARTS
from tansiq.readers.pnrgov import reader as pnrgov
from tansiq.readers.pnrgov_xml.reader import read, sniff
from tests.readers.bookings_xml import EDIFACT, FIRST, LEG, SECOND, document

FLIGHT = SECOND[SECOND.index("<Flight") : SECOND.index("</PNR>")].strip()


def bookings(reading: Reading) -> list[Booking]:
    return [o for o in reading.observations if isinstance(o, Booking)]


def travellers(reading: Reading) -> list[Traveller]:
    return [o for o in reading.observations if isinstance(o, Traveller)]


def legs(reading: Reading) -> list[FlightLeg]:
    return [o for o in reading.observations if isinstance(o, FlightLeg)]


def parts(reading: Reading) -> list[Sequence[FlightLeg | Booking | Traveller]]:
    return [legs(reading), bookings(reading), travellers(reading)]


def codes(reading: Reading) -> list[NoticeCode]:
    return [notice.code for notice in reading.notices]


@pytest.fixture(scope="module")
def whole() -> Reading:
    return read(document(FIRST, SECOND), "pnr.xml")


def test_a_message_is_read_without_a_word_of_complaint(whole: Reading) -> None:
    assert (whole.format, whole.refused, whole.refusals, whole.notices) == ("pnrgov", None, (), ())
    assert whole.accounted == whole.size == len(document(FIRST, SECOND))
    assert [o.kind for o in whole.observations] == [*["leg"] * 2, "booking", *["traveller"] * 3, "booking", "traveller"]


def test_the_header_says_which_message_it_was(whole: Reading) -> None:
    header = legs(whole)[0].message
    assert (header.type, header.version, header.function, header.sender) == ("PNRGOV", "XML:2.005", "22", "PK")
    assert (header.reference, header.transaction, header.prepared) == ("M0001", "T0001", "2026-05-01T00:20")


def test_the_reported_leg_comes_first_and_a_codeshare_is_no_leg_of_its_own(whole: Reading) -> None:
    first, second = legs(whole)
    assert (first.carrier, first.number, first.origin, first.destination) == ("PK", "785", "ISB", "LHR")
    assert (first.departure, first.arrival) == ("2026-05-01T03:20", "2026-05-01T07:45")
    assert (first.marketing, first.within) == (("TK8123",), "")
    assert (second.number, second.departure, second.within) == ("786", "2026-05-09T18:00", "itinerary")


def test_a_traveller_has_what_every_part_of_the_booking_says(whole: Reading) -> None:
    khan = travellers(whole)[0]
    assert khan.names == (
        PersonName("KHAN", "GUL MAKAI MRS", "GUL MAKAI MRS KHAN"),
        PersonName("KHAN", "GUL MAKAI", "GUL MAKAI KHAN"),
    )
    assert (khan.sex, khan.birth_date, khan.nationality, khan.residence) == ("F", "1980-01-02", "PK", "PK")
    assert khan.documents == (
        TravelDocument("AB1234567", "P", "PK", "2030-01-01"),
        TravelDocument("V9876543", "V", "GB"),
    )
    assert (khan.locator, khan.reference, khan.seat, khan.ticket) == ("ABC123", "1", "14C", "2141234567890")
    assert (khan.bags, khan.bag_count, khan.bag_weight_kg) == (("123456", "123457"), 2, 31.0)
    assert (khan.category, khan.legs, khan.birth_place) == ("adult", (0, 1), "QUETTA PAK")


def test_travellers_without_a_document_are_travellers(whole: Reading) -> None:
    assert [(t.names[0].full, t.category, t.documents) for t in travellers(whole)[1:]] == [
        ("ZARMINA MISS KHAN", "infant", ()),
        ("PETER VAN DER ERFUNDEN", "", ()),
        ("ALI INVENTED", "", ()),
    ]


def test_a_booking_keeps_everything_it_says(whole: Reading) -> None:
    booking = bookings(whole)[0]
    assert booking.references == (
        BookingReference("ABC123", "PK", "2026-04-20T08:15"),
        BookingReference("XYZ987", "1A"),
    )
    assert (booking.created, booking.changed, booking.ticketed, booking.party, booking.split) == (
        "2026-04-20T08:15",
        "2026-04-21T09:20",
        "2026-04-21T09:30",
        3,
        ("DEF456",),
    )
    assert booking.agencies == (Agency("1A", "27312345", "ISBPK0100", "ISB", "PK", "A78987", "T"),)
    assert booking.seats == (Seat("14C", 0, "1"), Seat("22A", 0, "3"))
    assert booking.checkins == (CheckIn("1", 0, "2026-05-01T01:05", "032", "Y"),)
    assert booking.bags == tuple(Bag(tag, "214", "LHR", "1", pool=True) for tag in ("123456", "123457"))
    assert [(c.kind, c.text, c.traveller) for c in booking.contacts] == [
        ("phone", "923001234567", "1"),
        ("email", "KHAN@INVENTED.EXAMPLE", ""),
        ("address", "1 INVENTED ROAD, ISLAMABAD, PK, 44000", ""),
        ("phone", "0092511234567", ""),
        ("email", "khan@invented.example", ""),
        ("address", "residence: 1 INVENTED ROAD, ISLAMABAD, 44000, PK", "1"),
    ]
    assert [(s.code, s.text, s.traveller) for s in booking.services] == [
        ("FQTV", "0093789865 GOLD", "1"),
        ("WIFI", "PAID", "3"),
    ]
    assert [(s.kind, s.origin, s.destination, s.leg, s.status, s.aircraft) for s in booking.segments] == [
        ("air", "ISB", "LHR", 0, "HK", "77W"),
        ("air", "LHR", "ISB", 1, "HK", ""),
        ("other", "LON", "", None, "HK", ""),
    ]
    assert "INVENTED INN" in booking.segments[2].text
    assert {remark.kind: remark.text for remark in booking.remarks if not remark.traveller} == {
        "ORG": "INVENTED TRAVELS",
        "EBD": "GBP:40.00 1::C LHR",
    }


def test_history_names_what_was_done_and_never_a_traveller(whole: Reading) -> None:
    assert bookings(whole)[0].history == (
        HistoryLine("TIF KHAN SHER", "X", "2026-04-21T09:20", "A78987 1A"),
        HistoryLine("SSR WIFI:HK::PK PAID", "A", "2026-04-21T09:20", "A78987 1A"),
        HistoryLine("0/O/NM/KHAN/GUL MAKAI MRS"),
    )


def test_a_card_leaves_the_reader_masked(whole: Reading) -> None:
    payment = Payment("CC", "VI", "411111XXXXXX1111", "412.50", "GBP", "SHER KHAN", "1", "0228")
    assert bookings(whole)[0].payments == (payment,)
    hidden = FIRST.replace("ONE ROOM", "CARD 4111 1111 1111 1111").replace("0/O/NM/", "FP CC VI4111111111111111/")
    reading = read(document(hidden), "pnr.xml")
    assert "4111111111111111" not in repr(reading).replace(" ", "")


def test_the_place_of_each_observation_holds_what_it_says() -> None:
    data = document(FIRST, SECOND)
    reading = read(data, "pnr.xml")
    shown = [[data[o.source.start : o.source.end].decode() for o in found] for found in parts(reading)]
    assert shown[1] == [FIRST, SECOND]
    assert shown[0][0] == LEG
    assert shown[0][1].startswith("<Flight ")
    assert all(text.startswith("<Passenger ") and text.endswith("</Passenger>") for text in shown[2])


def test_the_same_booking_says_the_same_in_both_forms() -> None:
    first = FIRST
    for only_xml in (
        "<CompanyName>INVENTED TRAVELS</CompanyName>",
        ' EmailAddress="khan@invented.example"',
        FIRST[FIRST.index("<PricingInfo") : FIRST.index("<Taxes")],
        FIRST[FIRST.index("<OtherTravel") : FIRST.index("<StructuredPNR")],
    ):
        first = first.replace(only_xml, "")
    first = first.replace(
        'NumberOfPassengers="3"', 'NumberOfPassengers="2"'
    )  # EDIFACT counts seats, and not the infant
    xml, edifact = read(document(first, SECOND), "pnr"), pnrgov.read(EDIFACT, "pnr")
    assert (edifact.notices, edifact.refusals, xml.notices) == ((), (), ())
    assert [bare(o) for o in xml.observations] == [bare(o) for o in edifact.observations]
    assert len(xml.observations) == 8


def bare(observation: Observation) -> Json:
    """An observation without its message and its place."""
    return {name: part for name, part in render(observation).items() if name not in ("message", "source")}


@pytest.mark.parametrize(
    ("broken", "said", "lost"),
    [
        pytest.param(SECOND.replace("</Flight>", ""), "mismatched tag", "</PNR>", id="open element"),
        pytest.param(SECOND.replace("HK", "&HK"), "not well-formed", FLIGHT.replace("HK", "&HK"), id="ampersand"),
        pytest.param(SECOND.replace("</PNR>", ""), "begins inside another", "", id="no end"),
        pytest.param(SECOND.replace("</PNR>", "<x/>" * MOST_PARTS + "</PNR>"), "more than", "<x/></PNR>", id="endless"),
    ],
)
def test_a_break_takes_the_rest_of_its_part_and_of_no_other_booking(broken: str, said: str, lost: str) -> None:
    before, after = SECOND.replace("QWE456", "BEFORE"), SECOND.replace("QWE456", "BEHIND")
    data = document(before, broken, after)
    reading = read(data, "pnr.xml")
    assert [t.locator for t in travellers(reading)] == ["BEFORE", "QWE456", "BEHIND"]
    (refusal,) = reading.refusals
    assert (refusal.code, reading.refused, reading.accounted) == (RefusalCode.BROKEN_ENTRY, None, len(data))
    assert said in refusal.text
    assert "list" not in refusal.repair
    assert data[refusal.start : refusal.end].decode().strip().endswith(lost)


def test_a_broken_passenger_leaves_the_others_and_the_itinerary() -> None:
    first = FIRST.replace("ZARMINA", "ZAR&MINA").replace("<TotalFare", "<TotalFare <")
    data = document(first, SECOND)
    reading = read(data, "pnr.xml")
    assert [(t.locator, t.names[0].family) for t in travellers(reading)] == [
        ("ABC123", "KHAN"),
        ("ABC123", "VAN DER ERFUNDEN"),
        ("QWE456", "INVENTED"),
    ]
    assert [s.kind for s in bookings(reading)[0].segments] == ["air", "air", "other"]
    assert bookings(reading)[0].tickets == ()
    (refusal,) = reading.refusals  # two, one behind the other
    assert (
        data[refusal.start : refusal.end].decode().strip()
        == first[first.index("<TicketDocument") : first.index('\n  <Passenger RPH="3"')]
    )
    assert (reading.accounted, codes(reading)) == (len(data), [])


def test_a_booking_whose_own_tag_is_broken_is_refused_alone() -> None:
    data = document(SECOND.replace("<PNR ", "<PNR < "), SECOND.replace("QWE456", "BEHIND"))
    reading = read(data, "pnr.xml")
    assert [b.locator for b in bookings(reading)] == ["BEHIND"]
    assert codes(reading) == [NoticeCode.COUNT_DIFFERS]
    assert [r.code for r in reading.refusals] == [RefusalCode.BROKEN_ENTRY]


def test_a_cut_message_gives_everything_before_the_cut() -> None:
    data = document(SECOND, FIRST)
    cut = data.index(b"ZARMINA")
    reading = read(data[:cut], "pnr.xml")
    assert [(t.locator, t.names[0].family if t.names else "") for t in travellers(reading)] == [
        ("QWE456", "INVENTED"),
        ("ABC123", "KHAN"),
    ]
    assert travellers(reading)[1].documents[0].number == "AB1234567"
    (refusal,) = reading.refusals
    assert (refusal.code, refusal.end, reading.accounted) == (RefusalCode.TRUNCATED, cut, cut)
    assert data[refusal.start :].startswith(b"\n  <Passenger RPH")


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(
            b'<!DOCTYPE l [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><IATA_PNRGOV_NotifRQ>&b;</IATA_PNRGOV_NotifRQ>',
            id="entities that swell",
        ),
        pytest.param(b"<IATA_PNRGOV_NotifRQ>" + b"<PNRs>" * 100, id="nesting without end"),
        pytest.param(b"<IATA_PNRGOV_NotifRQ><PNRs><PNR " + b"x" * 3_000_000, id="a tag without end"),
    ],
)
def test_what_is_unsafe_is_refused(data: bytes) -> None:
    for reading in (read(data, "pnr.xml"), formats.read(data, "pnr.xml")):
        assert reading.refused is not None
        assert (reading.refused.code, reading.accounted) == (RefusalCode.UNSAFE, len(data))
        assert not reading.observations


def test_an_element_nobody_knows_is_named_once_and_the_rest_is_read() -> None:
    strange = "<Aura RPH='1'><Colour>BLUE</Colour></Aura>"
    person = SECOND.replace("<GivenName>", strange + "<GivenName>").replace("</PNR>", strange + "</PNR>")
    data = document(person, person).replace(b"<PNRs", b"<Omen/>\n<PNRs")
    reading = read(data, "pnr.xml")
    assert codes(reading) == [NoticeCode.UNKNOWN_ELEMENT] * 2
    assert [data[n.start : n.end].decode() for n in reading.notices] == ["<Omen/>", strange]
    assert [t.names[0].full for t in travellers(reading)] == ["ALI INVENTED"] * 2
    assert (reading.refusals, reading.accounted) == ((), len(data))


def test_names_are_compared_to_the_letter() -> None:
    reading = read(document(SECOND.replace("Passenger", "passenger")), "pnr.xml")
    assert codes(reading) == [NoticeCode.UNKNOWN_ELEMENT]
    assert not travellers(reading)


@pytest.mark.parametrize("root", ["IATA_PNRGOV_RQ", "x:IATA_PNRGOV_RQ", "IATA_AcknowledgementRS"])
def test_other_messages_are_named_and_kept_unread(root: str) -> None:
    data = f'<{root} xmlns:x="urn:x"><Originator GovtCode="PK"/>{LEG}</{root}>'.encode()
    reading = formats.read(data, "rq.xml")
    assert (reading.format, reading.refused, reading.observations, reading.accounted) == ("pnrgov", None, (), len(data))
    assert codes(reading) == [NoticeCode.KEPT_UNREAD]
    assert root.removeprefix("x:") in reading.notices[0].text


@pytest.mark.parametrize(
    ("before", "behind"),
    [
        pytest.param("<s:Envelope xmlns:s='urn:soap'><s:Header/><s:Body>", "</s:Body></s:Envelope>", id="SOAP"),
        pytest.param("<Lieferung>", "</Lieferung>", id="a national wrapper"),
    ],
)
def test_messages_in_a_wrapper_are_read(before: str, behind: str) -> None:
    message = document(SECOND).decode().split("\n", 1)[1]
    data = f"{before}{message}{message.replace('M0001', 'M0002')}{behind}".encode()
    reading = formats.read(data, "pnr.xml")
    assert [b.message.reference for b in bookings(reading)] == ["M0001", "M0002"]
    assert [leg.index for leg in legs(reading)] == [0, 0]
    assert {"Header"} >= {notice.text.split("<")[1].split(">")[0] for notice in reading.notices}


@pytest.mark.parametrize("text", [f"<Extrakt>{SECOND}</Extrakt>", SECOND], ids=["in a wrapper", "alone"])
def test_bookings_without_their_message_are_read_and_say_so(text: str) -> None:
    reading = formats.read(text.encode(), "pnr.xml")
    assert codes(reading) == [NoticeCode.ENVELOPE_MISSING]
    assert [(leg.number, leg.within) for leg in legs(reading)] == [("785", "itinerary")]
    assert [t.names[0].full for t in travellers(reading)] == ["ALI INVENTED"]


def test_no_booking_at_all_is_a_message_too() -> None:
    reading = read(document(), "pnr.xml")
    assert (reading.refused, reading.notices, [o.kind for o in reading.observations]) == (None, (), ["leg"])


@pytest.mark.parametrize(
    ("old", "new", "code", "said"),
    [
        pytest.param('ID="QWE456"', "", NoticeCode.BAD_VALUE, "without a locator", id="no locator"),
        pytest.param('"2026-05-01T03:20:00" F', '"2026-05-41" F', NoticeCode.BAD_DATE, "2026-05-41", id="no such day"),
        pytest.param(
            'NumberOfPassengers="1"', 'NumberOfPassengers="some"', NoticeCode.BAD_VALUE, "some", id="no number"
        ),
        pytest.param("<Surname>INVENTED</Surname>", "", None, "", id="no surname"),
        pytest.param(
            "<GivenName>ALI</GivenName><Surname>INVENTED</Surname>",
            "",
            NoticeCode.NO_NAME,
            "without a name",
            id="no name",
        ),
    ],
)
def test_what_is_odd_is_read_and_noted(old: str, new: str, code: NoticeCode | None, said: str) -> None:
    assert old in SECOND
    reading = read(document(SECOND.replace(old, new, 1)), "pnr.xml")
    assert codes(reading) == ([code] if code else [])
    assert all(said in notice.text for notice in reading.notices)
    assert len(travellers(reading)) == 1


@pytest.mark.parametrize(
    ("attributes", "tags", "count", "weight"),
    [
        pytest.param('SerialNumber="0214123456" SequenceCount="3"', 3, 3, None, id="a run"),
        pytest.param('SerialNumber="0214123456"', 1, 1, None, id="one bag"),
        pytest.param('UnitOfMeasureQuantity="2" UnitOfMeasureCode="C"', 0, 2, None, id="pieces without tags"),
        pytest.param('UnitOfMeasureQuantity="44.1" UnitOfMeasureCode="701"', 0, None, 20.003, id="pounds"),
        pytest.param('UnitOfMeasureQuantity="20" UnitOfMeasure="Kg" SerialNumber="7"', 1, 1, 20.0, id="unit in words"),
        pytest.param('SerialNumber="1" SequenceCount="99999"', 1, 99999, None, id="a run nobody can carry"),
    ],
)
def test_bags(attributes: str, tags: int, count: int | None, weight: float | None) -> None:
    checked = f'<CheckInInfo><BoardingNumber RPH="1"><CheckedBag {attributes}/></BoardingNumber></CheckInInfo></Flight>'
    reading = read(document(SECOND.replace("</Flight>", checked)), "pnr.xml")
    (person,) = travellers(reading)
    assert (len(person.bags), person.bag_count, person.bag_weight_kg) == (tags, count, weight)
    assert [bag.tag for bag in bookings(reading)[0].bags] == list(person.bags)


def test_the_bags_of_several_elements_add_up() -> None:
    bag = '<CheckedBag SerialNumber="{}" UnitOfMeasureQuantity="10" UnitOfMeasureCode="700"/>'
    checked = (
        f'<CheckInInfo><BoardingNumber RPH="1">{bag.format(1)}{bag.format(5)}</BoardingNumber></CheckInInfo></Flight>'
    )
    (person,) = travellers(read(document(SECOND.replace("</Flight>", checked)), "pnr.xml"))
    assert (person.bags, person.bag_count, person.bag_weight_kg) == (("1", "5"), 2, 20.0)


def test_documents_as_text_are_read_as_in_edifact() -> None:
    text = "<SSR SSR_Code='DOCS' Status='HK' RPH='1'><Text>/P/POL/BA0000001/POL/30DEC80/F/30AUG27/INVENTED/ALI</Text></SSR>"
    (person,) = travellers(read(document(SECOND.replace("</Flight>", text + "</Flight>")), "pnr.xml"))
    assert person.documents == (TravelDocument("BA0000001", "P", "PL", "2027-08-30"),)
    assert (person.birth_date, person.sex, person.nationality) == ("1980-12-30", "F", "PL")


def test_iso_dates_in_documents_are_read() -> None:
    docs = (
        "<DOC_SSR SSRCode='DOCS'><DOCS TravelDocNbr='X1' DateOfBirth='1980-01-02' ExpiryDate='2030-01-01'/></DOC_SSR>"
    )
    (person,) = travellers(read(document(SECOND.replace("</Passenger>", docs + "</Passenger>")), "pnr.xml"))
    assert (person.birth_date, person.documents) == ("1980-01-02", (TravelDocument("X1", "", "", "2030-01-01"),))


def test_an_infant_that_only_a_service_names_is_a_traveller() -> None:
    infant = "<SSR SSRCode='INFT' RPH='1'><Text>INVENTED/GUL 05MAR26</Text></SSR></Passenger>"
    found = travellers(read(document(SECOND.replace("</Passenger>", infant)), "pnr.xml"))
    assert [(t.names[0].full, t.category, t.birth_date) for t in found] == [
        ("ALI INVENTED", "", ""),
        ("GUL INVENTED", "infant", "2026-03-05"),
    ]


def test_places_of_a_group_without_a_name_are_counted_and_are_nobody() -> None:
    unnamed = '<Passenger RPH="2"><Surname>TBA</Surname></Passenger><Flight'
    reading = read(document(SECOND.replace('NumberOfPassengers="1"', "").replace("<Flight", unnamed, 1)), "pnr.xml")
    assert len(travellers(reading)) == 1
    assert bookings(reading)[0].party == 2


def test_a_way_over_land_is_no_leg() -> None:
    land = '<Flight FlightNumber="ARNK"/></PNR>'
    reading = read(document(SECOND.replace("</PNR>", land)), "pnr.xml")
    assert [s.kind for s in bookings(reading)[0].segments] == ["air", "surface"]
    assert len(legs(reading)) == 1


def test_who_checks_in_under_another_name_is_nobody_of_the_booking() -> None:
    checked = "<CheckInInfo><BoardingNumber><Passenger><Surname>OTHER</Surname></Passenger></BoardingNumber></CheckInInfo></Flight>"
    reading = read(document(SECOND.replace("</Flight>", checked)), "pnr.xml")
    assert codes(reading) == [NoticeCode.MISPLACED_SEGMENT]
    assert bookings(reading)[0].checkins == (CheckIn("", 0),)


@pytest.mark.parametrize("codec", ["utf-16", "utf-8-sig", "iso-8859-1"])
def test_character_sets_are_read_with_places_that_hold(codec: str) -> None:
    name = codec.removesuffix("-sig")
    data = document(SECOND.replace("ALI<", "ÄLI<")).decode().replace("UTF-8", name).encode(codec)
    reading = formats.read(data, "pnr.xml")
    (person,) = travellers(reading)
    wide = {"utf-16": "utf-16-le", "utf-8-sig": "utf-8"}.get(codec, codec)
    assert person.names[0].given == "ÄLI"
    assert data[person.source.start : person.source.end].decode(wide).startswith("<Passenger RPH")


def test_another_root_is_no_message() -> None:
    reading = read(b"<html><body/></html>", "pnr.xml")
    assert reading.refused is not None
    assert reading.refused.code == RefusalCode.WRONG_FORMAT
    assert not sniff(b"<html><body/></html>")


@pytest.mark.parametrize("data", [b"", b"\0\0", b"no XML at all", b"<"])
def test_what_is_no_xml_is_refused(data: bytes) -> None:
    reading = read(data, "pnr.xml")
    assert reading.refused is not None
    assert reading.accounted == len(data)


WHOLE = document(FIRST, SECOND)


@settings(max_examples=400, deadline=None)
@given(st.data())
def test_no_damage_raises_or_loses_count_of_a_byte(data: st.DataObject) -> None:
    mutant = bytearray(WHOLE)
    for _ in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(0, len(mutant) - 1))
        act = data.draw(st.sampled_from(["replace", "cut", "insert", "double"]))
        if act == "replace":
            mutant[at] = data.draw(st.integers(0, 255))
        elif act == "cut":
            del mutant[at : at + data.draw(st.integers(1, 400))]
        elif act == "insert":
            mutant[at:at] = data.draw(st.binary(min_size=1, max_size=6))
        else:
            mutant[at:at] = mutant[at : at + data.draw(st.integers(1, 400))]
    check(read(bytes(mutant), "pnr.xml"), len(mutant))


LOCATORS = ("AAA111", "BBB222", "CCC333", "DDD444")
SEVERAL = document(*(SECOND.replace("QWE456", locator) for locator in LOCATORS))


@settings(max_examples=400, deadline=None)
@given(st.integers(0, len(SECOND.encode()) - 1), st.binary(max_size=2))
def test_damage_in_one_booking_leaves_the_others_as_they_were(at: int, instead: bytes) -> None:
    start = SEVERAL.index(SECOND.replace("QWE456", "BBB222").encode())
    mutant = SEVERAL[: start + at] + instead + SEVERAL[start + at + 1 :]
    reading = read(mutant, "pnr.xml")
    others = {o.locator: bare(o) for o in travellers(read(SEVERAL, "pnr.xml")) if o.locator != "BBB222"}
    found = {o.locator: bare(o) for o in travellers(reading)}
    assert {locator: found.get(locator) for locator in others} == others
    check(reading, len(mutant))


def check(reading: Reading, size: int) -> None:
    assert reading.accounted == reading.size == size
    said: list[Notice | Refusal] = [*reading.notices, *reading.refusals]
    assert all(0 <= part.start <= part.end <= size for part in said)
    for observation in reading.observations:
        assert 0 <= observation.source.start <= observation.source.end <= size
        assert parse(render(observation)) == observation


@settings(max_examples=300, deadline=None)
@given(st.integers(0, len(WHOLE)))
def test_every_cut_gives_the_travellers_before_it(cut: int) -> None:
    reading = read(WHOLE[:cut], "pnr.xml")
    whole = [bare(o)["names"][0] for o in travellers(read(WHOLE, "pnr.xml")) if o.source.end <= cut]
    assert [bare(o)["names"][0] for o in travellers(reading) if o.names][: len(whole)] == whole
    assert WHOLE[:cut].count(b"<Passenger RPH") >= len(travellers(reading)) >= len(whole)
    check(reading, cut)


@given(st.binary(max_size=200))
def test_any_bytes_are_accounted_for(data: bytes) -> None:
    check(read(data, "pnr.xml"), len(data))


names = st.text(
    st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"], exclude_characters="\ufffe\uffff"), max_size=20
)


@given(st.lists(st.tuples(names, names), min_size=1, max_size=8))
def test_every_passenger_is_a_traveller(people: list[tuple[str, str]]) -> None:
    passengers = "".join(
        f'<Passenger RPH="{n}"><GivenName>{escape(given_name)}</GivenName><Surname>X{escape(family)}</Surname></Passenger>'
        for n, (family, given_name) in enumerate(people, start=1)
    )
    reading = read(document(f'<PNR><BookingRefID ID="ABC123"/>{passengers}</PNR>'), "pnr.xml")
    assert [t.reference for t in travellers(reading)] == [str(n) for n in range(1, len(people) + 1)]
    assert [t.names[0].family for t in travellers(reading)] == [
        " ".join(f"X{family}".split()).upper() for family, _ in people
    ]


def test_a_hostile_value_costs_no_more_than_its_length() -> None:
    began = time.process_time()
    for value in ("4111 " * 40_000, "CTC" * 60_000, "/" * 200_000, "15A " * 50_000, "\n" * 100_000 + "x\n" * 50_000):
        text = f"<SSR SSRCode='SEAT'><Text>{value}</Text></SSR><OSI><Text>{value}</Text></OSI></Flight>"
        history = f"<UnstructuredPNR_History>{value}</UnstructuredPNR_History></PNR>"
        assert bookings(read(document(SECOND.replace("</Flight>", text).replace("</PNR>", history)), "pnr.xml"))
    assert time.process_time() - began < 10
