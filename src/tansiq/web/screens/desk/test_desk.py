"""The desk as an officer meets it."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from tansiq.centre.alerts import Alert
from tansiq.centre.dispositions import refer
from tansiq.centre.people import Officer, Role
from tansiq.web.screens.conftest import PERSON, noted

pytestmark = [pytest.mark.postgres, pytest.mark.django_db]


def desk(client: Client, tab: str = "") -> str:
    response = client.get(f"/?tab={tab}")
    assert response.status_code == 200
    return response.content.decode()


@pytest.mark.parametrize(
    ("tab", "says"),
    [
        pytest.param("", "Nothing waits for you", id="open"),
        pytest.param("second", "No referral waits for a second officer", id="second"),
        pytest.param("late", "Every alert was decided in time", id="late"),
    ],
)
def test_an_empty_desk_says_so_and_what_comes_next(
    ayesha: Officer, browser_of: Callable[[Officer], Client], tab: str, says: str
) -> None:
    assert says in desk(browser_of(ayesha), tab)


def test_the_desk_shows_who_why_and_what_speaks_against(
    alert: Alert, ayesha: Officer, browser_of: Callable[[Officer], Client]
) -> None:
    page = desk(browser_of(ayesha))
    assert "INVENTED &lt;b&gt;PERSON&lt;/b&gt;" in page
    assert "<b>PERSON" not in page
    assert "the names are the same" in page
    assert 'class="against"' in page


def test_whoever_is_shown_is_noted(alert: Alert, ayesha: Officer, browser_of: Callable[[Officer], Client]) -> None:
    desk(browser_of(ayesha))
    record = next(r for r in noted() if r.subject == PERSON)
    assert (record.person, record.ground, record.about, record.what) == ("ayesha", "triage", "desk", "desk")


def test_another_agency_outside_the_audience_sees_nothing(
    alert: Alert, officer_of: Callable[..., Officer], browser_of: Callable[[Officer], Client]
) -> None:
    stranger = officer_of("stranger", Role.TARGETING, organisation="elsewhere")
    browser = browser_of(stranger)
    assert "INVENTED" not in desk(browser)
    assert browser.get(f"/alerts/{alert.pk}/").status_code == 404


def test_an_alert_moves_from_open_to_the_second_officer_and_to_late(
    alert: Alert, ayesha: Officer, bilal: Officer, browser_of: Callable[[Officer], Client]
) -> None:
    browser = browser_of(bilal)
    row = f'id="alert-{alert.pk}"'
    assert [tab for tab in ("open", "second", "late") if row in desk(browser, tab)] == ["open"]
    Alert.objects.update(lands_at=timezone.now() - timedelta(hours=2))
    assert [tab for tab in ("open", "second", "late") if row in desk(browser, tab)] == ["late"]
    refer(alert.pk, ayesha, note="", version=1, at=timezone.now())
    assert [tab for tab in ("open", "second", "late") if row in desk(browser, tab)] == ["second"]


@pytest.mark.parametrize(
    ("role", "place"),
    [
        pytest.param(Role.DATA_PROTECTION, "/access/", id="data protection: the access log"),
        pytest.param(Role.ADMINISTRATOR, "/feeds/", id="administrator: the feeds"),
    ],
)
def test_whoever_does_not_work_with_travellers_is_led_to_their_own_place(
    alert: Alert, come_in: Callable[..., Client], role: Role, place: str
) -> None:
    browser = come_in(role)
    assert browser.get("/").headers["Location"] == place
    page = browser.get(place).content.decode()
    assert '<a href="/" data-key="g d"' not in page
    assert "INVENTED" not in page
