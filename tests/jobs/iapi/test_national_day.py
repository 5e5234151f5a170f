"""The questions of the invented national day, answered as its own solution answers them."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tansiq.centre.boarding.decisions import StandingDecision, normal
from tansiq.centre.boarding.policies import Terms
from tansiq.centre.people import Officer
from tansiq.demo.day import write_day
from tansiq.demo.facts import Exchange
from tansiq.detectors.boarding import Answer
from tansiq.jobs.iapi.answers import Answers, answers
from tansiq.jobs.iapi.heard import hear
from tansiq.jobs.iapi.knowledge import Knowledge
from tests.jobs.iapi.conftest import reply_of

NOW = datetime(2026, 5, 1, 3, 0, tzinfo=UTC)
TERMS = [Terms(1, "", Answer.CHECK, "Ask the duty officer.", 2000)]


@pytest.fixture(scope="module")
def exchanged(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, tuple[Exchange, ...]]:
    folder = tmp_path_factory.mktemp("day")
    return folder, tuple(write_day(folder, seed=1, now=NOW).exchanges)


def knowing(request: bytes, directive: str) -> Knowledge:
    """What the centre knows where the state's answer is to be that: two officers stopped the document, or nothing."""
    if directive != "1Z":
        return Knowledge()
    (message, *_), _ = hear(request, "m.edi")
    document = message.travellers[0].documents[0]
    decided = StandingDecision(
        pk=1,
        number=normal(document.number),
        issuer=document.issuer,
        effect=Answer.NO_BOARD,
        expires_at=NOW + timedelta(days=1),
        by=Officer(username="ayesha"),
        second=Officer(username="bilal"),
        is_confirmed=True,
    )
    return Knowledge(standing={decided.number: [decided]})


def answered(request: bytes, knowledge: Knowledge) -> Answers:
    return answers(request, "m.edi", TERMS, lambda heard, own: knowledge.decide(heard, own, at=NOW), at=NOW)


def test_every_question_of_the_day_has_the_answer_of_its_solution(
    exchanged: tuple[Path, tuple[Exchange, ...]],
) -> None:
    folder, questions = exchanged
    assert {one.directive for one in questions} == {"0Z", "1Z"}
    for one in questions:
        request = (folder / one.request).read_bytes()
        ours = reply_of(answered(request, knowing(request, one.directive)).data)
        theirs = reply_of((folder / one.answer).read_bytes())
        assert [(t.reference, t.locator, t.directive) for t in ours.travellers] == [
            (t.reference, t.locator, t.directive) for t in theirs.travellers
        ]
        assert (ours.flight, ours.message.transaction, ours.message.function) == (
            theirs.flight,
            theirs.message.transaction,
            theirs.message.function,
        )
