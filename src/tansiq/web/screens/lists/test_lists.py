"""The lists as officers meet them."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from tansiq.centre.access_log import names_of
from tansiq.centre.alerts import Alert, FindingRecord
from tansiq.centre.people import Officer, Role
from tansiq.handling.marking import TLP
from tansiq.jobs.lapses import remove_missing
from tansiq.model.observations import ListEntry, Source
from tansiq.model.subjects import Subject
from tansiq.picture.absences import CUT
from tansiq.picture.lists import Listed, ListVersion, listed_id, load
from tansiq.web.screens.conftest import noted
from tansiq.web.screens.lists.version import SHOWN

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
    version = load("list-w", 2, {3: entry("A", "Invented One")}, at=timezone.now(), refused=[CUT])
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


def loaded(*versions: dict[str, Subject], feed: str = "list-w") -> list[ListVersion]:
    """Versions of a list, one after the other; subjects by the publisher's number."""
    made = []
    for number, subjects in enumerate(versions, 1):
        entries = {
            number * 100 + at: ListEntry("Watchlist (invented)", replace(subject, id=key), Source("w.csv", 0, 1))
            for at, (key, subject) in enumerate(subjects.items())
        }
        made.append(load(feed, number, entries, at=timezone.now()))
    return made


ONE = Subject(names=("Invented One",), birth_dates=("1970",))
TWO = Subject(names=("Invented <i>Two</i>",), birth_dates=("1971",))


def test_a_version_opens_entry_by_entry_and_field_by_field(ayesha: Officer, browser_of: Browser) -> None:
    _, second = loaded(
        {"A": ONE, "B": TWO}, {"A": replace(ONE, birth_dates=("1970-05-02",)), "C": Subject(names=("Invented Three",))}
    )
    browser, address = browser_of(ayesha), f"/lists/versions/{second.pk}/"
    opened = browser.get(address, headers={"HX-Request": "true"}).content.decode()
    assert "<html" not in opened
    assert "<del><bdi>1970</bdi></del>" in opened
    assert "<ins><bdi>1970-05-02</bdi></ins>" in opened
    assert "Invented &lt;i&gt;Two" in opened
    assert "1 added" in opened
    assert "in force" in opened
    assert f'href="/lists/{Listed.objects.get(key="list-w/A").pk}/"' in opened
    only = browser.get(f"{address}?kind=removed").content.decode()
    assert "Invented Three" not in only
    assert "Invented &lt;i&gt;Two" in only


def test_whom_a_diff_of_our_own_list_names_is_noted(ayesha: Officer, browser_of: Browser) -> None:
    _, second = loaded({"A": ONE, "B": TWO}, {"A": ONE})
    browser_of(ayesha).get(f"/lists/versions/{second.pk}/")
    assert [(r.subject, r.what, r.about) for r in noted()] == [
        (str(listed_id("list-w/B")), "list entries", "lists: list-w")
    ]


def test_a_diff_of_a_published_list_is_not_noted(
    ayesha: Officer, browser_of: Browser, list_of: Callable[..., str]
) -> None:
    (version,) = loaded({"A": ONE}, feed=list_of("list-un", TLP.CLEAR))
    assert "Invented One" in browser_of(ayesha).get(f"/lists/versions/{version.pk}/").content.decode()
    assert noted() == []


def test_a_version_that_changed_nothing_says_so(ayesha: Officer, browser_of: Browser) -> None:
    _, second = loaded({"A": ONE}, {"A": ONE})
    assert (
        "Every entry says what it said before"
        in browser_of(ayesha).get(f"/lists/versions/{second.pk}/").content.decode()
    )
    assert noted() == []


def test_a_long_diff_is_cut_into_pages(ayesha: Officer, browser_of: Browser) -> None:
    (version,) = loaded({f"A{n:03d}": replace(ONE, names=(f"Invented N{n:03d}",)) for n in range(SHOWN + 3)})
    browser, address = browser_of(ayesha), f"/lists/versions/{version.pk}/"
    first = browser.get(address).content.decode()
    assert "page 1" in first
    assert "N052" not in first
    second = browser.get(f"{address}?page=2").content.decode()
    assert "N052" in second
    for page in ("0", "x", "9" * 30, "²"):
        assert browser.get(f"{address}?page={page}").status_code == 200


def test_a_version_names_the_alerts_that_came_and_went_with_it(
    ayesha: Officer, browser_of: Browser, alert: Alert
) -> None:
    subject = {"W1": ONE}
    first, second = loaded(subject, {"X": TWO}, feed="list-w")
    finding = FindingRecord.objects.get()
    FindingRecord.objects.update(
        about="list-w/W1", found_at=first.loaded_at, withdrawn_at=second.loaded_at + timedelta(seconds=1)
    )
    browser = browser_of(ayesha)
    assert finding.alert == alert
    for version, words in ((first, "Alerts since then"), (second, "Alerts that rest on it no longer")):
        shown = browser.get(f"/lists/versions/{version.pk}/").content.decode()
        assert words in shown
        assert f'href="/alerts/{alert.pk}/"' in shown


def test_a_version_is_shown_to_those_whom_its_feed_lets_know(come_in: Callable[..., Client]) -> None:
    (version,) = loaded({"A": ONE})
    stranger = come_in(Role.TARGETING, organisation="elsewhere")
    assert stranger.get(f"/lists/versions/{version.pk}/").status_code == 404
    assert noted() == []


@pytest.mark.parametrize("words", ["Inventid One", "Tareek", "طارق"])
def test_an_entry_is_found_in_another_spelling_and_script(ayesha: Officer, browser_of: Browser, words: str) -> None:
    loaded({"A": Subject(names=("Invented One", "Tariq"))})
    assert "Invented One" in browser_of(ayesha).get("/lists/", {"words": words}).content.decode()


@pytest.fixture
def cut() -> ListVersion:
    """A version that was cut: it lacks B, who was kept."""
    load("list-w", 1, {1: entry("A", "Invented One"), 2: entry("B", "Invented <i>Two</i>")}, at=timezone.now())
    return load("list-w", 2, {3: entry("A", "Invented One")}, at=timezone.now(), refused=[CUT])


def test_whom_a_version_lacks_and_kept_is_named_and_noted(
    cut: ListVersion, ayesha: Officer, browser_of: Browser
) -> None:
    page = browser_of(ayesha).get(f"/lists/versions/{cut.pk}/").content.decode()
    assert "incomplete: 1 missing entry was kept" in page
    assert "Invented &lt;i&gt;Two" in page
    assert "Remove them all the same" not in page, "she is no administrator"
    assert [(r.subject, r.what) for r in noted()] == [(str(listed_id("list-w/B")), "list entries")]


def test_an_administrator_has_them_removed_with_a_reason(cut: ListVersion, come_in: Callable[..., Client]) -> None:
    omar = come_in(Role.ADMINISTRATOR)
    address = f"/lists/versions/{cut.pk}/"
    assert "Remove 1 entry" in omar.get(address).content.decode()
    assert omar.post(f"{address}missing/", {"reason": " "}).status_code == 403
    page = omar.post(f"{address}missing/", {"reason": "a <b>letter</b>"}, follow=True).content.decode()
    assert "They are removed within seconds" in page
    assert "is having them removed: <bdi>a &lt;b&gt;letter" in page
    assert "Remove them all the same" not in page
    assert remove_missing(at=timezone.now()) == 1
    page = omar.get(address).content.decode()
    assert "1 missing entry was removed on the word of" in page
    assert "not all of it could be read" in page


def test_what_an_earlier_tansiq_kept_is_said_as_it_was(cut: ListVersion, ayesha: Officer, browser_of: Browser) -> None:
    ListVersion.objects.filter(pk=cut.pk).update(kept=None)
    assert "incomplete: nobody was removed" in browser_of(ayesha).get(f"/lists/versions/{cut.pk}/").content.decode()
