"""The page of weights, asked as a person would."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.utils import timezone

from tansiq.centre.people import Officer, Role
from tansiq.centre.risk import RiskModel, Standing

pytestmark = [pytest.mark.postgres, pytest.mark.django_db]

Browser = Callable[[Officer], Client]
HELD = {"alerts": 40, "score": 0.1, "true": 0.12, "low": 0.05, "high": 0.24}


@pytest.fixture
def proposed(db: None) -> RiskModel:
    kept = {"alerts": 80, "true": 9, "brier": 0.07, "of_base": 0.1, "ece": 0.02, "bins": [HELD, HELD]}
    weights = {"names.possible": 0.4, "rule late-cash@0123456789ab": 1.9, "anomaly late_cash": -0.25}
    return RiskModel.objects.create(
        digest="abcdefabcdef",
        intercept=-2.5,
        weights=weights,
        settled=400,
        reliability=kept,
        learned_at=timezone.now(),
    )


def test_without_outcomes_the_page_says_that_weights_are_set_by_hand(
    browser_of: Browser, officer_of: Callable[..., Officer]
) -> None:
    page = browser_of(officer_of("ayesha", Role.TARGETING)).get("/risk/").content.decode()
    assert "set by hand" in page
    assert "No weights are proposed" in page
    assert "paid for in cash less than a day before departure" in page


def test_a_proposal_shows_how_it_held_and_what_it_would_move(
    browser_of: Browser, officer_of: Callable[..., Officer], proposed: RiskModel
) -> None:
    page = browser_of(officer_of("bilal", Role.SUPERVISOR)).get("/risk/").content.decode()
    assert "late-cash" in page
    assert "400 settled alerts" in page
    assert "Use it" in page
    assert page.index("late-cash") < page.index("the pair of airports is rare"), "what moves most stands first"


def test_a_supervisor_uses_it_and_nobody_else_is_offered_that(
    browser_of: Browser, officer_of: Callable[..., Officer], proposed: RiskModel
) -> None:
    officer = browser_of(officer_of("ayesha", Role.TARGETING))
    assert "Use it" not in officer.get("/risk/").content.decode()
    assert officer.post(f"/risk/{proposed.pk}/use", {"note": "n"}).status_code == 403
    supervisor = browser_of(officer_of("bilal", Role.SUPERVISOR))
    assert supervisor.post(f"/risk/{proposed.pk}/use", {"note": "holds <b>well</b>"}).status_code == 302
    proposed.refresh_from_db()
    assert (proposed.standing, proposed.note) == (Standing.IN_FORCE, "holds <b>well</b>")
    page = supervisor.get("/risk/").content.decode()
    assert "learned from 400 settled alerts" in page
    assert "holds &lt;b&gt;well" in page


def test_a_proposal_that_held_no_better_than_the_base_rate_is_not_offered(
    browser_of: Browser, officer_of: Callable[..., Officer], proposed: RiskModel
) -> None:
    RiskModel.objects.update(reliability=proposed.reliability | {"brier": 0.2})
    page = browser_of(officer_of("bilal", Role.SUPERVISOR)).get("/risk/").content.decode()
    assert "no more than the base rate" in page
    assert 'data-dialog="use"' not in page
    assert 'data-dialog="decline"' in page


def test_an_administrator_has_no_business_here(browser_of: Browser, officer_of: Callable[..., Officer]) -> None:
    assert browser_of(officer_of("omar", Role.ADMINISTRATOR)).get("/risk/").status_code == 403
