"""PNRGOV as airlines send it: what a booking says comes out whole, whoever wrote it and however it was damaged."""

import time
from collections import Counter
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tansiq.model.bookings import Booking, CheckIn, HistoryLine, Ticket
from tansiq.model.observations import FlightLeg, Traveller
from tansiq.model.reading import NoticeCode, Reading, RefusalCode
from tansiq.readers.pnrgov import reader as pnrgov
from tests.readers.bookings import Flown, Guest, Pnr, Push
from tests.readers.messages import Style

SHARED = Path(__file__).parents[2].parent / "shared" / "data" / "travel" / "dev"


def read(data: bytes | str) -> Reading:
    return pnrgov.read(data if isinstance(data, bytes) else data.encode("latin-1"), "x.edi")


def travellers(reading: Reading) -> list[Traveller]:
    return [o for o in reading.observations if isinstance(o, Traveller)]


def legs(reading: Reading) -> list[FlightLeg]:
    return [o for o in reading.observations if isinstance(o, FlightLeg)]


def bookings(reading: Reading) -> list[Booking]:
    return [o for o in reading.observations if isinstance(o, Booking)]


def message(*segments: str, flight: str = "TVL+010526:0320:010526:0745+ISB+LHR+PK+785") -> str:
    """A message of one booking with the segments given."""
    head = ["UNB+IATA:1+PK+NPC+260430:0100+1", "UNH+1+PNRGOV:13:1:IA", "MSG+:22", "ORG+PK:KHI", flight, "EQN+1"]
    return "'".join([*head, "SRC", "RCI+PK:ABC123", *segments, "UNT+1+1", "UNZ+1+1", ""])


def one(*segments: str) -> Booking:
    (booking,) = bookings(read(message(*segments)))
    return booking


ANNA = "TIF+INVENTED+ANNAMRS:A:1"
BORIS = "TIF+INVENTED+BORISMR:A:2"
FLIGHT = "TVL+010526:0320:010526:0745+ISB+LHR+PK+785:Y"


# people


def test_travellers_come_with_what_their_booking_says_of_each() -> None:
    guests = (
        Guest("INVENTED", "ANNAMRS", sex="F", number="XX1", tags=("0214000001", "0214000009"), seat="12A"),
        Guest("INVENTED", "BORISMR", number="XX2", seat="12B"),
    )
    reading = read(Push((Pnr("ABC123", guests, checked_in=True, history=True),)).data())
    anna, boris = travellers(reading)
    assert (anna.names[0].family, anna.names[0].given, anna.sex, anna.birth_date) == (
        "INVENTED",
        "ANNAMRS",
        "F",
        "1980-01-02",
    )
    assert (anna.documents[0].number, anna.documents[0].issuer, anna.documents[0].expiry) == ("XX1", "PK", "2031-05-06")
    assert (anna.locator, anna.reference, anna.category, anna.ticket) == ("ABC123", "1", "adult", "2141234567890")
    assert (anna.seat, anna.legs) == ("12A", (0,))
    assert (anna.bags, anna.bag_count, anna.bag_weight_kg) == (("0214000001", "0214000009"), 2, 20.0)
    assert (boris.documents[0].number, boris.seat, boris.bags) == ("XX2", "12B", ())
    assert not reading.notices


def test_check_in_and_history_repeat_people_and_flights_and_make_no_new_ones() -> None:
    guests = (Guest("INVENTED", "ANNAMRS"), Guest("INVENTED", "BORISMR", number="XX2"))
    reading = read(Push((Pnr("ABC123", guests, checked_in=True, history=True),)).data())
    (booking,) = bookings(reading)
    assert [t.names[0].given for t in travellers(reading)] == ["ANNAMRS", "BORISMR"]
    assert [leg.number for leg in legs(reading)] == ["785"]
    assert booking.checkins == (
        CheckIn("1", 0, "2026-04-30T23:15", "ISB-1", "Y"),
        CheckIn("2", 0, "2026-04-30T23:15", "ISB-2", "Y"),
    )
    assert booking.history[:2] == (
        HistoryLine("TVL 290426:0320:010526:0745 ISB LHR PK 999:Y / RPI 1 HK", "X", "2026-04-02T10:10", "KHIRR KHI PK"),
        HistoryLine("TIF FORMER NAMEMR:A:9", "X", "2026-04-02T10:10", "KHIRR KHI PK"),
    )
    assert booking.history[2] == HistoryLine("0/O/NM/FORMER/NAMEMR")


def test_somebody_who_checks_in_under_another_name_travels_and_is_named() -> None:
    reading = read(
        message(ANNA, BORIS, FLIGHT, "DAT+2:300426:2315", "TRI++7:::2", "TIF+INVETNED+BORISMR:A:2", "SSD+12B")
    )
    assert [t.names[0].family for t in travellers(reading)] == ["INVENTED", "INVENTED", "INVETNED"]
    assert any("checks in under a name" in n.text for n in reading.notices)


def test_a_group_and_its_places_without_a_name_are_no_travellers() -> None:
    reading = read(message("TIF+ACME TEAM:G", ANNA, "TIF+TBA+C:A:2", "TIF+TBA+D:A:3", FLIGHT, "RPI+3+HK"))
    assert [t.names[0].full for t in travellers(reading)] == ["ANNAMRS INVENTED"]
    (booking,) = bookings(reading)
    assert (booking.group, booking.party, booking.travellers) == ("ACME TEAM", 3, ("1",))


def test_an_infant_that_only_a_service_request_names_travels_too() -> None:
    lap = Guest("INVENTED", "CARL", born="2025-11-12", sex="M", number="XX9")
    reading = read(Push((Pnr("ABC123", (Guest("INVENTED", "ANNAMRS", number="XX1", lap=lap),)),)).data())
    anna, carl = travellers(reading)
    assert [d.number for d in anna.documents] == ["XX1"]
    assert (carl.names[0].full, carl.category, carl.birth_date) == ("CARL INVENTED", "infant", "2025-11-12")
    assert ([d.number for d in carl.documents], carl.sex, carl.legs) == (["XX9"], "M", (0,))


def test_an_infants_document_under_an_adult_goes_to_the_infant() -> None:
    reading = read(
        message(
            ANNA + ":1",
            "SSR+DOCS:HK:1:PK:::::/P/PAK/XX9/PAK/12NOV25/FI/06MAY31/INVENTED/DINA ROSE+::1",
            "SSR+DOCS:HK:1:PK:::::/P/PAK/XX1/PAK/01JUL78/F/06MAY31/INVENTED/ANNA+::1",
            "TIF+INVENTED+DINA:IN:3",
        )
    )
    anna, dina = travellers(reading)
    assert (anna.birth_date, [d.number for d in anna.documents]) == ("1978-07-01", ["XX1"])
    assert (dina.birth_date, [d.number for d in dina.documents], dina.sex) == ("2025-11-12", ["XX9"], "F")


def test_a_traveller_without_any_document_is_one() -> None:
    (found,) = travellers(read(message(ANNA, FLIGHT)))
    assert (found.names[0].family, found.documents, found.legs) == ("INVENTED", (), (0,))


DOCS = "SSR+DOCS:HK:1:PK:::::"


@pytest.mark.parametrize(
    ("segments", "owner"),
    [
        pytest.param([ANNA, BORIS, FLIGHT, DOCS + "/P/PAK/N1/PAK/01JUL78/M/06MAY31/INVENTED/BORIS+::2"], "2", id="reference"),
        pytest.param([ANNA, BORIS, FLIGHT, DOCS + "/P/PAK/N1/PAK/01JUL78/M/06MAY31/INVENTED/BORIS PAUL"], "2", id="name"),
        pytest.param([ANNA, BORIS, FLIGHT, DOCS + "/P/PAK/N1/PAK/01JUL78/M/06MAY31/INVENTED/MR BORIS+::9"], "2", id="name against an unknown reference"),
        pytest.param([ANNA, BORIS, FLIGHT, DOCS + "/P/PAK/N1/PAK/01JUL78/F/06MAY31/INVENTED/ANNA+::2"], "1", id="name against the reference"),
        pytest.param([ANNA, BORIS, FLIGHT, DOCS + "/P/PAK/N1/PAK/01JUL78/M/06MAY31/MAIDEN/NAME+::2"], "2", id="another name and a reference"),
        pytest.param([ANNA, DOCS + "/P/PAK/N1/PAK/01JUL78/F/06MAY31/MAIDEN/NAME", BORIS], "1", id="another name, under the traveller"),
        pytest.param([ANNA, DOCS + "/P/PAK/N1/PAK/01JUL78/F/06MAY31//", BORIS], "1", id="no name, under the traveller"),
        pytest.param([ANNA, DOCS + "/P/PAK/N1/PAK/01JUL78/M/06MAY31/INVENTED/BORIS", BORIS], "2", id="under somebody else"),
        pytest.param([ANNA, BORIS, FLIGHT, DOCS + "/P/PAK/N1/PAK/01JUL78/M/06MAY31/STRANGER/X"], None, id="nobody"),
        pytest.param([ANNA, BORIS, FLIGHT, DOCS + "/P/PAK/N1/PAK/01JUL25/MI/06MAY31/STRANGER/X+::1"], None, id="an infant nobody knows of"),
        pytest.param([ANNA, BORIS, FLIGHT, "SSR+DOCO:HK:1:PK:::::/KARACHI/V/N1/LONDON/01JAN25/GBR+::2"], "2", id="visa"),
        pytest.param([ANNA, FLIGHT, "SSR+DOCO:HK:1:PK::::: KARACHI/V/N1/LONDON/01JAN25/GBR+::002"], "1", id="visa of the only one"),
    ],
)  # fmt: skip
def test_a_document_goes_to_whom_it_fits_or_stays_with_the_booking(segments: list[str], owner: str | None) -> None:
    reading = read(message(*segments))
    has = [t.reference for t in travellers(reading) for d in t.documents if d.number == "N1"]
    assert has == ([owner] if owner else [])
    (booking,) = bookings(reading)
    kept = [service for service in booking.services if "N1" in service.text]
    told = [n for n in reading.notices if "fits no traveller" in n.text]
    assert (len(kept), len(told)) == ((0, 0) if owner else (1, 1))


@pytest.mark.parametrize(
    ("text", "number", "born", "sex", "nationality"),
    [
        pytest.param("/P/GBR/123/GBR/12JUL64/M/23AUG31/INVENTED/ANNA/MARY", "123", "1964-07-12", "M", "GB", id="whole"),
        pytest.param("/P/GBR/123/GBR/12JUL64/F/23AUG31/INVENTED/ANNA/H", "123", "1964-07-12", "F", "GB", id="holder"),
        pytest.param("/P/GBR/123/0/12JUL64/U/23AUG31/INVENTED/ANNA", "123", "1964-07-12", "", "", id="filler"),
        pytest.param("////GBR/12JUL64/M//INVENTED/ANNA", None, "1964-07-12", "M", "GB", id="no document"),
        pytest.param("/////14FEB52/F//INVENTED/ANNA", None, "1952-02-14", "F", "", id="birth only"),
        pytest.param("//USA/448//02JUN70/F/18MAY32/INVENTED/ANNA", "448", "1970-06-02", "F", "", id="no type"),
        pytest.param("P/GBR/123/GBR/12JUL64/M/23AUG31/INVENTED/ANNA", "123", "1964-07-12", "M", "GB", id="no first slash"),
        pytest.param("/P/GBR/123/12JUL64/M/23AUG31/INVENTED/ANNA", None, "1964-07-12", "M", "", id="a part missing"),
        pytest.param("/P/GBR/123/GBR/30FEB64/M/23AUG31/INVENTED/ANNA", "123", "", "M", "GB", id="no such day"),
        pytest.param("/P/GBR/12ABC34/GBR/12JUL64/M/23AUG31/INVENTED/ANNA", "12ABC34", "1964-07-12", "M", "GB", id="a number like a date"),
        pytest.param("/P/GBR/12MAY34/GBR/12JUL64/M/23AUG31/INVENTED/ANNA", "12MAY34", "1964-07-12", "M", "GB", id="a number that is a date"),
        pytest.param("/P", None, "", "", "", id="cut"),
    ],
)  # fmt: skip
def test_the_parts_of_a_passport_request(text: str, number: str | None, born: str, sex: str, nationality: str) -> None:
    (anna,) = travellers(read(message(ANNA, DOCS + text)))
    assert (anna.birth_date, anna.sex) == (born, sex)
    if number is not None:
        assert [d.number for d in anna.documents] == [number]
        assert anna.nationality == nationality


def test_addresses_of_documents_tell_residence_and_destination() -> None:
    reading = read(
        message(
            ANNA,
            "SSR+DOCA:HK:1:PK:::::/R/PAK/1 INVENTED ROAD/KARACHI//75500+::1",
            "SSR+DOCA:HK:1:PK:::::/D/GBR/13 SHORE AVENUE/LONDON//E1+::1",
        )
    )
    (anna,) = travellers(reading)
    assert anna.residence == "PK"
    assert [c.text for c in bookings(reading)[0].contacts] == [
        "residence: 1 INVENTED ROAD, KARACHI, 75500, PK",
        "destination: 13 SHORE AVENUE, LONDON, E1, GB",
    ]


# flights


@pytest.mark.parametrize(
    ("times", "departure", "arrival"),
    [
        pytest.param("120518:1220:120518:1505", "2018-05-12T12:20", "2018-05-12T15:05", id="both dates"),
        pytest.param("120518:1220::1505", "2018-05-12T12:20", "2018-05-12T15:05", id="time fourth"),
        pytest.param("120518:1220:1505", "2018-05-12T12:20", "2018-05-12T15:05", id="time third"),
        pytest.param("311218:2320::0610", "2018-12-31T23:20", "2019-01-01T06:10", id="over midnight and year"),
        pytest.param("120518:2320:::1", "2018-05-12T23:20", "", id="only a day's difference"),
        pytest.param("120518:1220::1505:1", "2018-05-12T12:20", "2018-05-13T15:05", id="a day later"),
        pytest.param("120518:2400:130518:0610", "2018-05-13T00:00", "2018-05-13T06:10", id="midnight at the end"),
        pytest.param("120518:0000", "2018-05-12T00:00", "", id="midnight at the start"),
        pytest.param("120518", "2018-05-12", "", id="no time"),
        pytest.param("12MAY18:915A::0305P", "2018-05-12T09:15", "2018-05-12T15:05", id="half days"),
        pytest.param("12052018:1220", "2018-05-12T12:20", "", id="year in full"),
        pytest.param("120518:4321:120518:1505", "2018-05-12", "2018-05-12T15:05", id="no such time"),
        pytest.param("310218:1220", "", "", id="no such day"),
        pytest.param("", "", "", id="open"),
    ],
)
def test_times_in_every_spelling(times: str, departure: str, arrival: str) -> None:
    reading = read(message(ANNA, f"TVL+{times}+FRA+IAD+UA+988:B"))
    (leg,) = [leg for leg in legs(reading) if leg.within]
    assert (leg.departure, leg.arrival) == (departure, arrival)
    wrong = [n for n in reading.notices if n.code == NoticeCode.BAD_DATE]
    assert len(wrong) == (times.count("4321") or times.count("3102"))


def test_further_flights_of_the_itinerary_are_legs_within_it() -> None:
    reading = read(message(ANNA, "TVL+300426:2200:300426:2330+KHI+ISB+PK+300:Y", "RPI+1+HK", FLIGHT, "RPI+1+HK"))
    assert [(leg.index, leg.number, leg.within) for leg in legs(reading)] == [(0, "785", ""), (1, "300", "itinerary")]
    assert travellers(reading)[0].legs == (1, 0)
    assert [(s.leg, s.status, s.booking_class) for s in bookings(reading)[0].segments] == [
        (1, "HK", "Y"),
        (0, "HK", "Y"),
    ]


def test_the_reported_flight_is_among_the_legs_of_everybody() -> None:
    reading = read(message(ANNA, "TVL+020526:0320:020526:0745+ISB+LHR+PK+785:Y"))
    assert travellers(reading)[0].legs == (0, 1)


def test_a_cancelled_flight_is_a_leg_nobody_flies() -> None:
    reading = read(message(ANNA, FLIGHT, "TVL+020526:1000:020526:1100+LHR+DUB+EI+153:Y", "RPI+1+UN"))
    assert [leg.number for leg in legs(reading)] == ["785", "153"]
    assert travellers(reading)[0].legs == (0,)


@pytest.mark.parametrize(
    ("segments", "carrier", "number", "marketing"),
    [
        pytest.param(["TVL+010526:2235:020526:1200+ATL+AMS+DL:KL+8976:K", "TVL+++++972:M"], "KL", "972", ("DL8976",), id="second TVL"),
        pytest.param(["TVL+010526:2235:020526:1200+ATL+AMS+DL:KL+8976:K", "TRA+KL+0972:M"], "KL", "972", ("DL8976",), id="TRA"),
        pytest.param(["TVL+010526:2235:020526:1200+ATL+AMS+DL+8976:K", "TRA+KL+972:M"], "KL", "972", ("DL8976",), id="TRA alone"),
        pytest.param(["TVL+010526:2235:020526:1200+ATL+AMS+DL:KL+8976:K"], "KL", "", ("DL8976",), id="number not told"),
        pytest.param(["TVL+010526:2235:020526:1200+ATL+AMS+DL:DL+8976:K"], "DL", "8976", (), id="no codeshare"),
        pytest.param(["TVL+010526:2235:020526:1200+ATL+AMS+DL+8976:K:D"], "DL", "8976D", (), id="suffix"),
    ],
)  # fmt: skip
def test_a_codeshare_goes_under_who_flies_it(
    segments: list[str], carrier: str, number: str, marketing: tuple[str, ...]
) -> None:
    (leg,) = [leg for leg in legs(read(message(ANNA, *segments))) if leg.within]
    assert (leg.carrier, leg.number, leg.marketing) == (carrier, number, marketing)


@pytest.mark.parametrize(
    ("segments", "marketing"),
    [
        pytest.param(["TVL+010526:0320:010526:0745+ISB+LHR+TK:PK+8123:K", "TVL+++++785:M"], ("TK8123",), id="partner's number first"),
        pytest.param(["TVL+010526:0320:010526:0745+ISB+LHR+TK:PK+785:K", "TVL+++++8123:M"], ("TK8123",), id="partner's number second"),
        pytest.param(["TVL+010526:0320:010526:0745+ISB+LHR+TK:PK+8123:K"], ("TK8123",), id="one number, same time"),
        pytest.param(["TVL+010526:0320:010526:0745+ISB+LHR+TK+8123:K", "TRA+PK+785"], ("TK8123",), id="TRA"),
    ],
)  # fmt: skip
def test_a_codeshare_on_the_reported_flight_is_that_flight(segments: list[str], marketing: tuple[str, ...]) -> None:
    (leg,) = legs(read(message(ANNA, *segments)))
    assert (leg.carrier, leg.number, leg.marketing, leg.within) == ("PK", "785", marketing, "")


@pytest.mark.parametrize(
    ("segments", "kind"),
    [
        pytest.param(["MSG+8", "TVL+010526:1500:050526+YVR:VANCOUVER ARMS++VN+67576:ROH"], "other", id="hotel"),
        pytest.param(["MSG+2", "TVL+010526:1500:050526:0900+LHR+LHR+ZE+ECAR"], "other", id="car"),
        pytest.param(["TVL+++++ARNK"], "surface", id="surface"),
        pytest.param(["TVL+020526+LHR+MAN++ARNK"], "surface", id="surface between places"),
        pytest.param(["TVL++LHR+DUB+EI+OPEN:Y"], "air", id="open ticket"),
    ],
)
def test_what_is_not_flown_is_kept_and_is_no_leg(segments: list[str], kind: str) -> None:
    reading = read(message(ANNA, FLIGHT, *segments))
    assert [leg.number for leg in legs(reading)] == ["785"]
    last = bookings(reading)[0].segments[-1]
    assert (last.kind, last.leg) == (kind, None)
    assert last.text


def test_the_message_is_named_by_its_function_and_an_update_too() -> None:
    for function in ("22", "141"):
        reading = read(Push((Pnr("ABC123", (Guest("INVENTED", "ANNAMRS"),)),), function=function).data())
        assert {o.message.function for o in travellers(reading)} == {function}
        assert {o.message.type for o in bookings(reading)} == {"PNRGOV"}


def test_a_push_without_bookings_tells_its_flight() -> None:
    reading = read(Push(()).data())
    assert [(leg.carrier, leg.number, leg.departure) for leg in legs(reading)] == [("PK", "785", "2026-05-01T03:20")]
    assert not travellers(reading)


# the rest of a booking


def test_who_made_it_when_and_under_which_locators() -> None:
    booking = one(
        "RCI+TK:OTHER1",
        "DAT+700:290426:1510+710:280426:0900",
        "ORG+1A:MUC+32393340:SINSQ08AA+NCE+SQ:NCE+A+SG+ELPD+CFDE59+9",
        ANNA,
        FLIGHT,
        "EQN+2",
        "RCI+PK:SPLIT1",
    )
    assert (booking.changed, booking.ticketed) == ("2026-04-29T15:10", "2026-04-28T09:00")
    assert [(r.carrier, r.locator) for r in booking.references] == [("PK", "ABC123"), ("TK", "OTHER1")]
    (agency,) = booking.agencies
    assert (agency.system, agency.number, agency.office) == ("1A:MUC", "32393340", "SINSQ08AA")
    assert (agency.place, agency.kind, agency.country, agency.agent) == ("NCE", "A", "SG", "ELPD/CFDE59/9")
    assert booking.split == ("SPLIT1",)


def test_a_ticket_has_its_price_and_a_payment_its_holder_and_no_cards_number() -> None:
    booking = one(
        ANNA,
        "TKT+2141234567890:T:1",
        "MON+B:100.00:GBP+T:120.50:GBP",
        "DAT+710:280426",
        "FOP+CC::120.50:VI:4111111111111111:0228",
        "IFT+4:43+PAUL SPONSOR+1 INVENTED ROAD+44 20 0000",
    )
    assert booking.tickets == (Ticket("2141234567890", "1", "2026-04-28", "100.00", "120.50", "GBP"),)
    (payment,) = booking.payments
    assert (payment.account, payment.amount, payment.currency) == ("411111XXXXXX1111", "120.50", "GBP")
    assert (payment.holder, payment.expires, payment.traveller) == ("PAUL SPONSOR", "0228", "1")


@pytest.mark.parametrize(
    ("text", "left"),
    [
        pytest.param("PAID CC 4111111111111111 0228", "PAID CC 411111XXXXXX1111 0228", id="with its expiry"),
        pytest.param("4111 1111 1111 1111", "4111 11XX XXXX 1111", id="in groups"),
        pytest.param("AX371449635398431", "AX371449XXXXX8431", id="fifteen digits"),
        pytest.param("REF 12345 4111-1111-1111-1111", "REF 12345 4111-11XX-XXXX-1111", id="after another number"),
        pytest.param("4111111111111112", "4111111111111112", id="a wrong digit"),
        pytest.param("TKT 2141234567890 AND 00441753637285", "TKT 2141234567890 AND 00441753637285", id="no cards"),
    ],
)
def test_cards_in_free_text_are_masked_wherever_it_stands(text: str, left: str) -> None:
    booking = one(
        f"IFT+4:28+{text}", ANNA, f"SSR+OTHS:HK:1:PK:::::{text}", "ABI+1", "SAC+++A", f"IFT+4:19+{text}", f"LTS+{text}"
    )
    assert booking.remarks[0].text == left
    assert booking.services[0].text == left
    assert [line.text for line in booking.history[1:]] == [left] or left in booking.history[0].text
    assert all(left in line.text for line in booking.history if line.text)


@pytest.mark.parametrize(
    ("segment", "kind", "text"),
    [
        pytest.param("IFT+4:28::YY+CTCE ANNA..INVENTED//EXAMPLE.COM", "email", "ANNA_INVENTED@EXAMPLE.COM", id="e-mail"),
        pytest.param("IFT+4:28+YY CTCM 123456789", "phone", "123456789", id="mobile"),
        pytest.param("IFT+4:28+YY CTC M 123456789", "phone", "123456789", id="mobile, parted"),
        pytest.param("IFT+4:28+PK CTCP KHI 021 0000 0000 A", "phone", "KHI 021 0000 0000 A", id="place"),
        pytest.param("SSR+CTCM:HK:1:PK:::::923000000000/EN+::1", "phone", "923000000000/EN", id="service request"),
        pytest.param("SSR+CTCE:HK:1:PK:::::ANNA//EXAMPLE.COM+::1", "email", "ANNA@EXAMPLE.COM", id="e-mail request"),
        pytest.param("ADD++700:1 INVENTED ROAD:KARACHI:::PK:75500", "address", "1 INVENTED ROAD, KARACHI, PK, 75500", id="address"),
        pytest.param("ADD++700:::::::EK CTC M 5432109876", "phone", "EK CTC M 5432109876", id="telephone alone"),
    ],
)  # fmt: skip
def test_contacts_wherever_they_stand(segment: str, kind: str, text: str) -> None:
    (contact,) = one(ANNA, segment).contacts
    assert (contact.kind, contact.text, contact.traveller) == (kind, text, "1")


@pytest.mark.parametrize(
    ("segment", "tags", "count"),
    [
        pytest.param("TBD++3:84:700++HP+KL:4074902824:3:MSP", ["4074902824", "4074902825", "4074902826"], 3, id="a run"),
        pytest.param("TBD++5:155:701+++KL:8074902824:2:MSP+KL:8074902826:3:JFK", ["8074902824", "8074902825", "8074902826", "8074902827", "8074902828"], 5, id="two runs"),
        pytest.param("TBD++2:34:700++MP+618:1026000001:2:MPM+618:1026000002:3:MPM", ["1026000001", "1026000002"], 2, id="numbers that are no runs"),
        pytest.param("TBD++01:37:701+++UA:0683::KWI:006", ["0683"], 1, id="no count"),
        pytest.param("TBD++2", [], 2, id="count only"),
        pytest.param("TBD++999999+++UA:1:999999:KWI", ["1"], 999999, id="more than anybody has"),
    ],
)  # fmt: skip
def test_bag_tags(segment: str, tags: list[str], count: int) -> None:
    reading = read(message(ANNA, FLIGHT, "DAT+2:300426:2315", "TRI++1:::1", ANNA, segment))
    (anna,) = travellers(reading)
    assert (list(anna.bags), anna.bag_count) == (tags, count)
    assert [bag.tag for bag in bookings(reading)[0].bags] == tags


# several messages, damage


def test_acknowledgements_and_requests_are_named_and_kept_unread() -> None:
    for kind in ("ACKRES", "GOVREQ"):
        data = f"UNB+IATA:1+NPC+PK+260430:0100+1'UNH+1+{kind}:10:1:IA'MSG+:23'UNT+3+1'UNZ+1+1'"
        reading = read(data)
        (notice,) = reading.notices
        assert (reading.refused, reading.accounted, notice.code) == (None, len(data), NoticeCode.KEPT_UNREAD)
        assert kind in notice.text


def test_another_message_alone_is_refused_by_name() -> None:
    reading = read("UNB+IATA:1+NPC+PK+260430:0100+1'UNH+1+IFTMIN:D:96A:UN'BGM+340'UNT+3+1'UNZ+1+1'")
    assert reading.refused is not None
    assert reading.refused.code == RefusalCode.NOT_YET_READ


@pytest.mark.parametrize(
    ("lost", "said"),
    [
        pytest.param("SRC'", NoticeCode.MISPLACED_SEGMENT, id="SRC of the second booking"),
        pytest.param("EQN+2'", None, id="count"),
    ],
)
def test_two_bookings_stay_two_where_a_segment_between_them_is_lost(lost: str, said: NoticeCode | None) -> None:
    push = Push((Pnr("AAA111", (Guest("INVENTED", "ANNAMRS"),)), Pnr("BBB222", (Guest("OTHER", "BORISMR"),))))
    text = push.text()
    place = text.rindex(lost)
    reading = read(text[:place] + text[place + len(lost) :])
    assert [(t.names[0].family, t.locator) for t in travellers(reading)] == [
        ("INVENTED", "AAA111"),
        ("OTHER", "BBB222"),
    ]
    assert said is None or said in {n.code for n in reading.notices}


@pytest.mark.parametrize(
    "glued",
    ["RPI+1+HKTIF+INVENTED+BORISMR:A:2", "ORG+1A:MUC+1:2+KHI++T+PK+GS+A+BTIF+INVENTED+BORISMR:A:2"],
    ids=["after RPI", "after ORG"],
)
def test_a_traveller_behind_a_lost_terminator_is_found(glued: str) -> None:
    reading = read(message(ANNA, glued))
    assert [t.names[0].given for t in travellers(reading)] == ["ANNAMRS", "BORISMR"]
    assert NoticeCode.NOT_TERMINATED in {n.code for n in reading.notices}


@pytest.mark.parametrize("segment", ["TJF+INVENTED+BORISMR:A:2", "TIX+INVENTED+BORISMR:A:2"])
def test_a_tag_with_one_wrong_letter_is_read_as_meant(segment: str) -> None:
    reading = read(message(ANNA, segment))
    assert [t.names[0].given for t in travellers(reading)] == ["ANNAMRS", "BORISMR"]
    assert NoticeCode.UNKNOWN_SEGMENT in {n.code for n in reading.notices}


def test_a_cut_message_gives_what_stood_before_the_cut() -> None:
    data = Push((Pnr("AAA111", (Guest("INVENTED", "ANNAMRS"), Guest("OTHER", "BORISMR")), checked_in=True),)).data()
    for end in range(len(data)):
        reading = read(data[:end])
        assert reading.accounted == end
        whole = data[:end].count(b"'TIF+") - (b"TIF+" in data[:end].rpartition(b"'")[2])
        assert len(travellers(reading)) == min(whole, 2)


@pytest.mark.parametrize(
    "repeated",
    [
        pytest.param("TIF+DOE+JOHN:A:{n}'", id="travellers"),
        pytest.param("SSR+INFT:HK:1:PK:::::DOE/B{n} 01JUL25+::1'", id="infants of one family"),
        pytest.param("SSR+DOCS:HK:1:PK:::::/P/PAK/N{n}/PAK/01JUL78/F/06MAY31/INVENTED/ANNA'", id="documents of one"),
        pytest.param("RCI+TK:A{n}'", id="locators"),
        pytest.param("FOP+CC::1:VI:4111'IFT+4:43+X'", id="payments"),
        pytest.param("TVL+010526:0320+ISB+LHR+TK:PK+{n}'", id="codeshares of one flight"),
        pytest.param("LTS+4111 1111 1111 1111 1111 1111'", id="numbers"),
        pytest.param("RPI+1+HKTIF+DOE+JOHN", id="lost terminators"),
        pytest.param("+TIF", id="elements"),
        pytest.param(":/", id="components"),
    ],
)
def test_endless_repetition_takes_time_by_its_length(repeated: str) -> None:
    data = message(ANNA, "".join(repeated.format(n=n) for n in range(5000))).encode()
    began = time.process_time()
    assert read(data).accounted == len(data)
    assert time.process_time() - began < 10  # a square of this would take minutes


# properties

names = st.text("ABCDEFGHIJKLMNOPQRSTUVWXYZ'- ", min_size=2, max_size=14).map(str.strip).filter(lambda n: len(n) > 1)
codes = st.text("ABCDEFGHJKLMNPRSTUVWXYZ23456789", min_size=6, max_size=6)
ports = st.sampled_from(["ISB", "LHR", "KHI", "DXB", "JED", "IST", "FRA"])
guests = st.builds(
    Guest,
    family=names,
    given=names,
    kind=st.sampled_from(["A", "C", ""]),
    born=st.dates(date(1930, 1, 1), date(2024, 1, 1)).map(str),
    sex=st.sampled_from(["M", "F"]),
    number=st.text("ABCDEFGHIJ0123456789", min_size=5, max_size=9),
    ticket=st.from_regex(r"[0-9]{13}", fullmatch=True),
    seat=st.from_regex(r"[1-9][0-9]?[A-K]", fullmatch=True),
    tags=st.lists(st.from_regex(r"0[0-9]{9}", fullmatch=True), max_size=3, unique=True).map(tuple),
)


@st.composite
def flown(draw: st.DrawFn) -> Flown:
    departs = draw(st.datetimes(datetime.fromisoformat("2026-05-01"), datetime.fromisoformat("2026-05-09"))).replace(
        second=0, microsecond=0
    )
    operator = draw(st.sampled_from(["", "TK"]))
    return Flown(
        carrier=draw(st.sampled_from(["EK", "QR", "PK"])),
        number=str(draw(st.integers(1, 9999))),
        origin=draw(ports),
        destination=draw(ports),
        departs=departs,
        arrives=departs + timedelta(minutes=draw(st.integers(30, 900))),
        operator=operator,
        operating_number=str(draw(st.integers(1, 9999))) if operator else "",
        status=draw(st.sampled_from(["HK", "HL", "UN"])),
    )


@st.composite
def pnrs(draw: st.DrawFn) -> Pnr:
    people = draw(st.lists(guests, min_size=1, max_size=4, unique_by=lambda g: (g.family, g.given)))
    return Pnr(
        locator=draw(codes),
        guests=tuple(people),
        flights=(Flown(), *draw(st.lists(flown(), max_size=2))),
        group=draw(st.sampled_from(["", "ACME PARTY"])),
        by_reference=draw(st.booleans()),
        checked_in=draw(st.booleans()),
        history=draw(st.booleans()),
    )


styles = st.builds(
    Style,
    element=st.sampled_from(["+", "*"]),
    end=st.sampled_from(["'", "$", "~"]),
    between=st.sampled_from(["", "\n", "\r\n", " "]),
    syntax=st.just("IATA:1"),
)
pushes = st.builds(
    Push,
    st.lists(pnrs(), max_size=3, unique_by=lambda p: p.locator).map(tuple),
    style=styles,
    codeshare_by_tra=st.booleans(),
)


def expected(push: Push) -> list[tuple[object, ...]]:
    return [
        (
            g.family,
            g.given,
            p.locator,
            str(n),
            g.sex,
            g.born[2:],
            g.number,
            g.ticket,
            g.seat,
            g.tags if p.checked_in else (),
        )
        for p in push.pnrs
        for n, g in enumerate(p.guests, start=1)
    ]


def told(traveller: Traveller) -> tuple[object, ...]:
    t = traveller
    name, document = t.names[0], t.documents[0]
    return (
        name.family,
        name.given,
        t.locator,
        t.reference,
        t.sex,
        t.birth_date[2:],
        document.number,
        t.ticket,
        t.seat,
        t.bags,
    )


@given(pushes)
def test_what_was_written_is_read(push: Push) -> None:
    reading = read(push.data())
    assert reading.accounted == len(push.data())
    assert [told(t) for t in travellers(reading)] == expected(push)
    assert [len(t.documents) for t in travellers(reading)] == [1] * len(expected(push))
    flights = {
        (f.operator or f.carrier, f.operating_number or f.number, f.departs) for p in push.pnrs for f in p.flights
    }
    found = {(leg.carrier, leg.number, datetime.fromisoformat(leg.departure)) for leg in legs(reading)}
    assert found == {*flights, ("PK", "785", push.flight.departs)}
    assert legs(reading)[0].within == ""
    assert all(leg.within for leg in legs(reading)[1:])
    assert all(0 in t.legs for t in travellers(reading))


@given(st.binary(max_size=400))
def test_any_bytes_are_accounted_for_and_nothing_is_raised(data: bytes) -> None:
    reading = read(data)
    assert reading.accounted == reading.size == len(data)


RICH = Push(
    (
        Pnr("AAA111", (Guest("AAB", "ANNAMRS", number="N1", lap=Guest("GGH", "LAP", born="2025-09-09", number="N6")), Guest("BBC", "BORISMR", number="N2")), checked_in=True, history=True, text="CTCE A//B.COM"),
        Pnr("BBB222", (Guest("CCD", "CARLMR", number="N3", tags=("0214000001",)), Guest("DDE", "DINAMS", number="N4")), by_reference=True, checked_in=True, group="EEF"),
        Pnr("CCC333", (Guest("FFG", "FAYMS", number="N5"),), flights=(Flown(), Flown("EK", "601", "LHR", "DXB", operator="QF", operating_number="9")), history=True),
    )
)  # fmt: skip


@settings(max_examples=400, deadline=None)
@given(st.data())
def test_a_damaged_message_is_accounted_for_and_nothing_is_raised(draw: st.DataObject) -> None:
    data = bytearray(RICH.data())
    for _ in range(draw.draw(st.integers(1, 12))):
        place = draw.draw(st.integers(0, len(data) - 1))
        if draw.draw(st.booleans()):
            data[place] = draw.draw(st.integers(0, 255))
        else:
            del data[place : place + draw.draw(st.integers(1, 40))]
    reading = read(bytes(data))
    assert reading.accounted == reading.size == len(data)
    places = [(n.start, n.end) for n in reading.notices] + [(r.start, r.end) for r in reading.refusals]
    assert all(0 <= start <= end <= len(data) for start, end in places)


@settings(max_examples=400, deadline=None)
@given(st.data())
def test_a_lost_or_doubled_segment_loses_nobody_else(draw: st.DataObject) -> None:
    segments = RICH.segments()
    whole = {t.names[0].family: t for t in travellers(read("".join(segments)))}
    first = next(n for n, s in enumerate(segments) if s.startswith("SRC"))
    hit = draw.draw(st.integers(first, len(segments) - 3))
    segment = segments[hit]
    segments[hit : hit + 1] = [segment, segment] if draw.draw(st.booleans()) else []
    found = travellers(read("".join(segments)))
    gone = {segment[4:7]} if segment.startswith(("TIF", "SSR+INFT")) else set()
    assert Counter(t.names[0].family for t in found) <= Counter(list(whole))
    for traveller in found:
        assert {d.number for d in traveller.documents} <= {d.number for d in whole[traveller.names[0].family].documents}
    assert {t.names[0].family for t in found} >= set(whole) - gone
    for traveller in found:
        before = whole[traveller.names[0].family]
        assert not segment.startswith("SRC") or traveller.locator == before.locator


@settings(max_examples=400, deadline=None)
@given(st.data())
def test_damage_to_one_segment_leaves_the_others_as_they_were(draw: st.DataObject) -> None:
    segments = replace(RICH, style=replace(RICH.style, between=draw.draw(st.sampled_from(["", "\n"])))).segments()
    whole = travellers(read("".join(segments)))
    first = next(n for n, s in enumerate(segments) if s.startswith("SRC"))
    hit = draw.draw(st.integers(first, len(segments) - 3))
    place = draw.draw(st.integers(0, len(segments[hit].rstrip()) - 1))
    letter = draw.draw(st.one_of(st.sampled_from("'?+:\n"), st.characters(codec="latin-1")))
    hurt = segments[hit] + segments[hit + 1]  # a lost terminator hurts the next one too
    segments[hit] = segments[hit][:place] + letter + segments[hit][place + 1 :]
    found = {t.names[0].family: t for t in travellers(read("".join(segments).encode("latin-1"))) if t.names}
    for traveller in whole:
        family = traveller.names[0].family
        if family not in hurt:
            now = found[family]
            assert (now.documents, now.birth_date, now.sex) == (
                traveller.documents,
                traveller.birth_date,
                traveller.sex,
            )


@pytest.mark.skipif(not SHARED.is_dir(), reason="the real messages of ../shared are not here")
def test_real_messages_are_read_without_loss() -> None:
    files = [path for path in sorted(SHARED.glob("*.edi")) if b"PNRGOV:" in path.read_bytes()]
    assert len(files) == 32
    for path in files:
        data = path.read_bytes()
        reading = read(data)
        assert (reading.refused, reading.accounted) == (None, len(data))
        assert len(bookings(reading)) == len(data.replace(b"\n", b"").split(b"SRC'")) - 1 or b"SRC*" in data
