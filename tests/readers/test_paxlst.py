from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tansiq.model.observations import FlightLeg, Traveller
from tansiq.model.reading import NoticeCode, Reading, RefusalCode
from tansiq.readers.passengers import paxlst
from tests.readers.messages import INVENTED, List, Person, Style

SHARED = Path(__file__).parents[3] / "shared" / "data" / "travel" / "dev"
HEADER = "UNB+UNOA:4+PIA:ZZ+NCC+260501:0100+R1++APIS'UNH+M1+PAXLST:D:05B:UN:IATA+PK785/260501/0320+01:F'"
FLIGHT = "BGM+745'TDT+20+PK785+++PK'LOC+125+ISB'DTM+189:2605010320:201'LOC+87+LHR'DTM+232:2605010745:201'"
END = "UNT+9+M1'UNZ+1+R1'"


def read(text: str | bytes) -> Reading:
    return paxlst.read(text if isinstance(text, bytes) else text.encode(), "a.edi")


def travellers(reading: Reading) -> list[Traveller]:
    return [o for o in reading.observations if isinstance(o, Traveller)]


def legs(reading: Reading) -> list[FlightLeg]:
    return [o for o in reading.observations if isinstance(o, FlightLeg)]


def one(segments: str) -> Traveller:
    (traveller,) = travellers(read(HEADER + FLIGHT + segments + END))
    return traveller


def codes(reading: Reading) -> list[str]:
    return [notice.code.value for notice in reading.notices]


def test_a_traveller_is_read_whole() -> None:
    traveller = one(
        "NAD+FL+++KHAN:GUL:BIBI+20 MALL ROAD+LAHORE'ATT+2++F'DTM+329:800102'MEA+CT++2'MEA+WT++KGM:23'GEI+4+173'"
        "FTX+BAG+++PK012345:3'LOC+22+LHR'LOC+174+PAK'LOC+178+ISB'LOC+179+LHR'LOC+180+PAK:::LAHORE'NAT+2+PAK'"
        "RFF+AVF:ABC123'RFF+ABO:P1'RFF+SEA:12A'DOC+P:110:111+XX0000001'DTM+36:310506'LOC+91+PAK'"
        "DOC+V+V77'DTM+36:270101'LOC+91+GBR'"
    )
    (name,) = traveller.names
    assert (name.family, name.given, name.full) == ("KHAN", "GUL BIBI", "GUL BIBI KHAN")
    assert (traveller.role, traveller.sex, traveller.birth_date) == ("passenger", "F", "1980-01-02")
    assert (traveller.nationality, traveller.residence, traveller.birth_place) == ("PK", "PK", "LAHORE, PK")
    assert [(d.type, d.number, d.issuer, d.expiry) for d in traveller.documents] == [
        ("P", "XX0000001", "PK", "2031-05-06"),
        ("V", "V77", "GB", "2027-01-01"),
    ]
    assert (traveller.locator, traveller.reference, traveller.seat) == ("ABC123", "P1", "12A")
    assert (traveller.embarked, traveller.disembarks, traveller.legs) == ("ISB", "LHR", (0,))
    assert traveller.bags == ("PK012345", "PK012346", "PK012347")
    assert (traveller.bag_count, traveller.bag_weight_kg, traveller.verified) == (2, 23.0, True)


def test_the_header_says_which_message_it_was() -> None:
    (leg,) = legs(read(HEADER + FLIGHT.replace("BGM+745", "BGM+745+CP'RFF+TN:T9:::1") + END))
    message = leg.message
    assert (message.type, message.version, message.reference) == ("PAXLST", "D:05B", "M1")
    assert (message.function, message.identifier, message.transaction) == ("745", "CP", "T9")
    assert (message.prepared, message.part, message.sender) == ("2026-05-01T01:00", "01:F", "PIA")


@pytest.mark.parametrize(
    ("qualifier", "role"),
    [("FL", "passenger"), ("FM", "crew"), ("DDU", "transit"), ("DDT", "crew"), ("VW", "crew")],
)
def test_the_party_qualifier_gives_the_role(qualifier: str, role: str) -> None:
    assert one(f"NAD+{qualifier}+++KHAN:ALI'").role == role


def test_senders_and_agents_are_no_travellers() -> None:
    parties = "NAD+MS+++DESK'COM+1:TE'NAD+BA+X++Y'NAD+AG+X++Z'"
    assert travellers(read(HEADER + parties + FLIGHT + END)) == []


def test_somebody_of_unknown_role_with_a_document_is_a_traveller() -> None:
    reading = read(HEADER + FLIGHT + "NAD+ZZZ+++KHAN:ALI'DOC+P+X1'" + END)
    assert [t.role for t in travellers(reading)] == ["passenger"]
    assert "bad_value" in codes(reading)


@pytest.mark.parametrize(
    ("flight", "expected"),
    [
        pytest.param(
            "TDT+20+UA0988'LOC+125+FRA'DTM+189:2605011220:201'LOC+87+IAD'DTM+232:2605011505:201'",
            [("UA", "988", "FRA", "IAD", "2026-05-01T12:20", "2026-05-01T15:05")],
            id="carrier inside the number",
        ),
        pytest.param(
            "TDT+20+KE250+++KE'LOC+92+JFK'DTM+189:2605010220:201'LOC+92+ANC'DTM+232:2605010550:201'"
            "LOC+125+ANC'DTM+189:2605010650:201'LOC+87+ICN'DTM+232:2605020840:201'",
            [
                ("KE", "250", "JFK", "ANC", "2026-05-01T02:20", "2026-05-01T05:50"),
                ("KE", "250", "ANC", "ICN", "2026-05-01T06:50", "2026-05-02T08:40"),
            ],
            id="four places under one flight",
        ),
        pytest.param(
            "TDT+20+QQ827+++QQ'LOC+92+VIE'DTM+189:202605012140:201'LOC+92+BRU'DTM+232:202605012355:201'"
            "TDT+20+ QQ828+++QQ '"
            "LOC+125+BRU'DTM+189: 2605020200:201'LOC+87+IAD'DTM+232:20260502:1035:203'",
            [
                ("QQ", "827", "VIE", "BRU", "2026-05-01T21:40", "2026-05-01T23:55"),
                ("QQ", "828", "BRU", "IAD", "2026-05-02T02:00", "2026-05-02T10:35"),
            ],
            id="two flights, long years, blanks",
        ),
        pytest.param(
            "TDT+20+AC855+++AC'LOC+125+LHR'DTM+189:2605010800:201'LOC+87+YUL'DTM+232:2605011000:201'LOC+92+YOW'"
            "LOC+130+YVR'DTM+232:2605011700:201'",
            [
                ("AC", "855", "LHR", "YUL", "2026-05-01T08:00", "2026-05-01T10:00"),
                ("AC", "855", "YUL", "YOW", "", ""),
                ("AC", "855", "YOW", "YVR", "", "2026-05-01T17:00"),
            ],
            id="progressive flight to a final port",
        ),
        pytest.param(
            "TDT+20+0785+++PK'LOC+22+ISB'DTM+189:260501:101'LOC+87+LHR'",
            [("PK", "785", "ISB", "LHR", "2026-05-01", "")],
            id="number without carrier, day without time, odd qualifier",
        ),
        pytest.param(
            "TDT+20'LOC+125+ISB'LOC+87+LHR'", [("PK", "785", "ISB", "LHR", "", "")], id="empty TDT, flight named in UNH"
        ),
        pytest.param(
            "TDT+20+A92707'LOC+125+VIE'LOC+87+TBS'", [("A9", "2707", "VIE", "TBS", "", "")], id="carrier with a digit"
        ),
        pytest.param(
            "TDT+20+BAW117'LOC+125+LHR'LOC+87+JFK'", [("BAW", "117", "LHR", "JFK", "", "")], id="carrier of three"
        ),
        pytest.param("TDT+20+SK01MCL+++SK'LOC+188+XXX'DTM+554:2605010100:201'LOC+172+TST'", [], id="master crew list"),
        pytest.param("TDT+11++03++LOCK:172'DTM+132:20260501:102'", [], id="lorry"),
        pytest.param("TDT+20+PK785+++PK'LOC+125+ISB'", [("PK", "785", "ISB", "", "", "")], id="one place only"),
    ],
)
def test_places_and_times_make_legs(flight: str, expected: list[tuple[str, ...]]) -> None:
    found = legs(read(HEADER + "BGM+745'" + flight + END))
    assert [(x.carrier, x.number, x.origin, x.destination, x.departure, x.arrival) for x in found] == expected
    assert [x.index for x in found] == list(range(len(found)))


def test_a_flight_of_two_carriers_keeps_both_names() -> None:
    (leg,) = legs(read(HEADER + "BGM+745'TDT+20+ZX877+++XZ'LOC+92+IAD'LOC+92+SFO'" + END))
    assert (leg.carrier, leg.number, leg.marketing) == ("ZX", "877", ("XZ877",))


def test_a_traveller_is_on_the_legs_between_embarking_and_leaving() -> None:
    chain = "TDT+20+PK1+++PK'LOC+92+KHI'LOC+92+ISB'TDT+20+PK1+++PK'LOC+125+ISB'LOC+87+LHR'"
    people = "NAD+FL+++A:B'LOC+178+ISB'LOC+179+LHR'NAD+FL+++C:D'LOC+178+KHI'NAD+FL+++E:F'LOC+178+SVO'NAD+FL+++G:H'"
    found = travellers(read(HEADER + "BGM+745'" + chain + people + END))
    assert [t.legs for t in found] == [(1,), (0, 1), (0, 1), (0, 1)]


@pytest.mark.parametrize(
    ("born", "expected"),
    [
        pytest.param("800102", "1980-01-02", id="last century"),
        pytest.param("260430", "2026-04-30", id="the day before the message"),
        pytest.param("260502", "1926-05-02", id="never after the flight"),
        pytest.param(" 670603", "1967-06-03", id="blank inside"),
        pytest.param("19800102:102", "1980-01-02", id="long year"),
        pytest.param("000229", "2000-02-29", id="leap day"),
    ],
)
def test_birth_dates_are_never_in_the_future(born: str, expected: str) -> None:
    assert one(f"NAD+FL+++KHAN:ALI'DTM+329:{born}'").birth_date == expected


@pytest.mark.parametrize("born", ["502010", "010229", "20990101", "18000101", "ABCDEF", "7", "000000"])
def test_impossible_dates_are_noted_and_left_out(born: str) -> None:
    reading = read(HEADER + FLIGHT + f"NAD+FL+++KHAN:ALI'DTM+329:{born}'" + END)
    assert [t.birth_date for t in travellers(reading)] == [""]
    assert "bad_date" in codes(reading)


def test_an_empty_date_says_nothing() -> None:
    reading = read(HEADER + FLIGHT + "NAD+FL+++KHAN:ALI'DTM+329:'DOC+P+X1'DTM+36:'" + END)
    assert "bad_date" not in codes(reading)


@pytest.mark.parametrize(
    ("expiry", "expected"),
    [("310506", "2031-05-06"), ("610218", "2061-02-18"), ("180805", "2018-08-05"), ("991231", "2099-12-31")],
)
def test_expiry_dates_reach_into_the_future(expiry: str, expected: str) -> None:
    (document,) = one(f"NAD+FL+++KHAN:ALI'DOC+P+X1'DTM+36:{expiry}'").documents
    assert document.expiry == expected


def test_an_issuer_before_any_document_belongs_to_nobody() -> None:
    reading = read(HEADER + FLIGHT + "NAD+FL+++KHAN:ALI'LOC+91+PAK'DOC++'DTM+36:310101'LOC+91+USA'DOC+P+X1'" + END)
    assert [(d.number, d.issuer, d.expiry) for d in travellers(reading)[0].documents] == [("X1", "", "")]
    assert "misplaced_segment" in codes(reading)


@pytest.mark.parametrize(
    ("ftx", "bags"),
    [
        pytest.param("FTX+BAG+++ZZ012345:3'", ("ZZ012345", "ZZ012346", "ZZ012347"), id="run of three"),
        pytest.param("FTX+BAG+++0214123499:2'", ("0214123499", "0214123500"), id="carried over"),
        pytest.param("FTX+BAG+++UA1'FTX+BAG+++UA2'", ("UA1", "UA2"), id="one by one"),
        pytest.param("FTX+BAG+++NULL'", (), id="no tag"),
        pytest.param("FTX+BAG+++ZZ1:500'", ("ZZ1",), id="a count nobody has"),
        pytest.param("FTX+AAI+++VIP'", (), id="other text"),
    ],
)
def test_bag_tags_are_counted_out(ftx: str, bags: tuple[str, ...]) -> None:
    assert one("NAD+FL+++KHAN:ALI'" + ftx).bags == bags


@pytest.mark.parametrize(
    ("mea", "count", "weight"),
    [
        ("MEA+CT++:1'", 1, None),
        ("MEA+CT++1'", 1, None),
        ("MEA+CT++:0'", 0, None),
        ("MEA+WT++LBR:10'", None, 4.536),
        ("MEA+WT++KGM:12.5'", None, 12.5),
    ],
)
def test_bags_are_weighed(mea: str, count: int | None, weight: float | None) -> None:
    traveller = one("NAD+FL+++KHAN:ALI'" + mea)
    assert (traveller.bag_count, traveller.bag_weight_kg) == (count, weight)


def test_a_close_out_names_travellers_by_reference() -> None:
    text = HEADER + FLIGHT.replace("BGM+745", "BGM+266+CLNB") + "NAD+FL'RFF+ABO:P7'NAD+FL'RFF+ABO:P9'CNT+42:2'" + END
    reading = read(text)
    assert [(t.reference, t.names, t.message.identifier) for t in travellers(reading)] == [
        ("P7", (), "CLNB"),
        ("P9", (), "CLNB"),
    ]
    assert "no_name" not in codes(reading)


def test_a_traveller_without_name_and_reference_still_counts() -> None:
    reading = read(HEADER + FLIGHT + "NAD+FL'DTM+329:800102'" + END)
    assert len(travellers(reading)) == 1
    assert "no_name" in codes(reading)


def test_the_us_form_of_2002_is_read() -> None:
    text = (
        "UNB+UNOA:1+AIR:NZ+USCS:US+020131:2359+1'UNG+PAXLST+C:NZ+T:US+020131:2359+1+NZ+001:000'"
        "UNH+1+PAXLST:001:000:NZ+SA812/020131/2300'CTA+IC+:DESK'TDT++SA812+40+SA'LOC+005+NZAKL:50'"
        "DTM+136+020131+2200+M10'LOC+PT+USHNL:50'DTM+132+020131+1900+P8'LOC+008+USLAX:50'DTM+132+020131+2300+P5'UNS+D'"
        "PDT+P/E1::NZ+O?'SULLIVAN:KRIS:ANN:331231:F+PAX+USHNL:LAX'PDT+P/X2:950130:US+ROE:SAM:M+PAX'UNT+12+1'UNE+1+1'UNZ+1+1'"
    )
    reading = read(text)
    assert [(x.carrier, x.number, x.origin, x.destination, x.departure, x.arrival) for x in legs(reading)] == [
        ("SA", "812", "NZAKL", "USHNL", "2002-01-31T22:00", "2002-01-31T19:00"),
        ("SA", "812", "USHNL", "USLAX", "", "2002-01-31T23:00"),
    ]
    first, second = travellers(reading)
    assert (first.names[0].family, first.names[0].given, first.birth_date, first.sex) == (
        "O'SULLIVAN",
        "KRIS ANN",
        "1933-12-31",
        "F",
    )
    assert first.legs == (1,)
    assert (second.names[0].given, second.birth_date, second.documents[0].expiry) == ("SAM M", "", "1995-01-30")


def test_the_lorry_form_is_read() -> None:
    text = (
        "UNH+1+PAXLST:D:03B:UN\nBGM+10:::STANDARD+TRIP1+2\nRFF+ABO:CRW1\nTDT+11++03++LOCK:172\nDTM+132:20110826:102\n"
        "NAD+VW+41153:109++KHAN:CHRIS::::1+1 ROAD+CITY+VA:163+20190\nATT+2++M\nDTM+329:19350919:102\nNAT+2+US::5\n"
        "DOC+5K+P1\nLOC+91+VA:163\nLOC+91+US:162\nDOC+39+15504141\nLOC+91+US:162\n"
        "NAD+FL+1234:8++ROE:BILL:BOOT:::1\nDOC+39+EA1\nLOC+91+US:162\nUNT+18+1\n"
    )
    driver, rider = travellers(read(text))
    assert (driver.role, driver.names[0].given, driver.birth_date) == ("crew", "CHRIS", "1935-09-19")
    assert [(d.type, d.number, d.issuer) for d in driver.documents] == [("5K", "P1", "US"), ("39", "15504141", "US")]
    assert (rider.role, rider.names[0].full) == ("passenger", "BILL BOOT ROE")


def part(number: str, names: str, count: int) -> str:
    people = "".join(f"NAD+FL+++{name}:X'" for name in names)
    return f"UNH+M{number[:2]}+PAXLST:D:05B:UN:IATA+LIST1+{number}'{FLIGHT}{people}CNT+42:{count}'UNT+0+M{number[:2]}'"


@pytest.mark.parametrize(
    ("parts", "differs"),
    [
        pytest.param([part("01:C", "AB", 5), part("02", "CD", 5), part("03:F", "E", 5)], 0, id="whole list counted"),
        pytest.param([part("01:C", "AB", 5), part("03:F", "E", 5)], 0, id="a part is missing"),
        pytest.param([part("01:C", "AB", 5), part("02:F", "E", 5)], 1, id="too few"),
        pytest.param([part("01:F", "AB", 2)], 0, id="only part"),
        pytest.param([part("01:F", "AB", 9)], 1, id="only part, too few"),
    ],
)
def test_the_count_is_that_of_the_whole_list(parts: list[str], differs: int) -> None:
    reading = read("UNB+UNOA:4+A+B+260501:0100+R'" + "".join(parts) + f"UNZ+{len(parts)}+R'")
    assert sum("CNT" in notice.text for notice in reading.notices) == differs


@pytest.mark.parametrize(
    ("change", "code"),
    [
        pytest.param(lambda t: t.replace("UNT+", "UNT+9"), "count_differs", id="segments"),
        pytest.param(lambda t: t.replace("UNZ+1+REF1", "UNZ+1+REF2"), "reference_differs", id="interchange reference"),
        pytest.param(lambda t: t[t.index("UNH") : t.index("UNE")], "envelope_missing", id="message alone"),
        pytest.param(lambda t: t[: t.index("UNT")], "envelope_open", id="no trailers"),
        pytest.param(lambda t: t + "13Nov09", "outside_envelope", id="text behind"),
        pytest.param(lambda t: t[:-1], "not_terminated", id="last terminator lost"),
        pytest.param(lambda t: t.replace("UNA:+.? '", "UNA:+.?'"), "service_characters", id="short UNA"),
        pytest.param(lambda t: t.replace("NAD+FL", "XYZ+1'NAD+FL", 1), "unknown_segment", id="unknown segment"),
        pytest.param(lambda t: t.replace("KHAN", "KH\u00c4N"), "character_set", id="more than ASCII"),
        pytest.param(lambda t: t.replace("UNT+", "XX+1'UNT+"), "broken_segment", id="no segment"),
    ],
)
def test_what_is_odd_is_noted_and_everybody_is_read(change: Callable[[str], str], code: str) -> None:
    text = change(List(INVENTED).text())
    reading = read(text)
    assert reading.refused is None
    assert len(travellers(reading)) == len(INVENTED)
    assert code in codes(reading) + [refusal.code.value for refusal in reading.refusals]
    assert reading.accounted == reading.size == len(text.encode())


def test_a_file_cut_inside_a_value_does_not_give_half_a_value() -> None:
    text = List(INVENTED).text()
    cut = text[: text.index("XX0000003") + 5]
    reading = read(cut)
    assert [t.documents for t in travellers(reading)][-1] == ()
    assert [r.code for r in reading.refusals] == [RefusalCode.TRUNCATED]
    assert reading.accounted == len(cut)


@pytest.mark.parametrize(
    ("data", "code"),
    [
        pytest.param(b"", RefusalCode.EMPTY, id="nothing"),
        pytest.param(b"PK\x03\x04" + bytes(200), RefusalCode.WRONG_FORMAT, id="archive"),
        pytest.param(bytes(1 << 20), RefusalCode.WRONG_FORMAT, id="zeros"),
        pytest.param(
            b"UNB+IATA:1+DL++1:2+3'UNH+1+PNRGOV:10:1:IA'UNT+2+1'UNZ+1+3'", RefusalCode.NOT_YET_READ, id="PNRGOV"
        ),
    ],
)
def test_what_is_no_passenger_list_is_refused_as_a_whole(data: bytes, code: RefusalCode) -> None:
    reading = read(data)
    assert reading.refused is not None
    assert reading.refused.code == code
    assert reading.accounted == len(data)


def test_other_messages_are_named_and_kept_unread_beside_the_list() -> None:
    other = "UNH+9+CUSRES:D:05B:UN'BGM+962'UNT+3+9'"
    reading = read(List(INVENTED, style=Style(group=False)).text().replace("UNZ+", other + "UNZ+"))
    (unread,) = [notice for notice in reading.notices if notice.code == NoticeCode.KEPT_UNREAD]
    assert "CUSRES" in unread.text
    assert unread.end - unread.start == len(other)
    assert len(travellers(reading)) == len(INVENTED)


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (List(INVENTED).data()[:300], True),
        (b"\x01QU X\r\n.Y 010100\r\n\x02" + List(INVENTED).data(), True),
        (b"UNB+IATA:1+DL++1:2+3'UNH+1+PNRGOV:10:1:IA'", False),
        (bytes(4096), False),
        (b"name,born\nPAXLST,1\n", False),
        (b"", False),
    ],
)
def test_sniffing_tells_a_passenger_list(data: bytes, *, expected: bool) -> None:
    assert paxlst.sniff(data) is expected


# properties

letters = st.text("ABCDEFGHIJKLMNOPQRSTUVWXYZ'+:?*- ", min_size=1, max_size=20).map(str.strip).filter(bool)
persons = st.builds(
    Person,
    family=letters,
    given=letters,
    born=st.dates(date(1930, 1, 1), date(2026, 4, 1)).map(str),
    sex=st.sampled_from(["M", "F", "X"]),
    country=st.sampled_from(["PAK", "AFG", "GBR"]),
    number=st.text("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789", min_size=1, max_size=12),
    locator=st.text("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789", min_size=5, max_size=6),
    reference=st.text("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789'+", max_size=9),
    role=st.sampled_from(["FL", "DDU", "FM"]),
    bags=st.lists(st.from_regex(r"[A-Z]{2}[0-9]{6}", fullmatch=True), max_size=2).map(tuple),
)
styles = st.builds(
    Style,
    element=st.sampled_from(["+", "*"]),
    end=st.sampled_from(["'", "$", "~"]),
    between=st.sampled_from(["", "\n", "\r\n", " "]),
    group=st.booleans(),
)
ALPHA_2 = {"PAK": "PK", "AFG": "AF", "GBR": "GB"}


@given(st.lists(persons, max_size=6).map(tuple), styles)
def test_what_was_written_is_read(people: tuple[Person, ...], style: Style) -> None:
    found = travellers(read(List(people, style=style).data()))
    assert [
        (
            t.names[0].family,
            t.names[0].given,
            t.sex,
            t.nationality,
            t.documents[0].number,
            t.locator,
            t.reference,
            t.bags,
        )
        for t in found
    ] == [(p.family, p.given, p.sex, ALPHA_2[p.country], p.number, p.locator, p.reference, p.bags) for p in people]
    written = [p.born for p in people]
    assert all(t.birth_date[2:] == born[2:] for t, born in zip(found, written, strict=True))


@given(st.binary(max_size=400))
def test_any_bytes_are_accounted_for_and_nothing_is_raised(data: bytes) -> None:
    reading = read(data)
    assert reading.accounted == reading.size == len(data)


@settings(max_examples=300)
@given(st.data())
def test_a_damaged_list_is_accounted_for_and_nothing_is_raised(draw: st.DataObject) -> None:
    data = bytearray(List(INVENTED, style=Style(between=draw.draw(st.sampled_from(["", "\r\n"])))).data())
    for _ in range(draw.draw(st.integers(1, 10))):
        place = draw.draw(st.integers(0, len(data) - 1))
        if draw.draw(st.booleans()):
            data[place] = draw.draw(st.integers(0, 255))
        else:
            del data[place : place + draw.draw(st.integers(1, 30))]
    reading = read(bytes(data))
    assert reading.accounted == reading.size == len(data)
    places = [(n.start, n.end) for n in reading.notices] + [(r.start, r.end) for r in reading.refusals]
    assert all(0 <= start <= end <= len(data) for start, end in places)


# two letters tell them apart, so that damage to one letter makes nobody somebody else
CROWD = tuple(replace(INVENTED[0], family=f"FAMILY{n}{n}", number=f"N{n}{n}") for n in range(5))


@settings(max_examples=300)
@given(st.data())
def test_damage_to_one_traveller_leaves_the_others_as_they_were(draw: st.DataObject) -> None:
    segments = List(CROWD, style=Style(between=draw.draw(st.sampled_from(["", "\n"])))).segments()
    whole = travellers(read("".join(segments)))
    hit = draw.draw(
        st.sampled_from(
            [n for n, s in enumerate(segments) if s[:3] in ("ATT", "DTM", "NAT", "RFF", "DOC", "LOC", "NAD")]
        )
    )
    place = draw.draw(st.integers(0, len(segments[hit].rstrip()) - 1))
    letter = draw.draw(st.one_of(st.sampled_from("'?+:\n"), st.characters(codec="latin-1")))
    segments[hit] = segments[hit][:place] + letter + segments[hit][place + 1 :]
    start = len("".join(segments[:hit]))
    found = {t.names[0].family: t for t in travellers(read("".join(segments).encode("latin-1"))) if t.names}
    for traveller in whole:
        if not traveller.source.start <= start < traveller.source.end:
            now = found[traveller.names[0].family]
            assert (now.documents, now.birth_date, now.sex) == (
                traveller.documents,
                traveller.birth_date,
                traveller.sex,
            )


@pytest.mark.skipif(not SHARED.is_dir(), reason="the real messages of ../shared are not here")
def test_real_messages_are_read_without_loss() -> None:
    files = [path for path in sorted(SHARED.glob("*.edi")) if b"PAXLST" in path.read_bytes()]
    assert len(files) == 18
    for path in files:
        data = path.read_bytes()
        reading = read(data)
        assert reading.refused is None
        assert reading.accounted == len(data)
        assert len(travellers(reading)) == data.count(b"NAD+FL") + data.count(b"NAD*FL") + data.count(
            b"NAD+FM"
        ) + data.count(b"PDT+")
