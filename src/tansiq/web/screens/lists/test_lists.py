"""The lists as officers meet them."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.utils import timezone

from tansiq.centre.people import Officer
from tansiq.model.observations import ListEntry, Source
from tansiq.model.subjects import Subject
from tansiq.picture.lists import Listed, load

pytestmark = [pytest.mark.postgres, pytest.mark.django_db]

Browser = Callable[[Officer], Client]


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
