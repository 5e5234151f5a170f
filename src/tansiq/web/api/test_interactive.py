"""The interactive endpoint over HTTP: whoever asks is answered in CUSRES or in words, never with a traceback."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone

from tansiq.centre.boarding.policies import Terms, approve_terms, propose_terms
from tansiq.centre.feeds import Feed, issue_token
from tansiq.centre.people import Officer, Organisation, Role
from tansiq.detectors.boarding import Answer
from tansiq.jobs.iapi.door import MOST_BYTES
from tansiq.ledger.current import current
from tansiq.ledger.intake import messages

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]

ADDRESS = "/api/iapi/airline"


def paxlst() -> bytes:
    day = f"{timezone.now() + timedelta(days=1):%y%m%d}"
    return (
        f"UNB+UNOA:4+ZZ+CENTRE+{day}:0100+1'UNH+1+PAXLST:D:05B:UN:IATA'BGM+745'RFF+TN:T1'TDT+20+ZZ7001+++ZZ'LOC+125+DXB'"
        f"DTM+189:{day}0300:201'LOC+87+ISB'DTM+232:{day}0700:201'NAD+FL+++INVENTED:PERSON'RFF+ABO:R1'CNT+42:1'UNT+11+1'UNZ+1+1'"
    ).encode()


@pytest.fixture
def feed(monkeypatch: pytest.MonkeyPatch) -> Feed:
    monkeypatch.delenv("TANSIQ_ANSWERS", raising=False)
    owner = Organisation.objects.create(code="centre", name="Centre")
    return Feed.objects.create(code="airline", title="Airline", owner=owner)


@pytest.fixture
def token(feed: Feed) -> str:
    """The token of a feed whose terms two officers agreed on."""
    layla, bilal = (
        Officer.objects.create(username=name, organisation=feed.owner, roles=[role])
        for name, role in (("layla", Role.ADMINISTRATOR), ("bilal", Role.SUPERVISOR))
    )
    terms = Terms(0, "", Answer.CHECK, "Ask the duty officer.", 200)
    now = timezone.now()
    approve_terms(propose_terms(feed, layla, terms, at=now).pk, bilal, is_approved=True, at=now)
    return issue_token(feed)


def test_where_nobody_answers_the_fallback_is_given_and_named(client: Client, token: str) -> None:
    headers = {"Authorization": f"Bearer {token}"}
    answer = client.post(ADDRESS, paxlst(), content_type="application/edifact", headers=headers)
    assert (answer.status_code, answer["Content-Type"], answer["X-Tansiq-Fallback"]) == (
        200,
        "application/edifact",
        "down",
    )
    assert b"ERC+2Z" in answer.content
    assert b"WRITTEN FALLBACK" in answer.content
    assert str(messages(current())[0].message) == answer["X-Tansiq-Message"]


@pytest.mark.parametrize(
    ("data", "status", "words"),
    [
        pytest.param(b"", 400, "nothing was sent", id="nothing"),
        pytest.param(b"hello", 422, "no EDIFACT", id="no message"),
        pytest.param(b"x" * (MOST_BYTES + 1), 413, "at most", id="too much"),
    ],
)
def test_what_cannot_be_answered_is_refused_in_words(
    client: Client, token: str, data: bytes, status: int, words: str
) -> None:
    headers = {"Authorization": f"Bearer {token}"}
    answer = client.generic(
        "POST", ADDRESS, data, "application/edifact", headers=headers, CONTENT_LENGTH=str(len(data))
    )
    assert answer.status_code == status
    assert words in answer.json()["error"]


def test_a_list_of_nobody_is_an_error_in_the_carriers_own_language(client: Client, token: str) -> None:
    headers = {"Authorization": f"Bearer {token}"}
    data = paxlst().replace(b"NAD+FL+++INVENTED:PERSON'RFF+ABO:R1'", b"")
    answer = client.post(ADDRESS, data, content_type="application/edifact", headers=headers)
    assert answer.status_code == 422
    assert b"ERP+1'ERC+1'" in answer.content


@pytest.mark.parametrize("given", ["", "Bearer wrong", "Basic {token}"], ids=["none", "wrong", "another scheme"])
def test_without_the_token_nobody_is_answered(client: Client, token: str, given: str) -> None:
    headers = {"Authorization": given.format(token=token)}
    answer = client.post(ADDRESS, paxlst(), content_type="application/edifact", headers=headers)
    assert (answer.status_code, answer["WWW-Authenticate"]) == (401, "Bearer")
    assert messages(current()) == []


def test_a_feed_without_approved_terms_answers_nothing(client: Client, feed: Feed) -> None:
    headers = {"Authorization": f"Bearer {issue_token(feed)}"}
    answer = client.post(ADDRESS, paxlst(), content_type="application/edifact", headers=headers)
    assert answer.status_code == 403
    assert "not approved" in answer.json()["error"]


def test_what_cannot_be_kept_is_not_answered(client: Client, token: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE ledger_content RENAME TO ledger_content_away")
    try:
        headers = {"Authorization": f"Bearer {token}"}
        answer = client.post(ADDRESS, paxlst(), content_type="application/edifact", headers=headers)
    finally:
        with connection.cursor() as cursor:
            cursor.execute("ALTER TABLE ledger_content_away RENAME TO ledger_content")
    assert (answer.status_code, answer["Retry-After"]) == (503, "1")


@pytest.mark.parametrize("length", ["", "many", "-1"])
def test_the_length_is_said_beforehand(client: Client, token: str, length: str) -> None:
    headers = {"Authorization": f"Bearer {token}"}
    answer = client.generic("POST", ADDRESS, b"UNB", "text/plain", headers=headers, CONTENT_LENGTH=length)
    assert answer.status_code == 411
