"""What secondary inspection found: how it moves the case, how it is taken back, and what it says of what stood behind it."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import transaction

from tansiq.centre import dispositions, handover, results
from tansiq.centre.alerts import Alert, put
from tansiq.centre.cases import Case, Outcome, close
from tansiq.centre.findings import Held
from tansiq.centre.handover import Handover, Wanted
from tansiq.centre.people import Officer, Role
from tansiq.centre.results import Behind, Drug, Found, Hidden, Inspected, Seized, Unit
from tansiq.detectors.rules.screen import DETECTOR as RULES
from tansiq.model.errors import AlreadyDecided, NotKnown, NotPermitted
from tansiq.picture.flights import Flight, ManifestEntry
from tests.centre.conftest import MARKING, NOW, held

pytestmark = [pytest.mark.postgres, pytest.mark.django_db]

LANDED = NOW + timedelta(minutes=15)
HEROIN = Seized(Drug.HEROIN, Decimal("1.25"), Unit.KG, Hidden.FALSE_BOTTOM)


@pytest.fixture
def imran(officer_of: Callable[..., Officer]) -> Officer:
    return officer_of("imran", Role.INSPECTION, organisation="customs")


def by_rule() -> Held:
    screened = held("broken_travel@4f2a")
    return Held(replace(screened.finding, detector=RULES), "broken_travel")


@pytest.fixture
def given_over(flight: Flight, entry: ManifestEntry, ayesha: Officer, bilal: Officer) -> Handover:
    """An alert by name and by rule, referred by two officers and handed over."""
    with transaction.atomic():
        alert = put(flight, entry, [held(), by_rule()], MARKING, at=NOW)
    assert alert is not None
    proposed = dispositions.refer(alert.pk, ayesha, note="bags", version=alert.version, at=NOW)
    dispositions.confirm(proposed.pk, bilal, note="", at=NOW)
    return handover.hand_over(alert.pk, ayesha, Wanted(), at=NOW)


def case_of(made: Handover) -> Case:
    return Case.objects.get(pk=made.case_id)


@pytest.mark.parametrize(
    ("found", "outcome"),
    [
        pytest.param(Found.NOT_AT_GATE, "", id="not at the gate: the case goes on"),
        pytest.param(Found.OTHER_PERSON, Outcome.WRONG_PERSON, id="another person"),
        pytest.param(Found.NOTHING, Outcome.NOTHING_FOUND, id="nothing in the bags"),
        pytest.param(Found.SEIZED, Outcome.SEIZURE, id="drugs"),
        pytest.param(Found.REFUSED_ENTRY, "", id="refused entry: the case goes on"),
        pytest.param(Found.POLICE, Outcome.HANDED_OVER, id="to the police"),
        pytest.param(Found.PROTECTED, Outcome.PROTECTED, id="a victim"),
    ],
)
def test_a_result_ends_the_case_or_has_it_go_on(
    given_over: Handover, imran: Officer, found: Found, outcome: str
) -> None:
    handover.accept(given_over.code, imran, at=LANDED)
    seized = (HEROIN,) if found is Found.SEIZED else ()
    made = results.record(given_over.code, imran, found, seized=seized, note="counter 4", at=LANDED)
    case = case_of(given_over)
    assert (case.outcome, case.is_open) == (outcome, not outcome)
    assert made.what() == list(seized)
    assert case.tasks.filter(done_at=None).exists() == (found is Found.NOT_AT_GATE)
    assert not made.on_paper


@pytest.mark.parametrize(
    ("found", "seized"),
    [
        pytest.param(Found.SEIZED, (), id="a seizure of nothing"),
        pytest.param(Found.NOTHING, (HEROIN,), id="nothing found, but something seized"),
    ],
)
def test_what_was_seized_and_the_result_have_to_fit(
    given_over: Handover, imran: Officer, found: Found, seized: tuple[Seized, ...]
) -> None:
    with pytest.raises(NotPermitted):
        results.record(given_over.code, imran, found, seized=seized, at=LANDED)
    assert case_of(given_over).is_open


@pytest.mark.parametrize("found", [Found.OTHER_PERSON, Found.NOTHING, Found.NOT_AT_GATE])
def test_a_result_taken_back_leaves_all_as_it_was(given_over: Handover, imran: Officer, found: Found) -> None:
    before = (case_of(given_over).outcome, case_of(given_over).tasks.filter(done_at=None).count())
    made = results.record(given_over.code, imran, found, at=LANDED)
    results.undo(made.pk, imran, at=LANDED + timedelta(seconds=10))
    case = case_of(given_over)
    assert (case.outcome, case.tasks.filter(done_at=None).count()) == before
    assert case.closed_by is None
    assert not results.results_of([given_over])
    assert results.record(given_over.code, imran, Found.NOTHING, at=LANDED).found == "nothing"


def test_only_the_officer_and_only_for_ten_seconds(
    given_over: Handover, imran: Officer, officer_of: Callable[..., Officer]
) -> None:
    made = results.record(given_over.code, imran, Found.NOTHING, at=LANDED)
    with pytest.raises(NotPermitted):
        results.undo(made.pk, officer_of("sana", Role.INSPECTION, organisation="customs"), at=LANDED)
    with pytest.raises(NotPermitted):
        results.undo(made.pk, imran, at=LANDED + timedelta(seconds=11))
    assert not case_of(given_over).is_open


def test_one_result_stands(given_over: Handover, imran: Officer) -> None:
    results.record(given_over.code, imran, Found.NOT_AT_GATE, at=LANDED)
    with pytest.raises(AlreadyDecided, match="Imran"):
        results.record(given_over.code, imran, Found.NOTHING, at=LANDED)


def test_a_case_that_its_owner_ended_takes_no_result(given_over: Handover, imran: Officer, ayesha: Officer) -> None:
    close(given_over.case_id, ayesha, outcome=Outcome.DID_NOT_ARRIVE, note="went on to another flight", at=LANDED)
    with pytest.raises(AlreadyDecided, match="Ayesha"):
        results.record(given_over.code, imran, Found.NOTHING, at=LANDED)


def test_a_result_written_on_paper_is_entered_days_later(given_over: Handover, imran: Officer) -> None:
    late = given_over.until + handover.RESULT_WITHIN
    made = results.record(given_over.shown_code, imran, Found.NOTHING, at=late)
    assert made.on_paper
    assert Handover.objects.get(pk=given_over.pk).accepted_by == imran


def test_nor_after_that(given_over: Handover, imran: Officer) -> None:
    with pytest.raises(NotKnown):
        results.record(
            given_over.code, imran, Found.NOTHING, at=given_over.until + handover.RESULT_WITHIN + timedelta(seconds=1)
        )


def test_officers_of_the_desk_write_no_results(given_over: Handover, bilal: Officer) -> None:
    with pytest.raises(NotPermitted):
        results.record(given_over.code, bilal, Found.NOTHING, at=LANDED)


@pytest.mark.parametrize(
    ("found", "score"),
    [
        pytest.param(None, Inspected(1, 0, 0), id="no result yet"),
        pytest.param(Found.NOT_AT_GATE, Inspected(1, 0, 0), id="not at the gate says neither"),
        pytest.param(Found.NOTHING, Inspected(1, 0, 1), id="nothing"),
        pytest.param(Found.SEIZED, Inspected(1, 1, 0), id="drugs"),
        pytest.param(Found.PROTECTED, Inspected(1, 1, 0), id="a victim"),
    ],
)
def test_a_result_scores_each_detector_and_rule_behind_the_alert(
    given_over: Handover, imran: Officer, found: Found | None, score: Inspected
) -> None:
    if found:
        seized = (HEROIN,) if found is Found.SEIZED else ()
        results.record(given_over.code, imran, found, seized=seized, at=LANDED)
    assert results.scored() == {
        Behind("names.screen", "1", ""): score,
        Behind(RULES, "1", "broken_travel@4f2a"): score,
    }
    assert results.scored_rule("broken_travel@4f2a") == score
    assert results.scored_rule("another@1") == Inspected()
    assert score.open == 1 - score.found - score.nothing


def test_what_was_found_later_or_called_back_does_not_count(
    given_over: Handover, bilal: Officer, entry: ManifestEntry, flight: Flight
) -> None:
    later = NOW + timedelta(minutes=5)
    with transaction.atomic():
        put(flight, entry, [by_rule(), held("Watchlist (invented)/W2")], MARKING, at=later)
    assert results.scored_rule("broken_travel@4f2a").referred == 1
    assert results.scored()[Behind("names.screen", "1", "")].referred == 1
    handover.call_back(given_over.pk, bilal, at=later)
    assert results.scored() == {}
    assert Alert.objects.get().state == "in_case"
