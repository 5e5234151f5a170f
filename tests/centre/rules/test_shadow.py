"""Runs on past data: what a rule would have done, counted by hand."""

from datetime import timedelta
from itertools import pairwise
from typing import Any

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tansiq.centre import rules
from tansiq.centre.alerts import Alert, put
from tansiq.centre.cases import Case, Outcome
from tansiq.centre.findings import Held
from tansiq.centre.people import Officer
from tansiq.centre.rules import RuleVersion, ShadowRun
from tansiq.centre.rules import past as past_rows
from tansiq.centre.rules.measure import Thinned
from tansiq.centre.rules.readiness import last_finished
from tansiq.centre.rules.results import ShadowResult
from tansiq.centre.rules.running import Shadows
from tansiq.centre.rules.shadow import shadow
from tansiq.handling.marking import Marking
from tansiq.model.errors import AlreadyDecided, NotPermitted
from tansiq.model.findings import Finding, Reason, Verdict
from tansiq.picture.facts.kept import KeptFacts
from tests.centre.rules.invented import NOW, TODAY, draft, keep, place_of, tried, week_of_travellers

pytestmark = [pytest.mark.postgres]


def result_of(version: RuleVersion) -> ShadowResult:
    finished = last_finished(version)
    assert finished is not None
    return finished[1]


def alerted(kept: KeptFacts, about: str) -> Alert:
    """An alert about an invented traveller, for that reason."""
    entry = place_of(kept)
    reason = Reason("name.full", "the names are the same: {left}", 1.0, "INVENTED")
    finding = Finding("names.screen", "1", f"{kept.flight.key}#1", 0.9, Verdict.MATCH, (reason,), about=about)
    made = put(kept.flight, entry, [Held(finding, "Invented")], Marking(frozenset({"centre"})), at=kept.at)
    assert made is not None
    return made


@pytest.mark.django_db
def test_hits_are_counted_by_day_with_what_is_new(ayesha: Officer) -> None:
    kept = week_of_travellers()
    alerted(kept[0], "list/1")
    alerted(kept[3], "cash-late@of-before")
    result = result_of(tried(rules.save_draft(draft(), ayesha, at=NOW), ayesha))
    assert (result.rows, result.hits, result.new, result.unknown, result.covered) == (21, 7, 6, 7, 7)
    assert [(day.day, day.rows, day.hits, day.new) for day in result.days[-2:]] == [
        ("2026-05-18", 3, 1, 1),
        ("2026-05-19", 3, 1, 0),
    ]
    assert [(told.text, told.true, told.false, told.unknown) for told in result.clauses] == [
        ("booking.lead_hours < 48", 14, 7, 0),
        ("payment.is_cash", 14, 0, 7),
    ]
    assert result.clauses[1].unknown_share == pytest.approx(1 / 3)
    assert set(result.sample) == {(one.flight_id, 1) for one in kept[::3]}


@pytest.mark.django_db
def test_what_lies_outside_the_days_is_not_asked(ayesha: Officer) -> None:
    week_of_travellers(days=9)
    keep(7, {"booking.lead_hours": 1, "payment.is_cash": True}, at=NOW)
    assert result_of(tried(rules.save_draft(draft(), ayesha, at=NOW), ayesha, days=3)).rows == 9


@pytest.mark.django_db
def test_known_true_cases_are_caught_missed_or_unanswered(ayesha: Officer) -> None:
    kept = week_of_travellers(days=2)
    ends = {0: Outcome.SEIZURE, 1: Outcome.ARREST, 2: Outcome.HANDED_OVER, 3: Outcome.NOTHING_FOUND, 4: ""}
    for n, outcome in ends.items():
        alert = alerted(kept[n], "list/1")
        Case.objects.create(
            number=f"2026-0000{n}",
            alert=alert,
            person_id=alert.person_id,
            name=alert.name,
            owner=ayesha,
            opened_at=NOW,
            due_at=NOW,
            outcome=outcome,
        )
    made = rules.save_draft(draft(true_cases=("2026-00004", "C-9")), ayesha, at=NOW)
    result = result_of(tried(made, ayesha))
    assert result.caught == ("2026-00000",)
    assert result.missed == ("2026-00001", "2026-00004")
    assert result.unanswered == ("2026-00002",)
    assert result.absent == ("C-9",)


@pytest.mark.django_db
def test_the_fairness_screen_looks_at_the_same_travellers(ayesha: Officer) -> None:
    week_of_travellers()
    result = result_of(tried(rules.save_draft(draft(), ayesha, at=NOW), ayesha))
    by_sex = {r.group: (r.travellers, r.hits) for r in result.fairness.rates if r.particular == "sex"}
    assert by_sex == {"M": (7, 7), "F": (7, 0), "not known": (7, 0)}
    assert result.screened == 21


@pytest.mark.django_db
def test_a_value_that_is_none_of_its_attribute_is_unknown(ayesha: Officer) -> None:
    keep(1, {"booking.lead_hours": "soon", "payment.is_cash": True}, at=NOW - timedelta(days=1))
    result = result_of(tried(rules.save_draft(draft(), ayesha, at=NOW), ayesha))
    assert (result.rows, result.unknown, result.unread) == (1, 1, 1)


@pytest.mark.django_db
def test_chunks_add_up_to_the_whole(ayesha: Officer, monkeypatch: pytest.MonkeyPatch) -> None:
    week_of_travellers()
    made = rules.save_draft(draft(), ayesha, at=NOW)
    whole = result_of(tried(made, ayesha))
    monkeypatch.setattr(past_rows, "CHUNK", 4)
    assert result_of(tried(made, ayesha)) == whole


@pytest.mark.django_db
def test_a_worker_does_a_run_in_steps_and_its_progress_shows(ayesha: Officer, monkeypatch: pytest.MonkeyPatch) -> None:
    week_of_travellers()
    monkeypatch.setattr(past_rows, "CHUNK", 10)
    made = rules.save_draft(draft(), ayesha, at=NOW)
    shadow(made.pk, ayesha, since=TODAY - timedelta(days=7), until=TODAY, at=NOW)
    shadows, seen = Shadows(clock=lambda: NOW), []
    while shadows.step():
        run = ShadowRun.objects.get()
        seen.append((run.done, run.total, run.is_waiting))
    assert seen == [(10, 21, True), (20, 21, True), (21, 21, True), (21, 21, False)]


@pytest.mark.django_db
def test_a_run_whose_text_changed_meanwhile_ends(ayesha: Officer, monkeypatch: pytest.MonkeyPatch) -> None:
    week_of_travellers()
    monkeypatch.setattr(past_rows, "CHUNK", 10)
    made = rules.save_draft(draft(), ayesha, at=NOW)
    days = {"since": TODAY - timedelta(days=7), "until": TODAY}
    shadow(made.pk, ayesha, **days, at=NOW)
    with pytest.raises(AlreadyDecided, match="under way"):
        shadow(made.pk, ayesha, **days, at=NOW)
    shadows = Shadows(clock=lambda: NOW)
    assert shadows.step()
    rules.save_draft(draft("payment.is_cash"), ayesha, at=NOW)
    shadow(made.pk, ayesha, **days, at=NOW)
    while shadows.step():
        pass
    assert [(run.failed, run.is_waiting) for run in ShadowRun.objects.order_by("pk")] == [
        ("superseded", False),
        ("", False),
    ]


@pytest.mark.django_db
def test_a_run_that_ends_its_worker_is_given_up(ayesha: Officer) -> None:
    week_of_travellers()
    made = rules.save_draft(draft(), ayesha, at=NOW)
    run = shadow(made.pk, ayesha, since=TODAY - timedelta(days=7), until=TODAY, at=NOW)
    for _ in range(3):
        assert Shadows(clock=lambda: NOW).step()
    assert Shadows(clock=lambda: NOW).step()
    run.refresh_from_db()
    assert run.failed == "worker lost"
    assert not Shadows(clock=lambda: NOW).step()


@pytest.mark.django_db
@pytest.mark.parametrize(
    "days",
    [pytest.param((0, 0), id="no day"), pytest.param((1, 0), id="backwards"), pytest.param((0, 400), id="over a year")],
)
def test_days_that_are_none_are_refused(ayesha: Officer, days: tuple[int, int]) -> None:
    made = rules.save_draft(draft(), ayesha, at=NOW)
    since, until = (TODAY + timedelta(days=n) for n in days)
    with pytest.raises(NotPermitted, match="Choose a first day"):
        shadow(made.pk, ayesha, since=since, until=until, at=NOW)


@given(st.lists(st.integers(0, 30), max_size=12), st.integers(1, 20))
def test_thinning_keeps_evenly_spread_rows(sizes: list[int], most: int) -> None:
    thinned, seen = Thinned(most), 0
    for size in sizes:
        thinned.extend(pl.DataFrame({"n": pl.Series(range(seen, seen + size), dtype=pl.Int64)}))
        seen += size
    kept: list[Any] = thinned.frame()["n"].to_list() if sizes else []
    assert len(kept) <= most
    steps = {later - sooner for sooner, later in pairwise(kept)}
    assert kept[:1] == [0][: min(seen, 1)]
    assert len(steps) <= 1
    assert seen <= most or len(kept) >= most / 2
