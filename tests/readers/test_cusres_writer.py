"""What is written is read back. Every flight, locator and person is invented."""

from dataclasses import replace
from datetime import date, datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tansiq.model.customs import Directive, Reply, ReplyFlight
from tansiq.model.errors import DoesNotFit
from tansiq.model.observations import MessageHeader, Source
from tansiq.readers.customs import cusres
from tansiq.readers.customs.cusres_writer import VERSION, Addressing, answering, write
from tansiq.readers.edifact.envelope import Envelope
from tansiq.readers.edifact.service import ServiceCharacters
from tansiq.readers.journal import Journal
from tests.readers.messages import INVENTED, List

NOWHERE = Source("", 0, 0)
REPLY = Reply(
    NOWHERE,
    MessageHeader("CUSRES", "M1", "962", "", VERSION, "T100", "2026-05-01T01:00", "01:F", "NCC", "2"),
    ReplyFlight("PK", "785", "ISB", "LHR", "2026-05-01T03:20", "2026-05-01T07:45"),
    (Directive("0Z", "P1", "ABC123", text="OK TO BOARD"), Directive("1Z", "P2", "ABC124")),
)


def read_back(data: bytes) -> Reply:
    reading = cusres.read(data, "")
    assert (reading.notices, reading.refusals, reading.refused) == ((), (), None)
    assert reading.accounted == len(data)
    (reply,) = reading.observations
    assert isinstance(reply, Reply)
    return replace(reply, source=NOWHERE)


def test_an_answer_is_written_as_the_guide_has_it() -> None:
    addressing = Addressing(recipient="PIA", control="15690001", access="1569", group=True)
    assert write(REPLY, addressing).decode() == (
        "UNA:+.? '"
        "UNB+UNOA:4+NCC+PIA+260501:0100+15690001++IAPI'"
        "UNG+CUSRES+NCC+PIA+260501:0100+15690001+UN+D:05B'"
        "UNH+M1+CUSRES:D:05B:UN:IATA+1569+01:F'"
        "BGM+962'"
        "RFF+TN:T100:::2'"
        "RFF+AF:PK785'DTM+189:2605010320:201'DTM+232:2605010745:201'LOC+125+ISB'LOC+87+LHR'"
        "ERP+2'RFF+AVF:ABC123'RFF+ABO:P1'ERC+0Z'FTX+AAP+++OK TO BOARD'"
        "ERP+2'RFF+AVF:ABC124'RFF+ABO:P2'ERC+1Z'"
        "UNT+18+M1'"
        "UNE+1+15690001'"
        "UNZ+1+15690001'"
    )


def test_an_answer_goes_back_to_the_sender_with_the_references() -> None:
    (request,) = Envelope(List(INVENTED).data(), Journal()).messages()
    addressing = answering(request)
    assert (addressing.recipient, addressing.control, addressing.access) == ("PIA", "REF1", "PK785/260501/0320")
    assert request.interchange.recipient == "NCC"
    assert addressing.group


@pytest.mark.parametrize(
    "change",
    [
        pytest.param({"message": replace(REPLY.message, reference="M" * 15)}, id="message reference"),
        pytest.param({"message": replace(REPLY.message, transaction="T" * 71)}, id="transaction"),
        pytest.param({"travellers": (Directive("1" * 9, "P1"),)}, id="answer"),
        pytest.param({"travellers": (Directive("1Z", "P" * 71),)}, id="traveller's reference"),
        pytest.param({"answer": "0 123456789"}, id="answer at message level"),
    ],
)
def test_a_value_that_does_not_fit_is_said_before_anything_is_written(change: dict[str, Any]) -> None:
    with pytest.raises(DoesNotFit, match="characters expected"):
        write(replace(REPLY, **change))


def test_control_characters_leave_and_line_ends_begin_another_text() -> None:
    directive = Directive("1Z", "P\x001\x1f", text="FIRST\r\n\nSECOND\x07")
    reply = read_back(write(replace(REPLY, travellers=(directive,))))
    assert reply.travellers == (Directive("1Z", "P1", text="FIRST\nSECOND"),)


# properties

letters = st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs")), max_size=30).map(str.strip)
ascii_letters = st.text(st.characters(min_codepoint=32, max_codepoint=126), max_size=30).map(str.strip)
values = st.one_of(ascii_letters, letters)
some = values.filter(bool)
codes = st.text("ABCXYZ0123456789", min_size=1, max_size=8)
lines = st.one_of(some, st.text("AB '+:?", min_size=500, max_size=2500).map(str.strip).filter(bool))
texts = st.lists(lines.filter(lambda line: len(line.splitlines()) == 1), max_size=3).map("\n".join)
moments = st.one_of(
    st.just(""),
    st.dates(date(1980, 1, 1), date(2099, 12, 31)).map(str),
    st.datetimes(datetime(1980, 1, 1), datetime(2099, 12, 31)).map(lambda moment: moment.isoformat()[:16]),  # noqa: DTZ001  airports' clocks
)
directives = st.one_of(
    st.builds(Directive, codes, some, values, values, values, texts),
    st.builds(Directive, codes, values, some, values, st.just(""), texts),
)
flights = st.one_of(
    st.builds(ReplyFlight, origin=values, destination=values, departure=moments, arrival=moments),
    st.builds(
        ReplyFlight,
        st.sampled_from(["PK", "A9", "3U", "BAW"]),
        st.sampled_from(["1", "785", "9999", "12A"]),
        values,
        values,
        moments,
        moments,
    ),
)
headers = st.builds(
    MessageHeader,
    st.just("CUSRES"),
    st.text("ABC+'?:012", max_size=14),
    st.sampled_from(["962", "132", "312"]),
    values,
    st.just(VERSION),
    some,
    moments,
    st.sampled_from(["", "01:C", "03:F"]),
    values,
    st.sampled_from(["", "1", "12"]),
)
replies = st.builds(
    Reply,
    st.just(NOWHERE),
    headers,
    flights,
    st.lists(directives, max_size=5).map(tuple),
    st.lists(codes, max_size=3).map(" ".join),
    texts,
    st.lists(st.tuples(st.sampled_from(["ABO", "ACW", "AAE"]), some).map(":".join), max_size=2).map(tuple),
)
addressings = st.builds(
    Addressing,
    recipient=ascii_letters,
    control=st.text("ABC+'?:012", min_size=1, max_size=14),
    access=values,
    group=st.booleans(),
    characters=st.sampled_from(
        [ServiceCharacters(), ServiceCharacters(terminator='"'), ServiceCharacters("/", "*", ".", "\\", "~")]
    ),
)


@settings(max_examples=400)
@given(replies, addressings)
def test_what_was_written_is_read_back(reply: Reply, addressing: Addressing) -> None:
    assert read_back(write(reply, addressing)) == reply


@given(st.text(), st.text(), st.text(), st.text())
def test_any_text_is_written_so_that_it_stays_in_its_place(reference: str, locator: str, text: str, place: str) -> None:
    directives_ = (Directive("1Z", reference[:70], locator[:70], text=text), Directive("0Z", "P2"))
    reply = replace(REPLY, travellers=directives_, flight=replace(REPLY.flight, origin=place[:35]))
    (found,) = cusres.read(write(reply), "").observations
    assert isinstance(found, Reply)
    assert [d.directive for d in found.travellers] == ["1Z", "0Z"]
    assert found.travellers[1] == Directive("0Z", "P2")
    assert (found.flight.number, found.flight.destination) == ("785", "LHR")
