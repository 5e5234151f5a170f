"""Cargo reports. Every firm, person and waybill is invented."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tansiq.model.customs import Consignment, Goods, Party
from tansiq.model.observations import FlightLeg
from tansiq.model.reading import NoticeCode, Reading
from tansiq.readers.customs import cuscar

HEADER = "UNB+UNOA:2+PKCARGO+CUSTOMS+260501:0100+R1'UNH+M1+CUSCAR:D:95B:UN'BGM+785+MAN77:2+9'"
FLIGHT = "TDT+20+PK0785+4++PK::3'LOC+9+ISB'LOC+11+LHR'DTM+189:2605010320:201'DTM+232:2605010745:201'"
END = "UNT+99+M1'UNZ+1+R1'"
CONSIGNMENT = (
    "CNI+1+21477771111:741'RFF+HWB:H001'RFF+UCN:U-1'CNT+7:320.5:KGM'CNT+8:12'MOA+44:1500.00:USD'"
    "LOC+76+PEW'LOC+13+DXB'LOC+8+MAN'"
    "NAD+CZ+4410::ZZZ++GUL TRADING:AND SONS+12 INVENTED ROAD:BLOCK B+PESHAWAR+KP+25000+PK'CTA+IC+:A PERSON'COM+92910000000:TE'"
    "NAD+CN+++MOSS IMPORTS+1 INVENTED STREET+MANCHESTER++M1 1AA+GB'"
    "GID+1+10:CT'FTX+AAA+++EMBROIDERED SHAWLS:WOOL'MEA+AAE+G+KGM:300.5'SGP+AKE12345PK+10'MEA+AAE+G+KGM:300.5'"
    "PCI+28+MOSS:LOT 1'CST+1+62142000:122'LOC+27+AF'"
    "GID+2+2:BX'FTX+AAA+++BATTERIES'MEA+AAE+G+LBR:44'DGS+ICA+9+3480'FTX+AAD+++LITHIUM ION'PCI+28+MOSS'"
)


def read(text: str | bytes) -> Reading:
    return cuscar.read(text if isinstance(text, bytes) else text.encode(), "a.edi")


def cargo(text: str | bytes) -> list[Consignment]:
    return [o for o in read(text).observations if isinstance(o, Consignment)]


def legs(text: str) -> list[FlightLeg]:
    return [o for o in read(text).observations if isinstance(o, FlightLeg)]


def one(segments: str, head: str = FLIGHT) -> Consignment:
    (consignment,) = cargo(HEADER + head + segments + END)
    return consignment


def kept_unread(text: str) -> str:
    return " ".join(notice.text for notice in read(text).notices if notice.code == NoticeCode.KEPT_UNREAD)


def codes(text: str) -> list[str]:
    return [n.code.value for n in read(text).notices if not n.text.startswith("UNT")]


def test_a_consignment_is_read_whole() -> None:
    text = HEADER + FLIGHT + CONSIGNMENT + END
    (consignment,) = cargo(text)
    assert (consignment.waybill, consignment.master, consignment.leg) == ("H001", "21477771111", 0)
    assert (consignment.origin, consignment.destination) == ("PEW", "MAN")
    assert (consignment.packages, consignment.weight_kg) == (12, 320.5)
    assert (consignment.value, consignment.currency, consignment.postal) == ("1500.00", "USD", False)
    assert consignment.equipment == ("AKE12345PK",)
    assert consignment.references == ("CNI:741", "UCN:U-1", "LOC+13:DXB")
    assert consignment.parties == (
        Party(
            "CZ",
            "GUL TRADING AND SONS",
            "12 INVENTED ROAD, BLOCK B, PESHAWAR, KP, 25000",
            "PK",
            "4410",
            "A PERSON, 92910000000 TE",
        ),
        Party("CN", "MOSS IMPORTS", "1 INVENTED STREET, MANCHESTER, M1 1AA", "GB"),
    )
    assert consignment.goods == (
        Goods("EMBROIDERED SHAWLS WOOL", 10, "CT", 300.5, "62142000", "MOSS LOT 1", origin="AF"),
        Goods("BATTERIES", 2, "BX", 19.958, marks="MOSS", dangerous="ICA 9 UN3480, LITHIUM ION"),
    )
    assert text[consignment.source.start : consignment.source.end] == CONSIGNMENT


def test_the_header_says_what_is_done_with_the_report() -> None:
    message = one(CONSIGNMENT).message
    assert (message.type, message.version, message.function, message.identifier) == ("CUSCAR", "D:95B", "785", "9")
    assert (message.transaction, message.revision, message.prepared) == ("MAN77", "2", "2026-05-01T01:00")


@pytest.mark.parametrize(
    ("flight", "expected"),
    [
        pytest.param(FLIGHT, [("PK", "785", "ISB", "LHR", "2026-05-01T03:20", "2026-05-01T07:45")], id="air"),
        pytest.param(
            "TDT+20+569++6+QF::3'LOC+8+AUSYD::6'LOC+76+NZAKL::6'LOC+12+AUSYD::6'DTM+178:20041210:102'",
            [("QF", "569", "NZAKL", "AUSYD", "", "2004-12-10")],
            id="aircraft by its means, UN/LOCODE",
        ),
        pytest.param(
            "DTM+132:2605010745:201'LOC+9+ISB'TDT+20+PK785+4'LOC+11+LHR'",
            [("PK", "785", "ISB", "LHR", "", "2026-05-01T07:45")],
            id="place and time before the flight",
        ),
        pytest.param(
            "TDT+10+PK301+4'LOC+5+KHI'LOC+60+ISB'TDT+20+PK785+4'LOC+5+ISB'LOC+60+LHR'",
            [("PK", "301", "KHI", "ISB", "", ""), ("PK", "785", "ISB", "LHR", "", "")],
            id="carriage before the main one",
        ),
        pytest.param("TDT+20+V77+1++++9811000'LOC+9+PKKHI'", [], id="a ship"),
        pytest.param("TDT+20++++:172:20'LOC+60'", [], id="nothing is said"),
    ],
)
def test_the_flight_is_a_leg(flight: str, expected: list[tuple[str, ...]]) -> None:
    text = HEADER + flight + CONSIGNMENT + END
    found = [(g.carrier, g.number, g.origin, g.destination, g.departure, g.arrival) for g in legs(text)]
    assert found == expected
    main = {"10": 1}.get(flight[4:6], 0 if expected else None)
    assert [consignment.leg for consignment in cargo(text)] == [main]


@pytest.mark.parametrize(
    ("segments", "expected"),
    [
        pytest.param("CNI+1'RFF+AWB:21411112222'GID+1'", [("21411112222", "")], id="simple waybill"),
        pytest.param("CNI+1+21411112222'GID+1'", [("21411112222", "")], id="number in CNI only"),
        pytest.param("CNI+1'RFF+MWB:M1'RFF+HWB:H1'GID+1'", [("H1", "M1")], id="house under master"),
        pytest.param("CNI+1'RFF+AWB:M1'RFF+HWB:H1'GID+1'", [("H1", "M1")], id="house under simple"),
        pytest.param("CNI+1'RFF+MWB:M1'GID+1'", [("M1", "")], id="the master itself"),
        pytest.param("CNI+1+M1:BOL'RFF+BM:B1'GID+1'", [("B1", "M1")], id="bill, its parent in CNI"),
        pytest.param(
            "CNI+1'RFF+MWB:M1'RFF+HWB:H1'GID+1'RFF+HWB:H2'GID+1'GID+2'CNI+2'RFF+AWB:A1'GID+1'",
            [("H1", "M1"), ("H2", "M1"), ("A1", "")],
            id="two houses in one CNI, then another",
        ),
        pytest.param("CNI+1'RFF+HWB:H1'RFF+HWB:H2'GID+1'", [("H1", ""), ("H2", "")], id="two houses without goods"),
        pytest.param("CNI+1'GID+1'", [("", "")], id="no number"),
    ],
)
def test_a_consignment_has_its_own_waybill_and_the_master(segments: str, expected: list[tuple[str, str]]) -> None:
    assert [(c.waybill, c.master) for c in cargo(HEADER + FLIGHT + segments + END)] == expected


def test_what_stands_before_the_consignments_is_said_of_each() -> None:
    head = "RFF+HWB:H1'RFF+MWB:M1'NAD+CN+++MOSS IMPORTS'NAD+FW+F1'" + FLIGHT + "LOC+8+MAN'"
    first, second = cargo(HEADER + head + "CNI+1'NAD+CN+++OTHER'GID+1'CNI+2'RFF+HWB:H2'GID+1'" + END)
    assert (first.waybill, first.master, second.waybill, second.master) == ("H1", "M1", "H2", "M1")
    assert [(p.role, p.name or p.identifier) for p in first.parties] == [("CN", "OTHER"), ("FW", "F1")]
    assert [(p.role, p.name or p.identifier) for p in second.parties] == [("CN", "MOSS IMPORTS"), ("FW", "F1")]
    assert (first.destination, second.destination) == ("MAN", "MAN")


def test_a_withdrawal_without_consignments_names_what_is_withdrawn() -> None:
    text = HEADER.replace("+9'", "+50'") + "RFF+HWB:H1'RFF+MWB:M1'" + FLIGHT + END
    (consignment,) = cargo(text)
    assert (consignment.waybill, consignment.master, consignment.message.identifier) == ("H1", "M1", "50")


@pytest.mark.parametrize(
    ("segments", "expected"),
    [
        pytest.param("GID+1+10:CT'MEA+AAE+G+KGM:7.5'", (10, 7.5), id="of the only goods"),
        pytest.param("GID+1+10'MEA+WT++KG:7'GID+2+5'MEA+AAI++K:3'", (15, 10.0), id="summed"),
        pytest.param("GID+1'PAC+0000600++BX'MEA+WT++LBR:100'", (600, 45.359), id="PAC and pounds"),
        pytest.param("GID+1'MEA+WT+N+KGM:7'MEA+WT+G+KGM:8'", (None, 8.0), id="net beside gross"),
        pytest.param("GID+1'MEA+WT++TNE:1.5'", (None, 1500.0), id="tonnes"),
        pytest.param("CNT+11:3'CNT+7:9'GID+1'", (3, 9.0), id="declared"),
        pytest.param("MEA+AAE+AAD+KGM:9'GID+1'", (None, 9.0), id="measured before the goods"),
        pytest.param("GID+1'MEA+VOL++MTQ:2'", (None, None), id="volume is no weight"),
        pytest.param("GID+1+?:CT'", (None, None), id="packages in letters"),
    ],
)
def test_packages_and_weight_are_declared_or_summed(segments: str, expected: tuple[int | None, float | None]) -> None:
    consignment = one("CNI+1'RFF+AWB:A'" + segments)
    assert (consignment.packages, consignment.weight_kg) == expected


@pytest.mark.parametrize(
    ("head", "waybill", "postal"),
    [
        pytest.param(FLIGHT, "RA123456785PK", True, id="item identifier"),
        pytest.param(FLIGHT, "PKISBAGBLALACUN60001001110123", True, id="receptacle identifier"),
        pytest.param(FLIGHT, "21411112222", False, id="air waybill"),
        pytest.param(FLIGHT.replace("+4+", "+5+"), "X1", True, id="carried as mail"),
    ],
)
def test_post_is_told_from_cargo(head: str, waybill: str, postal: bool) -> None:
    assert one(f"CNI+1'RFF+AAM:{waybill}'GID+1'", head).postal is postal


def test_loading_units_are_given_to_the_consignments_that_name_them() -> None:
    units = "EQD+UL+AKE1PK'EQD+UL+AKE2PK'"
    text = HEADER + FLIGHT + units + "CNI+1'RFF+AWB:A'GID+1'SGP+AKE1PK+2'CNI+2'RFF+AWB:B'GID+1'" + END
    assert [c.equipment for c in cargo(text)] == [("AKE1PK",), ()]
    assert 'EQD "AKE2PK"' in kept_unread(text)
    assert one("CNI+1'RFF+AWB:A'GID+1'", FLIGHT + units).equipment == ("AKE1PK", "AKE2PK")


@pytest.mark.parametrize(
    ("segments", "code"),
    [
        pytest.param("CNI+1'GID+1'", "no_name", id="no waybill"),
        pytest.param("CNI+1'RFF+AWB:A'CNT+8:3'GID+1+2'", "count_differs", id="packages differ"),
        pytest.param("CNI+1'RFF+AWB:A'GID+1'CNT+10:2'", "count_differs", id="consignments differ"),
        pytest.param("CNI+1'RFF+AWB:A'GID+1+X'", "bad_value", id="packages"),
        pytest.param("CNI+1'RFF+AWB:A'GID+1'XYZ+1'", "unknown_segment", id="unknown segment"),
        pytest.param("CNI+1'RFF+AWB:A'GIS+23'GID+1'", "kept_unread", id="no place for it"),
        pytest.param("DTM+189:269901:101'CNI+1'RFF+AWB:A'", "bad_date", id="impossible date"),
    ],
)
def test_what_is_odd_is_noted_and_read(segments: str, code: str) -> None:
    text = HEADER + FLIGHT + segments + END
    assert code in codes(text)
    assert len(cargo(text)) == 1


def test_what_has_no_place_is_named_with_its_number() -> None:
    text = HEADER + FLIGHT + "CNI+1'RFF+AWB:A'GIS+23'GIS+24'SEL+S1'GID+1'MEA+VOL++MTQ:2'" + END
    assert kept_unread(text).startswith("GIS (2), SEL, MEA+VOL: ")


def test_express_consignments_are_read_alike() -> None:
    text = (
        "UNH+M1+CUSEXP:D:95A:UN+879432'BGM+85:::EXPRESS CONSIGNMENT MANIFEST+05789034293/C1+5'LOC+5+SYD'LOC+8+AKL'"
        "CNT+7:4000.0:KGM'CNT+8:3'TDT+13+AF345'DTM+132:110428:101'RFF+MWB:05789034293'CNT+10:2'"
        "CNI+1+432879342'CNT+8:1'MEA+WT++KGM:2500.0'LOC+5+CHI'LOC+8+IVC'NAD+CN+++MOSS IMPORTS'NAD+CZ+++GUL TRADING'"
        "GDS+12'FTX+AAA+++CERAMICS'MOA+96:0.00:NZD'GDS+12'FTX+AAA+++TILES'"
        "CNI+2+890332499'CNT+8:2'MEA+WT++KGM:1500.0'NAD+CN+++MOSS IMPORTS'GDS+12'FTX+AAA+++SHAWLS'UNT+30+M1'"
    )
    first, second = cargo(text)
    assert (first.waybill, first.master, first.packages, first.weight_kg) == ("432879342", "05789034293", 1, 2500.0)
    assert (first.origin, first.destination, first.value, first.currency) == ("CHI", "IVC", "0.00", "NZD")
    assert [goods.description for goods in first.goods] == ["CERAMICS", "TILES"]
    assert [goods.description for goods in second.goods] == ["SHAWLS"]
    assert (second.destination, second.message.identifier, second.message.type) == ("AKL", "5", "CUSEXP")
    assert [(leg.carrier, leg.number, leg.arrival) for leg in legs(text)] == [("AF", "345", "2011-04-28")]


def test_what_is_said_of_the_whole_message_goes_to_its_only_consignment_or_is_named() -> None:
    head = "RFF+LO:MAN1'FTX+AAI+++LATE'" + FLIGHT
    only = one("CNI+1'RFF+AWB:A'RFF+UCN:U'FTX+AAI+++COLD'", head)
    assert (only.references, only.remarks) == (("LO:MAN1", "UCN:U"), "AAI: LATE\nAAI: COLD")
    text = HEADER + head + "CNI+1'RFF+AWB:A'CNI+2'RFF+AWB:B'" + END
    assert [(c.references, c.remarks) for c in cargo(text)] == [((), ""), ((), "")]
    assert kept_unread(text).startswith('RFF "LO:MAN1", FTX "AAI: LATE": ')


def test_many_parties_of_all_and_many_consignments_stay_bounded() -> None:
    head = "".join(f"NAD+X{n % 90}+++PARTY {n}'" for n in range(5000)) + FLIGHT
    text = HEADER + head + "CNI+1'RFF+AWB:A'NAD+CN+++B'" * 5000 + END
    found = cargo(text)
    assert {len(consignment.parties) for consignment in found} == {21}
    assert "NAD (4980)" in kept_unread(text)


# properties

ROLES = ("CZ", "CN")


def crowd() -> list[list[str]]:
    """Five consignments, no value of which is in another."""
    return [
        [
            f"CNI+{n}+DOC{n}{n}{n}'",
            f"RFF+HWB:H{n}{n}{n}'",
            f"CNT+8:{n}'",
            f"LOC+8+AP{n}'",
            f"NAD+CZ+++SENDER {n}{n}{n}+STREET {n}{n}'",
            f"NAD+CN+++RECEIVER {n}{n}{n}'",
            f"GID+1+{n}:CT'",
            f"FTX+AAA+++GOODS {n}{n}{n}'",
            f"MEA+AAE+G+KGM:{n}{n}'",
            f"PCI+28+MARK {n}{n}'",
        ]
        for n in range(1, 6)
    ]


def bare(consignment: Consignment) -> Consignment:
    return replace(consignment, source=replace(consignment.source, start=0, end=0))


@settings(max_examples=600)
@given(st.data())
def test_damage_to_one_consignment_leaves_the_others_as_they_were(draw: st.DataObject) -> None:
    groups = crowd()
    whole = cargo(HEADER + FLIGHT + "".join("".join(group) for group in groups) + END)
    assert [c.waybill for c in whole] == [f"H{n}{n}{n}" for n in range(1, 6)]
    hit, segment = draw.draw(st.integers(0, 4)), draw.draw(st.integers(0, len(groups[0]) - 1))
    text = groups[hit][segment]
    place = draw.draw(st.integers(0, len(text) - 1))
    letter = draw.draw(st.one_of(st.sampled_from(["'", "?", "+", ":", "\n", ""]), st.characters(codec="latin-1")))
    groups[hit][segment] = text[:place] + letter + text[place + 1 :]
    found = cargo((HEADER + FLIGHT + "".join("".join(group) for group in groups) + END).encode("latin-1"))
    others = [bare(c) for index, c in enumerate(whole) if index != hit]
    assert [c for c in others if c not in [bare(c) for c in found]] == []


@given(st.integers(0, 4), st.integers(0, 9))
def test_a_segment_left_out_of_one_consignment_leaves_the_others_as_they_were(hit: int, segment: int) -> None:
    groups = crowd()
    whole = cargo(HEADER + FLIGHT + "".join("".join(group) for group in groups) + END)
    del groups[hit][segment]
    found = cargo(HEADER + FLIGHT + "".join("".join(group) for group in groups) + END)
    others = [bare(c) for index, c in enumerate(whole) if index != hit]
    assert [c for c in others if c not in [bare(c) for c in found]] == []


def test_a_shipper_behind_the_goods_begins_another_consignment() -> None:
    text = "CNI+1+A'NAD+CZ+++ONE'NAD+CN+++TWO'GID+1'NAD+CZ+++THREE'NAD+CN+++FOUR'GID+1'"
    found = cargo(HEADER + FLIGHT + text + END)
    assert [[p.name for p in c.parties] for c in found] == [["ONE", "TWO"], ["THREE", "FOUR"]]


pieces = st.sampled_from([HEADER, FLIGHT, CONSIGNMENT, END, "CNI+2'", "GID+", "RFF+HWB:", "'", "?", "\n", "DGS+"])


@settings(max_examples=200)
@given(st.lists(st.one_of(pieces, st.text(max_size=6)), max_size=20).map("".join))
def test_any_segments_in_any_order_are_accounted_for(text: str) -> None:
    reading = read(text)
    assert reading.accounted == reading.size == len(text.encode())


@given(st.binary(max_size=400))
def test_any_bytes_are_accounted_for_and_nothing_is_raised(data: bytes) -> None:
    reading = read(data)
    assert reading.accounted == reading.size == len(data)


@given(st.lists(st.sampled_from(CONSIGNMENT.split("'")[:-1]), max_size=30).map(lambda s: "'".join([*s, ""])))
def test_segments_of_a_consignment_in_any_order_lose_no_party_and_no_goods(segments: str) -> None:
    found = cargo(HEADER + FLIGHT + "CNI+9'" + segments + END)
    assert sum(len(c.goods) for c in found) >= segments.count("GID+")
    assert sum(p.role in ROLES for c in found for p in c.parties) >= segments.count("NAD+")


def test_a_party_that_no_consignment_takes_over_is_named() -> None:
    text = HEADER + "NAD+CN+++NOBODY'" + FLIGHT + "CNI+1'RFF+AWB:A'NAD+CN+++MOSS IMPORTS'" + END
    assert kept_unread(text).startswith("NAD+CN: ")
    assert [party.name for consignment in cargo(text) for party in consignment.parties] == ["MOSS IMPORTS"]
