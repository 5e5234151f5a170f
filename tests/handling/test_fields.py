"""What of a booking is never stored, and that each dropping is counted. All bookings are invented."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tansiq.handling.fields import SENSITIVE_SERVICE_CODES, cut, keep
from tansiq.model.bookings import Booking, HistoryLine, Remark, Segment, Service
from tansiq.model.observations import MessageHeader, Source

PLAIN = Booking(
    locator="ABC123",
    source=Source("x.edi", 0, 9),
    message=MessageHeader("PNRGOV"),
    services=(Service("SPEQ", text="GOLF BAG"),),
    remarks=(Remark("PAX IS A VIP", "4:28"),),
    history=(HistoryLine("TVL 121210:0915 LHR JFK DL 324 / RPI 2 HK", "X"),),
    segments=(Segment("other", text="VANCOUVER ARMS"),),
)


def test_a_booking_without_anything_sensitive_is_the_same_value() -> None:
    assert keep(PLAIN) == (PLAIN, 0)


@pytest.mark.parametrize("code", [*sorted(SENSITIVE_SERVICE_CODES), "XXML"])
def test_a_sensitive_request_is_dropped_whole(code: str) -> None:
    kept = keep(replace(PLAIN, services=(Service(code, text="NO NUTS"), *PLAIN.services)))
    assert kept == (PLAIN, 1)


@pytest.mark.parametrize(
    ("text", "left", "dropped"),
    [
        pytest.param("NEEDS WHEELCHAIR TO GATE", "NEEDS TO GATE", 1, id="a disability"),
        pytest.param("Halal and kosher please", "and please", 2, id="two religions, in small letters"),
        pytest.param("PAX DIABETIC, INSULIN IN BAG", "PAX , IN BAG", 2, id="an illness and its medicine"),
        pytest.param("GLUTEN FREE MEAL ROW 4", "ROW 4", 1, id="three words"),
        pytest.param("AVML VGML REQUESTED", "REQUESTED", 2, id="codes without SSR"),
        pytest.param("REQ SSR WCHR HK1 BOTH LEGS", "REQ", 1, id="a request to its end"),
        pytest.param("0/O/SR/SSR VGMLSQHK1/SQ 602 D 27MAY", "0/O/SR/", 1, id="a code run into the carrier"),
        pytest.param(
            "TVL DL 324 / SSR AVML:HK:2:DL / RPI 2 HK", "TVL DL 324 / RPI 2 HK", 1, id="one segment of a line"
        ),
        pytest.param("CHRISTIAN MUELLER SSR DOCS HK1", "CHRISTIAN MUELLER SSR DOCS HK1", 0, id="a name and a passport"),
        pytest.param("HALALA BLINDSPOT HTML", "HALALA BLINDSPOT HTML", 0, id="words that only begin so"),
        pytest.param("", "", 0, id="nothing"),
    ],
)
def test_sensitive_words_are_cut_out_of_free_text(text: str, left: str, dropped: int) -> None:
    assert cut(text) == (left, dropped)
    kept = keep(replace(PLAIN, remarks=(*PLAIN.remarks, Remark("SEE: " + text))))
    assert isinstance(kept.observation, Booking)
    assert kept.dropped == dropped


def test_every_free_text_of_a_booking_is_cut_and_counted() -> None:
    word = "PREGNANT"
    told = replace(
        PLAIN,
        services=(Service("OTHS", text=word),),
        remarks=(Remark(word),),
        history=(HistoryLine(word),),
        segments=(Segment("other", text=word),),
    )
    kept = keep(told)
    assert kept.dropped == 4
    assert word not in repr(kept.observation)
    assert kept.observation == replace(
        PLAIN, services=(Service("OTHS"),), remarks=(), history=(), segments=(Segment("other"),)
    )


@given(
    st.lists(
        st.sampled_from(["VIP", "Wheelchair", "SSR", "AVML", "HK1", "/", " / ", "kosher", "gate 4", "\u0627"]),
        max_size=12,
    )
)
def test_what_is_cut_holds_nothing_more_to_cut(words: list[str]) -> None:
    left, dropped = cut(" ".join(words))
    assert cut(left) == (left, 0)
    assert dropped or left == " ".join(words)
