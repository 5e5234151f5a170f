"""From the bytes of a passenger list to the bytes of the answer, through the real process and a real database."""

import time
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from tansiq.centre.boarding.answers import BoardingAnswer
from tansiq.centre.boarding.decisions import withdraw
from tansiq.detectors.boarding import Answer
from tansiq.jobs.iapi.door import Outcome, asker_of, take
from tansiq.jobs.iapi.line import Exchange, Line
from tansiq.ledger.current import current
from tansiq.ledger.intake import content, messages
from tests.jobs.airline import DAY, Guest
from tests.jobs.iapi.conftest import (
    LISTED,
    SOMEBODY,
    TERMS,
    State,
    answering_process,
    asking,
    directives,
    put_on_list,
    reply_of,
)

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]

Opens = Callable[[], Line]


def asked(state: State, data: bytes, line: Line) -> Outcome:
    return take(asker_of(state.feed), "m.edi", data, at=datetime.now(UTC), line=line)


def until(is_so: Callable[[], bool], *, within_s: float = 15.0) -> None:
    deadline = time.monotonic() + within_s
    while not is_so():
        assert time.monotonic() < deadline, "it did not come about in time"
        time.sleep(0.05)


def test_somebody_unknown_may_board_and_the_message_is_kept(state: State, line: Opens) -> None:
    data = asking([SOMEBODY])
    outcome = asked(state, data, line())
    reply = reply_of(outcome.answers.data)
    assert [(t.reference, t.directive) for t in reply.travellers] == [("R3", "0Z")]
    assert (reply.message.function, reply.message.transaction, reply.flight.number) == ("962", "T1", "7001")
    assert content(current(), outcome.message) == data
    assert [m.state for m in messages(current())] == ["waiting"]
    (kept,) = BoardingAnswer.objects.all()
    assert (kept.message, kept.fallback, bytes(kept.reply)) == (outcome.message, "", outcome.answers.data)
    assert kept.took_ms > 0


def test_a_listed_name_asks_for_a_check_and_never_stops(state: State, line: Opens) -> None:
    put_on_list("Zarghun Invented Torankhelwal")
    opened = line()
    until(lambda: directives(asked(state, asking([LISTED]), opened).answers.data) == {"R1": "2Z"})
    reply = reply_of(asked(state, asking([LISTED, SOMEBODY]), opened).answers.data)
    assert [(t.reference, t.directive, t.text) for t in reply.travellers] == [
        ("R1", "2Z", "CALL 000 INVENTED"),
        ("R3", "0Z", ""),
    ]


def test_two_officers_stop_a_document_and_one_lets_go_of_it(state: State, line: Opens) -> None:
    opened = line()
    decision = state.decide(Answer.NO_BOARD, "ZZ0000003")
    until(lambda: directives(asked(state, asking([SOMEBODY]), opened).answers.data) == {"R3": "1Z"})
    kept = BoardingAnswer.objects.order_by("-pk")[0]
    assert kept.told[0]["because"] == [["decision", "no_board", str(decision.pk), ""]]
    withdraw(decision.pk, state.ayesha, because="Lifted.", at=datetime.now(UTC))
    until(lambda: directives(asked(state, asking([SOMEBODY]), opened).answers.data) == {"R3": "0Z"})


def test_what_is_missing_is_asked_for(state: State, line: Opens) -> None:
    reply = reply_of(asked(state, asking([Guest("QAZMOR", "V", born="", reference="R9")]), line()).answers.data)
    (directive,) = reply.travellers
    assert (directive.directive, directive.text) == ("4Z", "MISSING: BIRTH DATE, DOCUMENT, ISSUER")


@pytest.mark.parametrize(
    ("identifier", "function"), [("XR", "745"), ("XF", "745"), ("CLOB", "266"), ("", "266")], ids=str
)
def test_cancellations_and_close_outs_are_accepted(state: State, line: Opens, identifier: str, function: str) -> None:
    outcome = asked(state, asking([SOMEBODY], identifier=identifier, function=function), line())
    reply = reply_of(outcome.answers.data)
    assert (reply.answer, reply.travellers, reply.message.transaction) == ("0", (), "T1")


def test_after_departure_nobody_is_answered_about(state: State, line: Opens) -> None:
    reply = reply_of(asked(state, asking([SOMEBODY], day=DAY - timedelta(days=3)), line()).answers.data)
    assert (reply.answer, reply.text, reply.travellers) == ("1", "FLIGHT DEPARTED", ())


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(b"what is this", id="no EDIFACT"),
        pytest.param(b"\x00\xff" * 50, id="bytes"),
        pytest.param(b"UNB+UNOA:4+A+B+260501:0100+1'UNZ+0+1'", id="no message"),
        pytest.param(b"UNA:+.? '", id="nothing but service characters"),
    ],
)
def test_what_is_no_list_is_kept_and_refused_in_words(state: State, line: Opens, data: bytes) -> None:
    outcome = asked(state, data, line())
    assert (outcome.answers.data, outcome.answers.is_error) == (b"", True)
    assert outcome.answers.fault
    assert content(current(), outcome.message) == data


def test_a_list_without_anybody_is_answered_with_an_error(state: State, line: Opens) -> None:
    outcome = asked(state, asking([]), line())
    assert reply_of(outcome.answers.data).answer == "1"
    assert outcome.answers.is_error


def test_with_nobody_to_answer_the_written_fallback_is_given_and_said(state: State) -> None:
    outcome = asked(state, asking([LISTED, SOMEBODY]), Line("127.0.0.1:1"))
    reply = reply_of(outcome.answers.data)
    assert [(t.reference, t.directive) for t in reply.travellers] == [("R1", "2Z"), ("R3", "2Z")]
    assert (reply.answer, reply.text) == ("0", "NOT SCREENED YET: WRITTEN FALLBACK")
    (kept,) = BoardingAnswer.objects.all()
    assert (kept.fallback, outcome.fallback, kept.terms) == (
        "down",
        "down",
        kept.told[0]["because"][0][2] and kept.terms,
    )
    assert content(current(), outcome.message) is not None


def test_whoever_listens_and_says_nothing_is_waited_for_no_longer_than_written(state: State) -> None:
    state.agree(replace(TERMS, late_after_ms=300, fallback=Answer.BOARD))
    exchange = Exchange(0)  # accepts at the level of the network, and never a word
    begun = time.monotonic()
    outcome = asked(state, asking([LISTED]), Line(exchange.address))
    assert time.monotonic() - begun < 2
    assert (directives(outcome.answers.data), outcome.fallback) == ({"R1": "0Z"}, "down")
    exchange.close()


def test_who_was_let_board_by_fallback_is_looked_at_later(state: State, django_url: str) -> None:
    state.agree(replace(TERMS, fallback=Answer.BOARD))
    state.decide(Answer.NO_BOARD, "ZZ0000003")
    assert directives(asked(state, asking([SOMEBODY]), Line("127.0.0.1:1")).answers.data) == {"R3": "0Z"}
    with answering_process(django_url):
        until(lambda: BoardingAnswer.objects.filter(kind="change").exists())
    (change,) = BoardingAnswer.objects.filter(kind="change")
    assert directives(bytes(change.reply)) == {"R3": "1Z"}
    assert reply_of(bytes(change.reply)).message.function == "132"
