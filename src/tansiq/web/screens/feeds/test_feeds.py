"""The feeds as an administrator and everybody else meet them."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from tansiq.centre.alerts import Alert
from tansiq.centre.feeds import Feed, feed_for_token
from tansiq.centre.people import Officer, Organisation, Role
from tansiq.jobs.cursor import Attempt, Screening
from tansiq.ledger.current import current
from tansiq.ledger.intake import claim, messages, receive, settle
from tansiq.model.reading import Refusal, RefusalCode
from tansiq.web.screens.conftest import noted

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


@pytest.fixture
def unfollowed(feed: Feed) -> int:
    """A message of the feed that was read, and then ended its worker three times."""
    now = timezone.now()
    message = receive(
        current(), feed=feed.code, name="poison.edi", data=b"poison", at=now, expires_at=now + timedelta(days=1)
    ).message
    settle(current(), message, state="taken", at=now, format="paxlst", travellers=2)
    Attempt.objects.create(message=message, after=-1, count=4, failed_at=now)
    return message


@pytest.mark.django_db(transaction=True)
def test_what_we_could_not_follow_is_our_fault_and_is_tried_again(
    feed: Feed, unfollowed: int, omar: Officer, browser_of: Browser
) -> None:
    browser = browser_of(omar)
    assert "our fault" in browser.get("/feeds/").content.decode()
    for address in ("/feeds/airline-zz/", "/feeds/airline-zz/?show=refused"):
        page = browser.get(address).content.decode()
        assert "alerts about its travellers may be missing" in page
        assert f"/feeds/airline-zz/messages/{unfollowed}/again" in page
    for _ in range(2):
        assert browser.post(f"/feeds/airline-zz/messages/{unfollowed}/again").status_code == 302
    assert Attempt.objects.get().is_wanted
    assert [r.what for r in noted()] == [f"tried message {unfollowed} again"], "the second press changed nothing"
    assert "our fault" not in browser.get("/feeds/").content.decode()


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    "address",
    [
        pytest.param("/feeds/other/messages/{message}/again", id="a message of another feed"),
        pytest.param("/feeds/airline-zz/messages/999/again", id="no such message"),
        pytest.param("/feeds/airline-zz/messages/" + "9" * 30 + "/again", id="no number at all"),
        pytest.param("/feeds/nowhere/messages/{message}/again", id="no such feed"),
    ],
)
def test_only_a_message_of_the_feed_is_tried_again(
    feed: Feed, unfollowed: int, omar: Officer, browser_of: Browser, address: str
) -> None:
    Feed.objects.create(code="other", title="Other", owner=feed.owner)
    assert browser_of(omar).post(address.format(message=unfollowed)).status_code == 404
    assert not Attempt.objects.get().is_wanted


@pytest.mark.parametrize("before", ["9" * 30, "x", "\u0663"])
def test_a_page_that_is_none_is_the_first_one(feed: Feed, omar: Officer, browser_of: Browser, before: str) -> None:
    assert browser_of(omar).get("/feeds/airline-zz/", {"before": before}).status_code == 200


@pytest.mark.django_db(transaction=True)
def test_words_that_may_quote_a_message_are_for_those_who_may_know_and_are_noted(
    feed: Feed, omar: Officer, officer_of: Callable[..., Officer], browser_of: Browser
) -> None:
    refused(feed)
    others = [officer_of("mariam", Role.DATA_PROTECTION), officer_of("cem", Role.TARGETING, organisation="elsewhere")]
    for other in others:
        page = browser_of(other).get("/feeds/airline-zz/").content.decode()
        assert "nine zero bytes" not in page
        assert "send it again" in page
    assert noted() == []
    assert "nine zero bytes" in browser_of(omar).get("/feeds/airline-zz/").content.decode()
    assert [(r.person, r.what, r.about) for r in noted()] == [("omar", "read what was refused", "feed airline-zz")]


def test_an_alert_that_reaches_nobody_is_said_without_saying_which(
    alert: Alert, omar: Officer, browser_of: Browser
) -> None:
    assert "reaches nobody" not in browser_of(omar).get("/feeds/").content.decode()
    Alert.objects.update(audience=[])
    page = browser_of(omar).get("/feeds/").content.decode()
    assert "1 undecided alert reaches nobody" in page
    assert "INVENTED" not in page


def test_flights_that_could_not_be_screened_are_said_and_tried_again(
    alert: Alert, omar: Officer, ayesha: Officer, browser_of: Browser
) -> None:
    Screening.objects.create(flight=alert.flight, count=4, failed_at=timezone.now())
    assert "1 flight could not be screened again" in browser_of(ayesha).get("/feeds/").content.decode()
    assert browser_of(ayesha).post("/feeds/screening/again").status_code == 403
    assert browser_of(omar).post("/feeds/screening/again").status_code == 302
    assert Screening.objects.get().failed_at is None
    assert [r.what for r in noted()] == ["had flights screened again"]


@pytest.mark.django_db(transaction=True)
def test_an_uploaded_file_is_called_what_can_be_shown(feed: Feed, omar: Officer, browser_of: Browser) -> None:
    browser_of(omar).post("/feeds/airline-zz/take-in", {"file": SimpleUploadedFile("a\u202eb.edi", b"UNB")})
    assert [m.name for m in messages(current())] == ["ab.edi"]
