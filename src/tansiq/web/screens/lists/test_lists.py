"""The lists as officers meet them."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.utils import timezone

from tansiq.centre.access_log import names_of
from tansiq.centre.people import Officer, Role
from tansiq.handling.marking import TLP
from tansiq.model.observations import ListEntry, Source
from tansiq.model.subjects import Subject
from tansiq.picture.lists import Listed, load
from tansiq.web.screens.conftest import noted

pytestmark = [pytest.mark.postgres, pytest.mark.django_db]

Browser = Callable[[Officer], Client]


@pytest.fixture(autouse=True)
def own_list(list_of: Callable[..., str]) -> None:
    """The feed of the centre's own list."""
    list_of("list-w")


def entry(identifier: str, name: str) -> ListEntry:
    return ListEntry(
        "Watchlist (invented)", Subject(identifier, names=(name,)), Source("w.csv", 0, 1), version="2026-05-01"
    )


def test_no_list_says_how_to_load_one(ayesha: Officer, browser_of: Browser) -> None:
    assert "No list is in force" in browser_of(ayesha).get("/lists/").content.decode()


def test_a_version_says_what_changed_and_the_one_before_stays(ayesha: Officer, browser_of: Browser) -> None:
    load("list-w", 1, {1: entry("A", "Invented One"), 2: entry("B", "Invented Two")}, at=timezone.now())
    load("list-w", 2, {3: entry("A", "Invented Uno"), 4: entry("C", "Invented <i>Three")}, at=timezone.now())
    page = browser_of(ayesha).get("/lists/").content.decode()
    assert "1 added, 1 changed, 1 removed" in page
    assert "2 added, 0 changed, 0 removed" in page


def test_a_list_that_was_cut_removes_nobody(db: None) -> None:
    load("list-w", 1, {1: entry("A", "Invented One"), 2: entry("B", "Invented Two")}, at=timezone.now())
    version = load("list-w", 2, {3: entry("A", "Invented One")}, at=timezone.now(), is_partial=True)
    assert (version.removed, Listed.objects.count()) == (0, 2)


def test_an_entry_is_found_by_its_words_and_opens(ayesha: Officer, browser_of: Browser) -> None:
    load("list-w", 1, {1: entry("A", "Invented <i>One</i>")}, at=timezone.now())
    browser = browser_of(ayesha)
    assert "Invented &lt;i&gt;One" in browser.get("/lists/?words=one+invented").content.decode()
    assert "Nobody of that name is listed" in browser.get("/lists/?words=nobody").content.decode()
    opened = browser.get(f"/lists/{Listed.objects.get().pk}/", headers={"HX-Request": "true"}).content.decode()
    assert "list-w/A" in opened


def test_who_is_shown_of_a_list_of_our_own_is_noted(ayesha: Officer, browser_of: Browser) -> None:
    load("list-w", 1, {1: entry("A", "Invented One"), 2: entry("B", "Another Two")}, at=timezone.now())
    browser, one = browser_of(ayesha), Listed.objects.get(key="list-w/A")
    page = browser.get("/lists/?words=invented").content.decode()
    assert "whom this page names is recorded" in page
    opened = browser.get(f"/lists/{one.pk}/").content.decode()
    assert "lists: list-w/A · recorded" in opened
    assert [(r.subject, r.what, r.ground, r.about) for r in noted()] == [
        (str(one.person_id), "list entries", "request", "lists: invented"),
        (str(one.person_id), "list entries", "request", "lists: list-w/A"),
    ]
    browser.get("/lists/?list=list-w")
    assert {r.subject for r in noted()} == {str(x.person_id) for x in Listed.objects.all()}
    assert names_of([str(one.person_id)]) == {str(one.person_id): "Invented One"}


def test_what_is_published_or_is_nobody_is_not_noted(
    ayesha: Officer, browser_of: Browser, list_of: Callable[..., str]
) -> None:
    load(list_of("list-un", TLP.CLEAR), 1, {1: entry("A", "Invented One")}, at=timezone.now())
    company = Subject("B", type="organization", names=("Invented Company",))
    load("list-w", 2, {2: ListEntry("W", company, Source("w.csv", 0, 1))}, at=timezone.now())
    browser = browser_of(ayesha)
    assert "page names is recorded" not in browser.get("/lists/?words=invented").content.decode()
    for entry_id in Listed.objects.values_list("pk", flat=True):
        browser.get(f"/lists/{entry_id}/")
    assert noted() == []


@pytest.mark.parametrize("address", ["/lists/", "/lists/?words=invented", "/lists/?list=list-w"])
def test_a_list_is_shown_to_those_whom_its_feed_lets_know(come_in: Callable[..., Client], address: str) -> None:
    load("list-w", 1, {1: entry("A", "Invented One")}, at=timezone.now())
    stranger = come_in(Role.TARGETING, organisation="elsewhere")
    page = stranger.get(address).content.decode()
    assert "Invented One" not in page
    assert "list-w</bdi>" not in page
    assert stranger.get(f"/lists/{Listed.objects.get().pk}/").status_code == 404
    assert noted() == []


def test_an_older_version_that_came_late_is_said_to_be_so(ayesha: Officer, browser_of: Browser) -> None:
    load("list-w", 2, {1: entry("A", "Invented One")}, at=timezone.now())
    load("list-w", 1, {2: entry("B", "Invented Two")}, at=timezone.now())
    assert "came late, not put in force" in browser_of(ayesha).get("/lists/").content.decode()
