"""Rules in force, asked of travellers, and what became of those whom they held up."""

from datetime import datetime, timedelta

import pytest

from tansiq.centre import rules
from tansiq.centre.alerts import Alert, AlertState, put
from tansiq.centre.cases import Case, Outcome
from tansiq.centre.people import Officer
from tansiq.centre.rules import ActiveBook, RuleVersion, Scored, rule_outcomes
from tansiq.handling.marking import Marking
from tansiq.model.findings import Verdict
from tansiq.picture.facts.kept import KeptFacts
from tests.centre.rules.invented import NOW, place_of, ready_draft, week_of_travellers

pytestmark = [pytest.mark.postgres, pytest.mark.django_db]

HELD_UP = {"booking.lead_hours": 20, "payment.is_cash": True}


@pytest.fixture
def kept(db: None) -> list[KeptFacts]:
    return week_of_travellers()


@pytest.fixture
def active(kept: list[KeptFacts], ayesha: Officer, bilal: Officer) -> RuleVersion:
    version = ready_draft(ayesha)
    rules.propose(version.pk, ayesha, why="", at=NOW)
    return rules.approve(version.pk, bilal, why="", at=NOW)


class Clock:
    """Stands still unless it is moved."""

    def __init__(self) -> None:
        self.at = NOW

    def __call__(self) -> datetime:
        return self.at


def test_a_book_holds_what_is_in_force_and_reloads_when_something_changed(active: RuleVersion, ayesha: Officer) -> None:
    clock = Clock()
    book = ActiveBook(clock=clock)
    assert book.reload()
    assert not book.reload()
    assert book.reload(only_if_changed=False)
    assert list(book.rules) == [active.about]
    (held,) = book.held(HELD_UP, subject_key="ZZ/1#1", evidence=(5,))
    assert (held.about_name, held.finding.about) == ("cash-late", active.about)
    assert (held.finding.verdict, held.finding.score) == (Verdict.POSSIBLE, 0.5)
    assert list(book.held({"booking.lead_hours": 20}, subject_key="ZZ/1#1", evidence=(5,))) == []
    clock.at += timedelta(days=180)
    assert book.reload(), "a new day ends rules"
    assert book.rules == {}
    clock.at = NOW
    assert book.reload()
    rules.suspend(active.pk, ayesha, why="floods the desk", at=NOW)
    assert book.reload()
    assert book.rules == {}


def held_up(book: ActiveBook, one: KeptFacts) -> Alert:
    """The alert of a traveller whom the rules hold up."""
    entry = place_of(one)
    held = list(book.held(one.row(), subject_key=f"{one.flight.key}#1", evidence=(one.pk,)))
    made = put(one.flight, entry, held, Marking(frozenset({"centre"})), at=one.at)
    assert made is not None
    return made


def test_what_became_of_them_scores_the_version(active: RuleVersion, kept: list[KeptFacts], ayesha: Officer) -> None:
    book = ActiveBook(clock=lambda: NOW)
    book.reload()
    alerts = [held_up(book, one) for one in kept[::3]]
    Alert.objects.filter(pk__in=[alerts[0].pk, alerts[1].pk]).update(state=AlertState.CLEARED)
    for alert, outcome in zip(
        alerts[2:6], (Outcome.SEIZURE, Outcome.WRONG_PERSON, Outcome.DID_NOT_ARRIVE, ""), strict=True
    ):
        Alert.objects.filter(pk=alert.pk).update(state=AlertState.IN_CASE)
        Case.objects.create(
            number=f"2026-{alert.pk}",
            alert=alert,
            person_id=alert.person_id,
            name=alert.name,
            owner=ayesha,
            opened_at=NOW,
            due_at=NOW,
            outcome=outcome,
        )
    (scored,) = rule_outcomes(at=NOW + timedelta(days=3)).values()
    assert scored == Scored(hits=7, lately=4, cleared=2, referred=4, found=1, nothing=1)
    assert scored.precision == 0.25
    assert scored.interval == pytest.approx((0.0456, 0.6994), abs=1e-3)  # Wilson, 1 of 4, by hand
    assert list(rule_outcomes(at=NOW)) == [active.about]


def test_a_rule_that_held_nobody_up_has_no_precision() -> None:
    assert Scored().precision is None
    assert Scored().interval is None
    assert rule_outcomes(at=NOW) == {}
