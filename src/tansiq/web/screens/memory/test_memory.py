"""What memory keeps from the desk, for those who answer for it."""

from collections.abc import Callable

import pytest
from django.test import Client

from tansiq.centre.distinctions import Distinction, KeptBack
from tansiq.centre.people import Officer, Role
from tansiq.picture.flights import ManifestEntry
from tansiq.web.screens.conftest import noted
from tansiq.web.screens.persons.test_told_apart import entry, first, listed

pytestmark = [pytest.mark.postgres, pytest.mark.django_db]

__all__ = ["entry", "first", "listed"]  # fixtures of the same story


def shown(client: Client) -> str:
    response = client.get("/told-apart/")
    assert response.status_code == 200
    return response.content.decode()


def test_an_empty_page_says_what_will_stand_there(come_in: Callable[..., Client]) -> None:
    assert "Nobody is told apart from a list entry" in shown(come_in(Role.DATA_PROTECTION))


def test_data_protection_sees_each_decision_and_how_often_it_was_used(
    browser_of: Callable[[Officer], Client], officer_of: Callable[..., Officer], entry: ManifestEntry
) -> None:
    page = shown(browser_of(officer_of("mariam", Role.DATA_PROTECTION)))
    assert "1 decision holds" in page
    assert "1 alert was kept back in 30 days" in page
    assert "&lt;b&gt;Gul" in page
    assert "Ayesha Demo" in page
    [read] = [record for record in noted() if record.what == "told apart"]
    assert (read.person, read.ground, read.subject) == ("mariam", "audit", str(entry.person_id))


def test_what_an_agency_may_not_know_is_neither_shown_nor_counted(
    browser_of: Callable[[Officer], Client], bilal: Officer, entry: ManifestEntry
) -> None:
    Distinction.objects.update(audience=["customs"])
    KeptBack.objects.update(audience=["customs"])
    assert "Nobody is told apart from a list entry" in shown(browser_of(bilal))


def test_the_desk_is_turned_away(browser_of: Callable[[Officer], Client], ayesha: Officer) -> None:
    assert browser_of(ayesha).get("/told-apart/").status_code == 403
