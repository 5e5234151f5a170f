"""Officers and feeds, as an administrator at the command line makes and changes them. All are invented."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from allauth.mfa.models import Authenticator
from django.contrib.auth import authenticate
from django.test import Client

from tansiq.centre.feeds import Feed, feed_for_token
from tansiq.centre.people import Officer
from tansiq.handling.marking import TLP
from tansiq.jobs.centre import FeedTerms, add_feed, add_officer, close_account, renew_token, reset_authenticator
from tansiq.jobs.worker import inbox
from tansiq.ledger.access import accesses, seal
from tansiq.ledger.current import current
from tansiq.ledger.keys import Signer
from tansiq.model.errors import Misconfigured

pytestmark = [pytest.mark.postgres, pytest.mark.django_db]

NOW = datetime(2026, 5, 1, 3, 0, tzinfo=UTC)


def amina(*roles: str) -> str:
    return add_officer(
        "amina", name="Amina Example", organisation="centre", roles=list(roles or ("targeting",)), at=NOW
    )


def noted(tmp_path: Path) -> list[tuple[str, str, str]]:
    seal(current(), Signer.load_or_create(tmp_path), NOW)
    return [(a.record.person_name, a.record.what, a.record.about) for a in reversed(accesses(current()))]


@pytest.fixture
def browser(client: Client) -> Client:
    """Amina's browser, signed in."""
    amina()
    officer = Officer.objects.get(username="amina")
    Authenticator.objects.create(user=officer, type=Authenticator.Type.TOTP, data={})
    client.force_login(officer)
    assert client.get("/flights/").status_code == 200
    return client


def test_a_closed_account_is_out_at_once_and_its_password_opens_nothing(browser: Client) -> None:
    password = amina()
    browser.force_login(Officer.objects.get(username="amina"))
    assert close_account("amina", at=NOW) == 0
    assert browser.get("/flights/").headers["Location"].startswith("/account/sign-in/")
    assert authenticate(username="amina", password=password) is None


def test_an_account_that_is_added_again_is_open_again() -> None:
    amina()
    close_account("amina", at=NOW)
    password = amina()
    assert Officer.objects.get(username="amina").check_password(password)
    assert Officer.objects.get(username="amina").is_active


def test_a_lost_authenticator_is_replaced_with_a_fresh_password(browser: Client) -> None:
    before = Officer.objects.get(username="amina").password
    password = reset_authenticator("amina", at=NOW)
    officer = Officer.objects.get(username="amina")
    assert officer.check_password(password)
    assert officer.password != before
    assert not Authenticator.objects.exists()
    assert browser.get("/flights/").headers["Location"].startswith("/account/sign-in/")


@pytest.mark.parametrize("act", [close_account, reset_authenticator])
def test_an_officer_that_is_none_is_said_so(act: object) -> None:
    assert callable(act)
    with pytest.raises(Misconfigured, match="there is no officer nobody"):
        act("nobody", at=NOW)


def test_what_the_command_line_did_is_noted(tmp_path: Path) -> None:
    amina("supervisor", "targeting")
    amina()
    close_account("amina", at=NOW)
    reset_authenticator("amina", at=NOW)
    feed = add_feed("airline-zz", FeedTerms("zz"), at=NOW)
    add_feed("airline-zz", FeedTerms("zz"), at=NOW)
    renew_token(feed, at=NOW)
    assert noted(tmp_path) == [
        ("command line", "added the officer", "officer amina (supervisor, targeting)"),
        ("command line", "changed the officer", "officer amina (targeting)"),
        ("command line", "closed the account", "officer amina"),
        ("command line", "reset the authenticator", "officer amina"),
        ("command line", "added the feed", "feed airline-zz"),
        ("command line", "changed the feed", "feed airline-zz"),
        ("command line", "renewed the intake token", "feed airline-zz"),
    ]


def test_a_feed_keeps_what_is_not_said_anew() -> None:
    amina()
    add_feed("list-un", FeedTerms("un", "UN list", "list", "CLEAR", ["centre"]), at=NOW)
    feed = add_feed("list-un", FeedTerms("un"), at=NOW)
    assert (feed.title, feed.retention, feed.tlp) == ("UN list", "list", "CLEAR")
    assert feed.marking().reaches() == frozenset({"centre", "un"})
    token = renew_token(feed, at=NOW)
    assert feed_for_token("list-un", token) == feed


def test_a_new_feed_is_its_owners_alone() -> None:
    feed = add_feed("airline-zz", FeedTerms("zz"), at=NOW)
    feed.refresh_from_db()
    assert (feed.title, feed.retention, feed.marking().tlp) == ("airline-zz", "api", TLP.AMBER)
    assert feed.marking().reaches() == frozenset({"zz"})
    assert (inbox() / "airline-zz").is_dir()


@pytest.mark.parametrize("code", ["../outside", "two words", "", "a" * 65, "فیڈ"])
def test_a_code_that_cannot_stand_in_an_address_or_a_folder_is_refused(code: str) -> None:
    with pytest.raises(Misconfigured, match="cannot name a feed"):
        add_feed(code, FeedTerms("zz"), at=NOW)
    assert not Feed.objects.exists()


def test_an_audience_that_does_not_exist_is_refused() -> None:
    with pytest.raises(Misconfigured, match="there is no organisation custom\n"):
        add_feed("airline-zz", FeedTerms("zz", audience=["custom"]), at=NOW)
