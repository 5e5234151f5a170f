"""A case has an owner, a clock and steps, and ends with a stated outcome."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from tansiq.centre.alerts import Alert
from tansiq.centre.cases import Case, add_task, close, finish_task, hand_over
from tansiq.centre.dispositions import confirm, refer
from tansiq.centre.people import Officer, Role
from tansiq.model.errors import AlreadyDecided, NotKnown, NotPermitted
from tests.centre.conftest import NOW


@pytest.fixture
def case(alert: Alert, ayesha: Officer, bilal: Officer) -> Case:
    return confirm(refer(alert.pk, ayesha, note="", version=1, at=NOW).pk, bilal, note="", at=NOW)


def test_a_case_ends_with_an_outcome_and_a_sentence(case: Case, ayesha: Officer) -> None:
    with pytest.raises(NotPermitted, match="sentence"):
        close(case.pk, ayesha, outcome="seizure", note=" ", at=NOW)
    closed = close(case.pk, ayesha, outcome="seizure", note="1.2 kg in a false bottom (demo)", at=NOW)
    assert (closed.outcome, closed.closed_by, closed.is_open) == ("seizure", ayesha, False)
    with pytest.raises(AlreadyDecided, match="Ayesha"):
        close(case.pk, ayesha, outcome="wrong_person", note="no", at=NOW)


def test_a_step_is_done_once(case: Case, ayesha: Officer) -> None:
    step = case.tasks.order_by("pk")[0]
    finish_task(step.pk, ayesha, at=NOW)
    with pytest.raises(AlreadyDecided):
        finish_task(step.pk, ayesha, at=NOW)


def test_a_case_handed_over_takes_its_open_steps_along(case: Case, ayesha: Officer, bilal: Officer) -> None:
    add_task(case.pk, ayesha, what="call the hotel", due_at=NOW + timedelta(hours=1), at=NOW)
    handed = hand_over(case.pk, ayesha, bilal, at=NOW)
    assert handed.owner == bilal
    assert {t.owner for t in case.tasks.all()} == {bilal}
    assert [e.what for e in case.events.order_by("pk")] == ["opened", "task_added", "handed_over"]


def test_who_neither_owns_nor_investigates_changes_nothing(case: Case, officer_of: Callable[..., Officer]) -> None:
    with pytest.raises(NotPermitted):
        close(case.pk, officer_of("dara", Role.TARGETING), outcome="seizure", note="x", at=NOW)


def test_nobody_outside_the_audience_acts_on_a_case_by_its_number(
    case: Case, officer_of: Callable[..., Officer]
) -> None:
    stranger = officer_of("stranger", Role.INVESTIGATOR, Role.SUPERVISOR, organisation="elsewhere")
    step = case.tasks.order_by("pk")[0]
    acts: list[Callable[[], object]] = [
        lambda: close(case.pk, stranger, outcome="seizure", note="x", at=NOW),
        lambda: finish_task(step.pk, stranger, at=NOW),
        lambda: finish_task(step.pk + 1000, stranger, at=NOW),
        lambda: add_task(case.pk, stranger, what="x", due_at=NOW, at=NOW),
    ]
    for act in acts:
        with pytest.raises(NotKnown):
            act()


def test_a_case_goes_to_nobody_who_may_not_know_of_it(
    case: Case, ayesha: Officer, officer_of: Callable[..., Officer]
) -> None:
    stranger = officer_of("stranger", Role.INVESTIGATOR, organisation="elsewhere")
    with pytest.raises(NotPermitted, match="cannot take the case over"):
        hand_over(case.pk, ayesha, stranger, at=NOW)
