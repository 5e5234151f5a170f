"""Rules as files: what goes out, and what comes back in."""

from dataclasses import replace
from datetime import timedelta

import pytest

from tansiq.centre import rules
from tansiq.centre.people import Officer
from tansiq.centre.rules import Draft, Effect, Standing
from tansiq.centre.rules.written import take_in, written
from tansiq.detectors.rules import parse_rule
from tansiq.model.errors import AlreadyDecided
from tests.centre.rules.invented import CASH, NOW, TODAY, ready_draft, rule, week_of_travellers

pytestmark = [pytest.mark.postgres, pytest.mark.django_db]


def names(*, with_drafts: bool) -> list[tuple[str, int]]:
    return [(one.name, one.number) for one in written(on=TODAY, with_drafts=with_drafts)]


def test_what_is_in_force_goes_out_and_comes_back_unchanged(ayesha: Officer, bilal: Officer) -> None:
    week_of_travellers()
    active = ready_draft(ayesha, effect=Effect.CHECK)
    rules.propose(active.pk, ayesha, why="", at=NOW)
    rules.approve(active.pk, bilal, why="", at=NOW)
    rules.save_draft(Draft(rule("payment.is_cash", name="another")), ayesha, at=NOW)
    assert names(with_drafts=False) == [("cash-late", 1)]
    assert names(with_drafts=True) == [("another", 1), ("cash-late", 1)]
    assert list(written(on=TODAY + timedelta(days=180), with_drafts=False)) == []
    (file,) = written(on=TODAY, with_drafts=False)
    assert file.text.startswith("# effect: check, on the ground of: Section 1 of an invented act\n")
    came = parse_rule(file.text.encode()).rule
    assert came is not None
    assert take_in(came, bilal, at=NOW, why="") == (active, False)


def test_a_file_that_says_something_else_is_a_draft_of_the_officer(ayesha: Officer, bilal: Officer) -> None:
    first, is_new = take_in(rule(), ayesha, at=NOW, why="from the files")
    assert (is_new, first.standing, first.author, first.text) == (True, Standing.DRAFT, ayesha, CASH)
    changed, is_new = take_in(replace(rule(), weight=0.9), bilal, at=NOW, why="")
    assert (is_new, changed.pk, changed.weight, changed.author) == (True, first.pk, 0.9, ayesha)
    assert rules.active_rules(on=TODAY) == []


def test_a_file_changes_nothing_that_is_proposed(ayesha: Officer, bilal: Officer) -> None:
    week_of_travellers()
    rules.propose(ready_draft(ayesha).pk, ayesha, why="", at=NOW)
    with pytest.raises(AlreadyDecided):
        take_in(rule("payment.is_cash"), bilal, at=NOW, why="")
