"""Answers of border authorities. Every flight, locator and person is invented."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tansiq.model.customs import Directive, Reply, ReplyFlight
from tansiq.model.reading import NoticeCode, Reading, RefusalCode
from tansiq.readers.customs import cusres

HEADER = "UNB+SIRE:4+NIAC+PK+260501:0100+15690001++IAPI'UNH+11085B94+CUSRES:D:05B:UN:IATA+1569+01:F'"
FLIGHT = "RFF+TN:1909240821:::2'RFF+AF:PK0785'DTM+189:2605010320:201'DTM+232:2605010745:201'LOC+125+ISB'LOC+87+LHR'"
END = "UNT+19+11085B94'UNZ+1+15690001'"
TWO = (
    "ERP+2'RFF+AVF:MWZRDQ'RFF+ABO:P1'ERC+0Z'FTX+AAP+++OK TO BOARD'"
    "ERP+2'RFF+AVF:MWZRCY'RFF+ABO:P2'ERC+1Z'FTX+AAP+++DO NOT BOARD'"
)


def read(text: str | bytes) -> Reading:
    return cusres.read(text if isinstance(text, bytes) else text.encode(), "a.edi")


def one(answers: str, function: str = "962", head: str = FLIGHT) -> Reply:
    reading = read(f"{HEADER}BGM+{function}'{head}{answers}{END}")
    assert reading.accounted == reading.size
    (reply,) = reading.observations
    assert isinstance(reply, Reply)
    return reply


def notices(text: str) -> list[str]:
    return [notice.code.value for notice in read(text).notices if notice.code != NoticeCode.COUNT_DIFFERS]


def test_an_answer_is_read_whole() -> None:
    reply = one(TWO)
    assert (reply.message.type, reply.message.function, reply.message.version) == ("CUSRES", "962", "D:05B")
    assert (reply.message.transaction, reply.message.revision) == ("1909240821", "2")
    assert (reply.message.reference, reply.message.sender, reply.message.part) == ("11085B94", "NIAC", "01:F")
    assert reply.message.prepared == "2026-05-01T01:00"
    assert reply.flight == ReplyFlight("PK", "785", "ISB", "LHR", "2026-05-01T03:20", "2026-05-01T07:45")
    assert reply.travellers == (
        Directive("0Z", "P1", "MWZRDQ", text="OK TO BOARD"),
        Directive("1Z", "P2", "MWZRCY", text="DO NOT BOARD"),
    )
    assert (reply.answer, reply.text, reply.references) == ("", "", ())
    assert (reply.source.start, reply.source.end) == (HEADER.index("UNH"), len(HEADER + "BGM+962'" + FLIGHT + TWO) + 16)


@pytest.mark.parametrize(
    ("function", "answers", "expected"),
    [
        pytest.param("132", "ERP+2'RFF+AVF:A'RFF+ABO:1'ERC+1Z'", [("1", "A", "1Z", "")], id="unsolicited, no text"),
        pytest.param("312", "ERP+2'RFF+AVF:A'RFF+ABO:1'ERC+1Z'", [("1", "A", "1Z", "")], id="carrier acknowledges"),
        pytest.param("962", "ERP+2'RFF+ABO:1'ERC+0A'", [("1", "", "0A", "")], id="second letter kept"),
        pytest.param("962", "ERP+2'RFF+ABO:1'ERC+2ZB:110:95'", [("1", "", "2ZB", "")], id="national letters kept"),
        pytest.param("962", "ERP+2'RFF+ABO:1'ERC+8507'", [("1", "", "8507", "")], id="national code kept"),
        pytest.param(
            "962",
            "ERP+2'RFF+AVF:A'RFF+ABO:1'RFF+ABO:2'ERC+4Z'FTX+AAP+++NAT:DOC'",
            [("1", "A", "4Z", "NAT DOC"), ("2", "A", "4Z", "NAT DOC")],
            id="two travellers of one booking in a group",
        ),
        pytest.param(
            "962",
            "ERP+2'RFF+AVF:A'RFF+ABO:1'RFF+AVF:B'RFF+ABO:2'RFF+ABO:3'ERC+0Z'",
            [("1", "A", "0Z", ""), ("2", "B", "0Z", ""), ("3", "B", "0Z", "")],
            id="two bookings in a group",
        ),
        pytest.param(
            "962",
            "ERP+2'RFF+ABO:1'RFF+AVF:A'RFF+ABO:2'RFF+AVF:B'ERC+0Z'",
            [("1", "A", "0Z", ""), ("2", "B", "0Z", "")],
            id="reference before locator",
        ),
        pytest.param(
            "962",
            "ERP+2'RFF+AVF:A'RFF+ABO:1'ERC+0Z'RFF+AVF:B'RFF+ABO:2'ERC+1Z'",
            [("1", "A", "0Z", ""), ("2", "B", "1Z", "")],
            id="each traveller followed by the answer, one ERP",
        ),
        pytest.param(
            "962",
            "ERP+2'RFF+ABO:1'ERC+4Z'FTX+AAP+++NO DOC'ERC+2Z'FTX+AAP+++CALL'FTX+AAP+++ASK'",
            [("1", "", "4Z", "NO DOC"), ("1", "", "2Z", "CALL\nASK")],
            id="two answers on one traveller",
        ),
        pytest.param(
            "962", "ERP+2'RFF+ABO:1'FTX+AAP+++FIRST'ERC+0Z'", [("1", "", "0Z", "FIRST")], id="text before the answer"
        ),
        pytest.param("962", "RFF+AVF:A'RFF+ABO:1'ERC+1Z'", [("1", "A", "1Z", "")], id="ERP lost"),
        pytest.param("962", "ERP+1'RFF+AVF:A'RFF+ABO:1'ERC+1Z'", [("1", "A", "1Z", "")], id="wrong level"),
    ],
)
def test_each_traveller_gets_the_answer_as_it_was_sent(
    function: str, answers: str, expected: list[tuple[str, str, str, str]]
) -> None:
    reply = one(answers, function)
    assert reply.message.function == function
    assert [(d.reference, d.locator, d.directive, d.text) for d in reply.travellers] == expected


def test_names_and_documents_of_national_answers_are_kept() -> None:
    reply = one("ERP+2'RFF+ABO:1'NAD+FL+++KHAN:GUL:BIBI'DOC+P:110:111+XX0000001'ERC+1Z'")
    assert reply.travellers == (Directive("1Z", "1", name="GUL BIBI KHAN", document="XX0000001"),)


def test_an_error_is_an_answer_at_message_level() -> None:
    reply = one("ERP+1'ERC+1'FTX+AAO+++TRANSMISSION REJECTED'FTX+AAO+++BAD FLIGHT'")
    assert (reply.answer, reply.text) == ("1", "TRANSMISSION REJECTED\nBAD FLIGHT")
    assert reply.travellers == ()


def test_an_answer_on_cargo_keeps_references_and_every_code() -> None:
    text = (
        "UNH+1+CUSRES:D:99B:UN'BGM+961:::AIRCRR+43AF:001+11'NAD+MR+AAA374M::95'RFF+ACW:AIRCR'RFF+ABO:S00002158/1::001'"
        "DTM+310:20041216010409:204'ERP+1'ERC+ADVICE:80:95'ERC+MS5203:6:95'FTX+AAO+++ACCEPTED'CNT+55:000'UNT+12+1'"
    )
    reading = read(text)
    (reply,) = reading.observations
    assert isinstance(reply, Reply)
    assert (reply.message.function, reply.message.identifier) == ("961", "43AF")
    assert (reply.answer, reply.text) == ("ADVICE MS5203", "ACCEPTED")
    assert reply.references == ("ACW:AIRCR", "ABO:S00002158/1")
    (kept,) = [notice for notice in reading.notices if notice.code == NoticeCode.KEPT_UNREAD]
    assert kept.text.startswith("NAD, DTM+310, CNT: ")


@pytest.mark.parametrize(
    ("answers", "code"),
    [
        pytest.param("ERP+2'ERC+1Z'", "no_name", id="nobody named"),
        pytest.param("ERP+2'RFF+ABO:1'", "bad_value", id="no answer"),
        pytest.param("ERP+2'RFF+ABO:1'ERC'", "bad_value", id="empty answer"),
        pytest.param("ERP+2'RFF+ABO:1'ERC+DO NOT BOARD'", "bad_value", id="an answer in words"),
        pytest.param("ERP+7'ERC+1'", "bad_value", id="unknown level"),
        pytest.param("ERP+2'RFF+ABO:1'XYZ+1'ERC+1Z'", "unknown_segment", id="unknown segment"),
        pytest.param("GIS+6:120'ERP+1'ERC+0'", "kept_unread", id="segment of cargo answers"),
    ],
)
def test_what_is_odd_is_noted(answers: str, code: str) -> None:
    assert code in notices(f"{HEADER}BGM+962'{FLIGHT}{answers}{END}")


def test_a_code_without_a_traveller_and_a_traveller_without_a_code_are_kept() -> None:
    assert one("ERP+2'ERC+1Z'ERP+2'RFF+ABO:1'").travellers == (Directive("1Z"), Directive("", "1"))


def test_a_file_without_answers_is_refused() -> None:
    for text, code in (("", RefusalCode.EMPTY), ("Dear colleagues", RefusalCode.WRONG_FORMAT)):
        reading = read(text)
        assert reading.refused is not None
        assert (reading.refused.code, reading.accounted) == (code, len(text))


# properties


@given(st.binary(max_size=400))
def test_any_bytes_are_accounted_for_and_nothing_is_raised(data: bytes) -> None:
    reading = read(data)
    assert reading.accounted == reading.size == len(data)


pieces = st.sampled_from([HEADER, FLIGHT, TWO, END, "BGM+962'", "ERP+2'", "ERC+", "RFF+ABO:", "'", "?", "\n", "ERP+1'"])


@settings(max_examples=200)
@given(st.lists(st.one_of(pieces, st.text(max_size=6)), max_size=30).map("".join))
def test_any_segments_in_any_order_are_accounted_for(text: str) -> None:
    reading = read(text)
    assert reading.accounted == reading.size == len(text.encode())


@settings(max_examples=500)
@given(st.data())
def test_damage_to_one_answer_leaves_the_others_as_they_were(draw: st.DataObject) -> None:
    groups = [
        ["ERP+2'", f"RFF+AVF:LOC{n}{n}{n}'", f"RFF+ABO:P{n}{n}{n}'", f"ERC+{n}Z'", f"FTX+AAP+++TEXT {n}{n}{n}'"]
        for n in range(1, 6)
    ]
    whole = one("".join("".join(group) for group in groups))
    hit = draw.draw(st.integers(0, 4))
    segment = draw.draw(st.integers(0, 4))
    text = groups[hit][segment]
    place = draw.draw(st.integers(0, len(text) - 1))
    letter = draw.draw(st.one_of(st.sampled_from(["'", "?", "+", ":", "\n", ""]), st.characters(codec="latin-1")))
    groups[hit][segment] = text[:place] + letter + text[place + 1 :]
    answers = "".join("".join(group) for group in groups)
    (reply,) = read((HEADER + "BGM+962'" + FLIGHT + answers + END).encode("latin-1")).observations
    assert isinstance(reply, Reply)
    others = [d for d in whole.travellers if d.reference != f"P{hit + 1}{hit + 1}{hit + 1}"]
    assert [d for d in others if d not in reply.travellers] == []
    assert replace(reply, travellers=(), message=whole.message, source=whole.source) == replace(whole, travellers=())


@given(st.integers(0, 2), st.integers(0, 4))
def test_a_segment_left_out_of_one_answer_leaves_the_others_as_they_were(hit: int, segment: int) -> None:
    groups = [["ERP+2'", f"RFF+AVF:LOC{n}'", f"RFF+ABO:P{n}'", f"ERC+{n}Z'", f"FTX+AAP+++TEXT {n}'"] for n in range(3)]
    del groups[hit][segment]
    found = one("".join("".join(group) for group in groups)).travellers
    others = [Directive(f"{n}Z", f"P{n}", f"LOC{n}", text=f"TEXT {n}") for n in range(3) if n != hit]
    assert [directive for directive in others if directive not in found] == []


@given(st.integers(1, len(TWO) - 1))
def test_a_cut_answer_gives_no_half_code(at: int) -> None:
    reading = read(HEADER + "BGM+962'" + FLIGHT + TWO[:at])
    (reply,) = reading.observations
    assert isinstance(reply, Reply)
    assert {d.directive for d in reply.travellers} <= {"", "0Z", "1Z"}


def test_hundreds_of_thousands_of_answers_on_hundreds_of_thousands_are_bounded() -> None:
    text = HEADER + "BGM+962'" + FLIGHT + "ERP+2'" + "RFF+ABO:1'" * 20_000 + "ERC+0Z'ERC+1Z'" * 20_000 + END
    reading = read(text)
    (reply,) = reading.observations
    assert isinstance(reply, Reply)
    assert [d.directive for d in reply.travellers] == ["0Z"] * 20_000
    assert any("40000 answers on 20000 travellers" in notice.text for notice in reading.notices)


def test_a_segment_that_swallowed_thousands_is_parted_in_bounded_time() -> None:
    text = HEADER + "BGM+962'" + FLIGHT + "+".join(["ERP", *["2RFF", "ABO:1ERC", "0ZERP"] * 15_000, "2"]) + "'" + END
    (reply,) = read(text).observations
    assert isinstance(reply, Reply)
    assert len(reply.travellers) > 1000
