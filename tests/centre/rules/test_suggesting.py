"""Rules the machine drafts from true cases, and what it may not do with them."""

from datetime import timedelta

import pytest

from tansiq.centre import rules
from tansiq.centre.alerts import Alert
from tansiq.centre.cases import Case, Outcome
from tansiq.centre.people import Officer
from tansiq.centre.rules.records import Standing
from tansiq.centre.rules.suggesting import suggest
from tansiq.model.errors import NotPermitted
from tansiq.picture.facts.kept import KeptFacts
from tests.centre.rules.invented import NOW, week_of_travellers

pytestmark = [pytest.mark.postgres, pytest.mark.django_db]


@pytest.fixture
def true_cases(bilal: Officer) -> list[KeptFacts]:
    """Of a week of travellers, those with a tag of nobody's were found with drugs."""
    kept = week_of_travellers()
    found = kept[:5]
    for number, one in enumerate(found):
        one.facts = one.facts | {"bags.unowned_tags": 2}
        one.save()
        alert = Alert.objects.create(
            flight=one.flight,
            entry_key=one.entry_key,
            person_id=one.person_id,
            name="INVENTED PERSON",
            score=0.5,
            verdict="possible",
            urgency=0,
            marking={},
            opened_at=NOW,
            changed_at=NOW,
        )
        Case.objects.create(
            number=f"T-{number}",
            alert=alert,
            person_id=alert.person_id,
            name=alert.name,
            owner=bilal,
            opened_at=NOW,
            due_at=NOW,
            closed_at=NOW,
            outcome=Outcome.SEIZURE,
        )
    return found


def test_true_cases_become_a_draft_that_says_what_it_rests_on_and_holds_nobody_up(true_cases: list[KeptFacts]) -> None:
    drafts = suggest(at=NOW + timedelta(hours=1))
    assert any("bags.unowned_tags" in draft.text for draft in drafts)
    assert {draft.standing for draft in drafts} == {Standing.DRAFT}
    assert all(draft.is_by_machine and "of 5 true cases" in draft.purpose for draft in drafts)
    assert rules.active_rules(on=NOW.date()) == []


def test_what_was_suggested_once_is_not_suggested_again(true_cases: list[KeptFacts]) -> None:
    assert suggest(at=NOW)
    assert suggest(at=NOW) == []


def test_a_suggestion_needs_somebody_who_adopts_it(true_cases: list[KeptFacts], bilal: Officer) -> None:
    draft = suggest(at=NOW)[0]
    with pytest.raises(NotPermitted):
        rules.propose(draft.pk, bilal, why="", at=NOW)


def test_without_true_cases_nothing_is_suggested(db: None) -> None:
    week_of_travellers()
    assert suggest(at=NOW) == []
