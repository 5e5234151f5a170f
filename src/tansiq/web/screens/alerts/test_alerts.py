"""Deciding on an alert, as officers meet it."""

from collections.abc import Callable

import pytest
from django.test import Client

from tansiq.centre.alerts import Alert, AlertState
from tansiq.centre.cases import Case
from tansiq.centre.dispositions import Disposition
from tansiq.centre.people import Officer, Role
from tansiq.picture.flights import Flight
from tansiq.picture.lists import Listed
from tansiq.web.screens.conftest import PERSON, noted

pytestmark = [pytest.mark.postgres, pytest.mark.django_db]

OTHER = "0b7d5f0e-1c7e-5d0a-9f6e-3a1f7c119f3c"
HTMX = {"HX-Request": "true"}
Browser = Callable[[Officer], Client]


def test_an_opened_alert_compares_part_by_part_and_says_what_it_is_opened_for(
    alert: Alert, ayesha: Officer, browser_of: Browser
) -> None:
    page = browser_of(ayesha).get(f"/alerts/{alert.pk}/", headers=HTMX).content.decode()
    assert page.lstrip().startswith("<article")
    assert f"triage of alert {alert.pk}" in page
    assert "1980-01-02" in page
    assert "<b>PERSON" not in page


def test_an_alert_opened_by_its_address_stands_beside_the_desk(
    alert: Alert, ayesha: Officer, browser_of: Browser
) -> None:
    page = browser_of(ayesha).get(f"/alerts/{alert.pk}/").content.decode()
    assert 'id="rows"' in page
    assert '<article class="opened"' in page


def test_clearing_takes_the_row_away_and_offers_undo(alert: Alert, ayesha: Officer, browser_of: Browser) -> None:
    browser = browser_of(ayesha)
    answer = browser.post(f"/alerts/{alert.pk}/clear", {"reason": "common_name", "version": "1"}, headers=HTMX)
    decision = Disposition.objects.get()
    assert answer.status_code == 200
    assert f'<tr id="alert-{alert.pk}" hx-swap-oob="true" hidden>' in answer.content.decode()
    assert '<strong id="count-open" hx-swap-oob="true">0</strong>' in answer.content.decode()
    assert f"/decisions/{decision.pk}/undo" in answer.content.decode()
    again = browser.post(f"/decisions/{decision.pk}/undo", headers=HTMX).content.decode()
    assert f'<tr data-row role="row" id="alert-{alert.pk}" aria-selected="true" hx-swap-oob="true">' in again
    assert '<strong id="count-open" hx-swap-oob="true">1</strong>' in again
    alert.refresh_from_db()
    assert alert.state == AlertState.OPEN


@pytest.mark.parametrize(
    ("act", "form", "answers"),
    [
        pytest.param("clear", {"reason": "", "version": "1"}, (403, "Choose why"), id="no reason"),
        pytest.param("clear", {"reason": "common_name", "version": "7"}, (409, ""), id="another version was seen"),
        pytest.param("clear", {"reason": "common_name", "version": "x"}, (409, ""), id="version that is no number"),
        pytest.param("refer", {"note": "", "version": ""}, (409, ""), id="no version"),
    ],
)
def test_a_wrong_act_changes_nothing_and_says_why(
    alert: Alert, ayesha: Officer, browser_of: Browser, act: str, form: dict[str, str], answers: tuple[int, str]
) -> None:
    status, says = answers
    answer = browser_of(ayesha).post(f"/alerts/{alert.pk}/{act}", form, headers=HTMX)
    assert answer.status_code == status
    assert says in answer.content.decode()
    alert.refresh_from_db()
    assert (alert.state, alert.version) == (AlertState.OPEN, 1)


def test_a_referral_needs_somebody_elses_yes(
    alert: Alert, ayesha: Officer, bilal: Officer, browser_of: Browser
) -> None:
    browser_of(ayesha).post(f"/alerts/{alert.pk}/refer", {"note": "look", "version": "1"}, headers=HTMX)
    decision = Disposition.objects.get()
    own = browser_of(ayesha).post(f"/decisions/{decision.pk}/confirm", headers=HTMX)
    assert own.status_code == 403
    assert Case.objects.count() == 0
    opened = browser_of(bilal).get(f"/alerts/{alert.pk}/", headers=HTMX).content.decode()
    assert f"/decisions/{decision.pk}/confirm" in opened
    answer = browser_of(bilal).post(f"/decisions/{decision.pk}/confirm", {"note": "yes"}, headers=HTMX)
    assert answer.status_code == 200
    assert f"/cases/{Case.objects.get().number}/" in answer.content.decode()


def test_whoever_comes_too_late_is_told_who_was_first(
    alert: Alert, ayesha: Officer, officer_of: Callable[..., Officer], browser_of: Browser
) -> None:
    other = officer_of("cem", Role.TARGETING)
    form = {"reason": "common_name", "version": "1"}
    browser_of(ayesha).post(f"/alerts/{alert.pk}/clear", form, headers=HTMX)
    answer = browser_of(other).post(f"/alerts/{alert.pk}/clear", form, headers=HTMX)
    assert answer.status_code == 409
    assert "Ayesha Demo" in answer.content.decode()


def test_a_note_and_taking_an_alert_show_at_once(alert: Alert, ayesha: Officer, browser_of: Browser) -> None:
    browser = browser_of(ayesha)
    noted = browser.post(f"/alerts/{alert.pk}/note", {"text": "seen <i>before</i>"}, headers=HTMX).content.decode()
    assert "seen &lt;i&gt;before" in noted
    taken = browser.post(f"/alerts/{alert.pk}/assign", {"version": "1"}, headers=HTMX).content.decode()
    assert "Ayesha Demo" in taken
    alert.refresh_from_db()
    assert alert.assigned_to == ayesha


def test_whoever_has_no_role_for_it_decides_nothing(
    alert: Alert, officer_of: Callable[..., Officer], browser_of: Browser
) -> None:
    auditor = officer_of("dara", Role.DATA_PROTECTION)
    form = {"reason": "common_name", "version": "1"}
    assert browser_of(auditor).post(f"/alerts/{alert.pk}/clear", form, headers=HTMX).status_code == 403


@pytest.mark.parametrize("role", [Role.DATA_PROTECTION, Role.ADMINISTRATOR])
def test_whoever_does_not_work_with_travellers_is_shown_none(
    alert: Alert, come_in: Callable[..., Client], role: Role
) -> None:
    assert come_in(role).get(f"/alerts/{alert.pk}/").status_code == 403


def test_an_alert_beside_the_desk_has_everybody_on_the_page_noted(
    alert: Alert, ayesha: Officer, browser_of: Browser
) -> None:
    other = Alert.objects.get(pk=alert.pk)
    other.pk, other.entry_key, other.person_id, other.name = None, 2, OTHER, "ANOTHER INVENTED"
    other.save()
    page = browser_of(ayesha).get(f"/alerts/{alert.pk}/").content.decode()
    assert "ANOTHER INVENTED" in page
    assert {(r.subject, r.what) for r in noted()} == {(PERSON, "alert"), (PERSON, "desk"), (OTHER, "desk")}


def test_what_another_audience_knows_of_the_traveller_is_not_told(
    alert: Alert, officer_of: Callable[..., Officer], browser_of: Browser
) -> None:
    """Another alert about the person, and fellow travellers, show only to those whom their markings reach."""
    flight = Flight.objects.get()
    secret = Alert.objects.get(pk=alert.pk)
    secret.pk, secret.entry_key, secret.audience = None, 2, ["centre"]
    secret.save()
    entry = flight.entries.get()
    entry.traveller["locator"] = "LOC001"
    entry.save()
    flight.entries.create(
        key=3,
        person_id=OTHER,
        presence="listed",
        role="passenger",
        name="FELLOW",
        traveller=entry.traveller,
        positions=[3],
    )
    address, customs = f"/alerts/{secret.pk}/", officer_of("cem", Role.TARGETING, organisation="customs")
    page = browser_of(customs).get(f"/alerts/{alert.pk}/", headers=HTMX).content.decode()
    assert address not in page
    assert "FELLOW" not in page  # nothing in the ledger says who may know of that entry
    assert [r.subject for r in noted()] == [PERSON]
    own = browser_of(officer_of("ayesha", Role.TARGETING)).get(f"/alerts/{alert.pk}/", headers=HTMX)
    assert address in own.content.decode()


@pytest.mark.parametrize("act", ["clear", "refer", "assign", "note"])
def test_acting_on_what_is_not_shown_is_like_acting_on_nothing(
    alert: Alert, come_in: Callable[..., Client], act: str
) -> None:
    stranger = come_in(Role.TARGETING, organisation="elsewhere")
    form = {"reason": "common_name", "version": "1", "text": "seen"}
    answers = [stranger.post(f"/alerts/{pk}/{act}", form).status_code for pk in (alert.pk, alert.pk + 1000)]
    assert answers == [404, 404]


def test_the_listed_person_of_our_own_list_is_noted_too(
    alert: Alert, ayesha: Officer, browser_of: Browser, list_of: Callable[..., str]
) -> None:
    subject = {"names": ["Invented Person"]}
    key = alert.findings.get().about
    Listed.objects.create(
        key=key, person_id=OTHER, list="W", feed=list_of("w"), position=900, name="W1", subject=subject, details={}
    )
    browser_of(ayesha).get(f"/alerts/{alert.pk}/", headers=HTMX)
    assert [r.subject for r in noted()] == [PERSON, OTHER]


def test_a_clearing_taken_back_says_that_the_traveller_will_not_arrive(
    alert: Alert, ayesha: Officer, browser_of: Browser
) -> None:
    browser = browser_of(ayesha)
    browser.post(f"/alerts/{alert.pk}/clear", {"reason": "common_name", "version": "1"}, headers=HTMX)
    Flight.objects.get().entries.update(presence="not_on_board")
    again = browser.post(f"/decisions/{Disposition.objects.get().pk}/undo", headers=HTMX).content.decode()
    assert "reports that the traveller is not on board" in again
    alert.refresh_from_db()
    assert (alert.state, alert.withdrawn_because) == (AlertState.WITHDRAWN, "not_on_board")
