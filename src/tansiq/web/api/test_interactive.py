"""The interactive endpoint over HTTP: whoever asks is answered in CUSRES or in words, never with a traceback."""

import json
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import timedelta
from wsgiref.types import StartResponse, WSGIEnvironment

import pytest
from django.db import connection
from django.test import RequestFactory
from django.utils import timezone

from tansiq.centre.boarding.policies import Terms, approve_terms, propose_terms
from tansiq.centre.feeds import Feed, issue_token
from tansiq.centre.people import Officer, Organisation, Role
from tansiq.database.server import APPLICATION_ROLE
from tansiq.detectors.boarding import Answer
from tansiq.jobs.iapi.door import MOST_BYTES
from tansiq.ledger.current import current
from tansiq.ledger.intake import messages
from tansiq.web.api.interactive import Interactive

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]

ADDRESS = "/api/iapi/airline"


def paxlst() -> bytes:
    day = f"{timezone.now() + timedelta(days=1):%y%m%d}"
    return (
        f"UNB+UNOA:4+ZZ+CENTRE+{day}:0100+1'UNH+1+PAXLST:D:05B:UN:IATA'BGM+745'RFF+TN:T1'TDT+20+ZZ7001+++ZZ'LOC+125+DXB'"
        f"DTM+189:{day}0300:201'LOC+87+ISB'DTM+232:{day}0700:201'NAD+FL+++INVENTED:PERSON'RFF+ABO:R1'CNT+42:1'UNT+11+1'UNZ+1+1'"
    ).encode()


@dataclass(frozen=True, slots=True)
class Told:
    """An answer as it went out."""

    status: int
    headers: dict[str, str]
    content: bytes


def behind(_environ: WSGIEnvironment, start: StartResponse) -> list[bytes]:
    """The web behind the endpoint."""
    start("418 I'm a teapot", [])
    return []


APPLICATION = Interactive(behind)


def asked(data: bytes, authorization: str, *, length: str | None = None, path: str = ADDRESS) -> Told:
    """What the endpoint answers, as the role of the web."""
    told: list[Told] = []

    def start(status: str, headers: list[tuple[str, str]], _fault: object = None, /) -> Callable[[bytes], object]:
        told.append(Told(int(status[:3]), dict(headers), b""))
        return lambda _data: None

    environ = RequestFactory().post(path, data, content_type="application/edifact").environ
    environ |= {"HTTP_AUTHORIZATION": authorization, "CONTENT_LENGTH": str(len(data)) if length is None else length}
    with connection.cursor() as cursor:
        cursor.execute(f"SET ROLE {APPLICATION_ROLE}")
    try:
        content = b"".join(APPLICATION(environ, start))
    finally:
        with connection.cursor() as cursor:
            cursor.execute("RESET ROLE")
    return replace(told[0], content=content)


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


def test_where_nobody_answers_the_fallback_is_given_and_named(token: str) -> None:
    authorization = f"Bearer {token}"
    answer = asked(paxlst(), authorization)
    assert (answer.status, answer.headers["Content-Type"], answer.headers["X-Tansiq-Fallback"]) == (
        200,
        "application/edifact",
        "down",
    )
    assert b"ERC+2Z" in answer.content
    assert b"WRITTEN FALLBACK" in answer.content
    assert str(messages(current())[0].message) == answer.headers["X-Tansiq-Message"]


@pytest.mark.parametrize(
    ("data", "status", "words"),
    [
        pytest.param(b"", 400, "nothing was sent", id="nothing"),
        pytest.param(b"hello", 422, "no EDIFACT", id="no message"),
        pytest.param(b"x" * (MOST_BYTES + 1), 413, "at most", id="too much"),
    ],
)
def test_what_cannot_be_answered_is_refused_in_words(token: str, data: bytes, status: int, words: str) -> None:
    authorization = f"Bearer {token}"
    answer = asked(data, authorization)
    assert answer.status == status
    assert words in json.loads(answer.content)["error"]


def test_a_list_of_nobody_is_an_error_in_the_carriers_own_language(token: str) -> None:
    authorization = f"Bearer {token}"
    data = paxlst().replace(b"NAD+FL+++INVENTED:PERSON'RFF+ABO:R1'", b"")
    answer = asked(data, authorization)
    assert answer.status == 422
    assert b"ERP+1'ERC+1'" in answer.content


@pytest.mark.parametrize("given", ["", "Bearer wrong", "Basic {token}"], ids=["none", "wrong", "another scheme"])
def test_without_the_token_nobody_is_answered(token: str, given: str) -> None:
    authorization = given.format(token=token)
    answer = asked(paxlst(), authorization)
    assert (answer.status, answer.headers["WWW-Authenticate"]) == (401, "Bearer")
    assert messages(current()) == []


def test_a_feed_without_approved_terms_answers_nothing(feed: Feed) -> None:
    authorization = f"Bearer {issue_token(feed)}"
    answer = asked(paxlst(), authorization)
    assert answer.status == 403
    assert "not approved" in json.loads(answer.content)["error"]


def test_what_cannot_be_kept_is_not_answered(token: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE ledger_content RENAME TO ledger_content_away")
    try:
        authorization = f"Bearer {token}"
        answer = asked(paxlst(), authorization)
    finally:
        with connection.cursor() as cursor:
            cursor.execute("ALTER TABLE ledger_content_away RENAME TO ledger_content")
    assert (answer.status, answer.headers["Retry-After"]) == (503, "1")


@pytest.mark.parametrize("length", ["", "many", "-1"])
def test_the_length_is_said_beforehand(token: str, length: str) -> None:
    authorization = f"Bearer {token}"
    answer = asked(b"UNB", authorization, length=length)
    assert answer.status == 411


def test_everything_else_is_left_to_the_web() -> None:
    assert asked(b"", "", path="/api/intake/airline").status == 418
