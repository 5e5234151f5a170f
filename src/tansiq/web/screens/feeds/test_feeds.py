"""The feeds as an administrator and everybody else meet them."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from tansiq.centre.feeds import Feed, feed_for_token
from tansiq.centre.people import Officer, Organisation, Role
from tansiq.ledger.current import current
from tansiq.ledger.intake import claim, messages, receive, settle
from tansiq.model.reading import Refusal, RefusalCode

pytestmark = [pytest.mark.postgres, pytest.mark.django_db]

Browser = Callable[[Officer], Client]
HTMX = {"HX-Request": "true"}


@pytest.fixture
def omar(officer_of: Callable[..., Officer]) -> Officer:
    return officer_of("omar", Role.ADMINISTRATOR)


@pytest.fixture
def feed(db: None) -> Feed:
    owner, _ = Organisation.objects.get_or_create(code="centre", defaults={"name": "Centre"})
    return Feed.objects.create(code="airline-zz", title="Lists of <b>ZZ</b>", owner=owner, rhythm_s=3600)


def refused(feed: Feed) -> int:
    """A message of the feed that was refused."""
    now = timezone.now()
    message = receive(
        current(), feed=feed.code, name="zeros.edi", data=b"\0" * 9, at=now, expires_at=now + timedelta(days=1)
    ).message
    assert claim(current()) is not None
    refusal = Refusal(
        RefusalCode.UNKNOWN_FORMAT, 0, 9, "nine zero bytes; a message or a list expected", "send it again"
    )
    settle(current(), message, state="refused", at=now, refusals=[refusal], accounted=9)
    return message


def test_silence_is_seen(feed: Feed, ayesha: Officer, browser_of: Browser) -> None:
    page = browser_of(ayesha).get("/feeds/").content.decode()
    assert "silent" in page
    assert "Lists of &lt;b&gt;ZZ" in page


@pytest.mark.django_db(transaction=True)
def test_a_refusal_stands_there_with_its_place_and_repair(feed: Feed, ayesha: Officer, browser_of: Browser) -> None:
    refused(feed)
    page = browser_of(ayesha).get("/feeds/airline-zz/?show=refused").content.decode()
    assert "unknown_format" in page
    assert "nine zero bytes" in page
    assert "send it again" in page


def test_only_an_administrator_changes_a_feed(feed: Feed, ayesha: Officer, browser_of: Browser) -> None:
    browser = browser_of(ayesha)
    assert "data-dialog" not in browser.get("/feeds/airline-zz/", headers=HTMX).content.decode()
    assert browser.post("/feeds/airline-zz/token").status_code == 403
    assert browser.post("/feeds/airline-zz/take-in").status_code == 403


def test_a_new_token_is_shown_once_and_works(feed: Feed, omar: Officer, browser_of: Browser) -> None:
    page = browser_of(omar).post("/feeds/airline-zz/token", headers=HTMX).content.decode()
    token = page.split('class="code">')[1].split(">")[1].split("<")[0]
    assert feed_for_token("airline-zz", token) == feed
    assert token not in browser_of(omar).get("/feeds/airline-zz/").content.decode()


@pytest.mark.django_db(transaction=True)
def test_a_file_taken_in_waits_for_the_worker(feed: Feed, omar: Officer, browser_of: Browser) -> None:
    browser = browser_of(omar)
    browser.post("/feeds/airline-zz/take-in", {"file": SimpleUploadedFile("a.edi", b"UNB+invented'")})
    found = messages(current(), feed="airline-zz")
    assert [(m.name, m.state, m.size) for m in found] == [("a.edi", "waiting", 13)]
    assert browser.post("/feeds/airline-zz/take-in").status_code == 403
