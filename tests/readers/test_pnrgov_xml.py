"""PNRGOV as XML. All persons are invented; the card is a test number of no bank."""

import pytest

from tansiq.model.bookings import Agency, Bag, Booking, BookingReference, CheckIn, HistoryLine, Payment, Seat
from tansiq.model.kinds import Observation
from tansiq.model.observations import FlightLeg, PersonName, TravelDocument, Traveller
from tansiq.model.reading import NoticeCode, Reading
from tansiq.model.wire import Json, render
from tansiq.readers import pnrgov
from tansiq.readers.pnrgov_xml import read
from tests.readers.bookings_xml import EDIFACT, FIRST, LEG, SECOND, document


def bookings(reading: Reading) -> list[Booking]:
    return [o for o in reading.observations if isinstance(o, Booking)]


def travellers(reading: Reading) -> list[Traveller]:
    return [o for o in reading.observations if isinstance(o, Traveller)]


def legs(reading: Reading) -> list[FlightLeg]:
    return [o for o in reading.observations if isinstance(o, FlightLeg)]


def parts(reading: Reading) -> list[list[FlightLeg] | list[Booking] | list[Traveller]]:
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
