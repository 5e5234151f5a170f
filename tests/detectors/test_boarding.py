"""The table of answers: nobody is kept from boarding without two people, whatever a detector says."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tansiq.detectors.boarding import (
    CODES,
    PARTICULARS,
    Answer,
    Because,
    Known,
    Resemblance,
    RuleHit,
    Standing,
    decide,
    missing,
)
from tansiq.model.findings import Verdict
from tansiq.model.observations import MessageHeader, PersonName, Source, TravelDocument, Traveller

NOW = datetime(2026, 5, 1, 3, 0, tzinfo=UTC)
LATER = NOW + timedelta(days=1)
TWO = frozenset({"ayesha", "bilal"})
ONE = frozenset({"ayesha"})

officers = st.frozensets(st.sampled_from(("ayesha", "bilal", "sana")), max_size=3)
standings = st.builds(
    Standing,
    key=st.just("7"),
    effect=st.sampled_from(Answer),
    by=officers,
    expires_at=st.sampled_from((NOW - timedelta(hours=1), NOW, LATER)),
    is_sure=st.booleans(),
)
hits = st.builds(RuleHit, name=st.just("cash"), version=st.just("1"), effect=st.sampled_from(Answer), by=officers)
resemblances = st.builds(Resemblance, about=st.just("UN/1"), verdict=st.sampled_from(Verdict), told_apart=st.booleans())
known = st.builds(
    Known,
    missing=st.lists(st.sampled_from(PARTICULARS), max_size=2).map(tuple),
    standing=st.lists(standings, max_size=4).map(tuple),
    rules=st.lists(hits, max_size=3).map(tuple),
    names=st.lists(resemblances, max_size=3).map(tuple),
)
wanted = st.sampled_from(("never", "match", "possible"))


@given(known, wanted)
def test_nobody_is_stopped_without_two_people(known: Known, wanted: str) -> None:
    """No directive "do not board" but by a standing decision of two, about this document, or a rule that two activated for it."""
    found = decide(known, at=NOW, names=wanted)  # type: ignore[arg-type]  # drawn from the three
    by_decision = any(
        s.effect is Answer.NO_BOARD and len(s.by) >= 2 and s.is_sure and s.expires_at > NOW for s in known.standing
    )
    by_rule = any(hit.effect is Answer.NO_BOARD and len(hit.by) >= 2 for hit in known.rules)
    assert (found.answer is Answer.NO_BOARD) == (by_decision or by_rule)
    assert all(b.kind in {"decision", "rule"} for b in found.because if b.answer is Answer.NO_BOARD)


@given(st.lists(resemblances, max_size=6).map(tuple), wanted)
def test_names_alone_ask_for_a_check_at_most(names: tuple[Resemblance, ...], wanted: str) -> None:
    assert decide(Known(names=names), at=NOW, names=wanted).answer in {Answer.BOARD, Answer.CHECK}  # type: ignore[arg-type]


@given(known, resemblances, wanted)
def test_a_resemblance_more_never_stops_anybody(known: Known, more: Resemblance, wanted: str) -> None:
    before = decide(known, at=NOW, names=wanted).answer  # type: ignore[arg-type]
    wider = Known(known.missing, known.standing, known.rules, (*known.names, more))
    after = decide(wider, at=NOW, names=wanted).answer  # type: ignore[arg-type]
    assert after is before or (before, after) == (Answer.BOARD, Answer.CHECK)


@given(known, wanted)
def test_every_answer_but_board_says_why(known: Known, wanted: str) -> None:
    found = decide(known, at=NOW, names=wanted)  # type: ignore[arg-type]
    assert found.because or found.answer is Answer.BOARD
    assert all(because.answer is found.answer for because in found.because)


def standing(effect: Answer, *, by: frozenset[str] = TWO, is_sure: bool = True) -> Standing:
    return Standing("7", effect, by, LATER, is_sure)


MATCH = Resemblance("UN/1", Verdict.MATCH)
POSSIBLE = Resemblance("UN/1", Verdict.POSSIBLE)


@pytest.mark.parametrize(
    ("known", "answer"),
    [
        pytest.param(Known(), Answer.BOARD, id="nothing known"),
        pytest.param(Known(standing=(standing(Answer.NO_BOARD),)), Answer.NO_BOARD, id="a decision of two"),
        pytest.param(Known(standing=(standing(Answer.NO_BOARD, by=ONE),)), Answer.BOARD, id="a decision of one"),
        pytest.param(
            Known(standing=(standing(Answer.NO_BOARD, is_sure=False),)), Answer.CHECK, id="perhaps another document"
        ),
        pytest.param(
            Known(standing=(standing(Answer.BOARD), standing(Answer.NO_BOARD))),
            Answer.NO_BOARD,
            id="the stricter of two",
        ),
        pytest.param(
            Known(standing=(standing(Answer.BOARD),), names=(MATCH,)), Answer.BOARD, id="let board by decision"
        ),
        pytest.param(
            Known(missing=("name",), standing=(standing(Answer.BOARD),)),
            Answer.MORE_DATA,
            id="let board, but who is it",
        ),
        pytest.param(
            Known(missing=("name",), standing=(standing(Answer.NO_BOARD),)), Answer.NO_BOARD, id="stopped before asked"
        ),
        pytest.param(Known(rules=(RuleHit("r", "1", Answer.NO_BOARD, TWO),)), Answer.NO_BOARD, id="a rule of two"),
        pytest.param(Known(rules=(RuleHit("r", "1", Answer.NO_BOARD, ONE),)), Answer.CHECK, id="a rule of one"),
        pytest.param(Known(rules=(RuleHit("r", "1", Answer.BOARD, TWO),)), Answer.BOARD, id="a rule that only alerts"),
        pytest.param(Known(names=(MATCH,)), Answer.CHECK, id="a name like a listed one"),
        pytest.param(Known(names=(POSSIBLE,)), Answer.BOARD, id="a name somewhat like it"),
        pytest.param(
            Known(names=(Resemblance("UN/1", Verdict.MATCH, told_apart=True),)), Answer.BOARD, id="told apart"
        ),
        pytest.param(Known(missing=("document",), names=(MATCH,)), Answer.MORE_DATA, id="more data before a check"),
    ],
)
def test_the_table(known: Known, answer: Answer) -> None:
    assert decide(known, at=NOW).answer is answer


def test_the_state_may_be_asked_sooner_or_never() -> None:
    assert decide(Known(names=(POSSIBLE,)), at=NOW, names="possible").answer is Answer.CHECK
    assert decide(Known(names=(MATCH,)), at=NOW, names="never").answer is Answer.BOARD


def test_the_grounds_are_named() -> None:
    found = decide(Known(rules=(RuleHit("cash-one-way", "a1b2", Answer.NO_BOARD, TWO),)), at=NOW)
    assert found.because == (Because("rule", Answer.NO_BOARD, "cash-one-way", "a1b2"),)
    assert CODES[found.answer] == "1Z"


def traveller(**said: object) -> Traveller:
    return Traveller("passenger", Source("m.edi", 0, 1), MessageHeader("PAXLST"), **said)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("said", "lacking"),
    [
        pytest.param({}, ("name", "birth_date", "document", "issuer"), id="nothing said"),
        pytest.param(
            {
                "names": (PersonName("INVENTED", "PERSON"),),
                "birth_date": "1980",
                "documents": (TravelDocument("V1", "V", "PK"),),
            },
            ("birth_date", "document", "issuer"),
            id="a year and a visa",
        ),
        pytest.param(
            {
                "names": (PersonName(full="INVENTED"),),
                "birth_date": "1980-01-02",
                "documents": (TravelDocument("ZZ1", "P"),),
            },
            ("issuer",),
            id="no issuer",
        ),
        pytest.param(
            {
                "names": (PersonName(full="INVENTED"),),
                "birth_date": "1980-01-02",
                "documents": (TravelDocument("ZZ1", "P", "PK"),),
            },
            (),
            id="complete",
        ),
    ],
)
def test_what_is_missing_is_named(said: dict[str, object], lacking: tuple[str, ...]) -> None:
    assert missing(traveller(**said), ("name", "birth_date", "document", "issuer")) == lacking
