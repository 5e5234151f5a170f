"""Live events, as a page and as PostgreSQL see them."""

import asyncio
import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from http.client import HTTPConnection, HTTPResponse
from typing import Any

import psycopg
import pytest
from django.core.signing import TimestampSigner
from hypothesis import given
from hypothesis import strategies as st

from tansiq.database.home import secret
from tansiq.web.live import WAITING_AT_MOST, Listener, Live, loopback_aliases
from tansiq.web.token import Ticket, mint, read

ORIGIN = "http://127.0.0.1:8000"
NOT_OURS = "x"
TICKET = Ticket(officer=7, organisation="PK-ANF")


class Page:
    """A client of the application, spoken to as ASGI 3 says."""

    def __init__(self) -> None:
        self.sent: asyncio.Queue[Mapping[str, Any]] = asyncio.Queue()
        self.left = asyncio.Event()

    async def receive(self) -> Mapping[str, Any]:
        """Say nothing until the page leaves."""
        await self.left.wait()
        return {"type": "http.disconnect"}

    async def send(self, message: Mapping[str, Any]) -> None:
        """Keep what the application sends."""
        await self.sent.put(message)

    async def next(self) -> Mapping[str, Any]:
        """The next message; a fault after two seconds."""
        async with asyncio.timeout(2):
            return await self.sent.get()


def scope(path: str = "/live", *, token: str = "", origin: str = ORIGIN) -> dict[str, Any]:
    return {
        "type": "http",
        "method": "GET",
        "path": path,
        "query_string": f"token={token}".encode(),
        "headers": [(b"origin", origin.encode())],
    }


@asynccontextmanager
async def listening(live: Live, ticket: Ticket = TICKET) -> AsyncIterator[Page]:
    page = Page()
    serving = asyncio.create_task(live(scope(token=mint(ticket)), page.receive, page.send))
    assert (await page.next())["status"] == 200
    await page.next()  # the retry time
    yield page
    page.left.set()
    async with asyncio.timeout(2):
        await serving


async def hear(events: list[str], ticket: Ticket = TICKET) -> list[str]:
    live = Live("", [ORIGIN])
    async with listening(live, ticket) as page:
        for event in events:
            live.publish(event)
        live.publish('{"type":"last"}')
        texts = []
        while not (text := (await page.next())["body"].decode()).endswith('{"type": "last"}\n\n'):
            texts.append(text)
    assert not live.listeners
    return texts


@pytest.mark.parametrize(
    ("event", "arrives"),
    [
        pytest.param('{"type":"alert","id":4711}', ['data: {"type": "alert", "id": 4711}\n\n'], id="an alert"),
        pytest.param(
            '{"type":"alert","id":1,"name":"A"}', ['data: {"type": "alert", "id": 1}\n\n'], id="a name is left out"
        ),
        pytest.param(
            '{"type":"alert","id":1,"audience":["PK-FIA","PK-ANF"]}',
            ['data: {"type": "alert", "id": 1}\n\n'],
            id="for us",
        ),
        pytest.param('{"type":"alert","id":1,"audience":["PK-FIA"]}', [], id="for another organisation"),
        pytest.param('{"type":"alert","id":1,"audience":[]}', [], id="for nobody"),
        pytest.param('{"type":"alert","id":1,"audience":"PK-ANF"}', [], id="an audience that is no list"),
        pytest.param(
            '{"type":"alert","id":1,"audience":null}', ['data: {"type": "alert", "id": 1}\n\n'], id="for anybody"
        ),
        pytest.param("not json", [], id="not JSON"),
        pytest.param('["alert"]', [], id="not an object"),
        pytest.param('{"id":1}', [], id="without a type"),
    ],
)
def test_a_page_hears_what_it_may_and_nothing_personal(event: str, arrives: list[str]) -> None:
    assert asyncio.run(hear([event])) == arrives


@given(st.text())
def test_no_notification_stops_the_others(payload: str) -> None:
    live = Live("", [ORIGIN])
    listener = Listener(TICKET)
    live.listeners.add(listener)
    live.publish(payload)
    live.publish('{"type":"alert","id":1}')
    assert listener.waiting.qsize() >= 1


def test_a_page_that_does_not_read_is_ended() -> None:
    listener = Listener(TICKET)
    for _ in range(WAITING_AT_MOST + 1):
        listener.put("data: {}\n\n")
    assert listener.waiting.qsize() == 1
    assert asyncio.run(listener.next()) is None


def test_a_silent_line_gets_a_heartbeat() -> None:
    assert asyncio.run(Listener(TICKET).next(within_s=0.01)) == ":\n\n"


async def answer(asked: dict[str, Any]) -> tuple[int, dict[bytes, bytes]]:
    page = Page()
    await Live("", [ORIGIN])(asked, page.receive, page.send)
    start = await page.next()
    return start["status"], dict(start["headers"])


@pytest.mark.parametrize(
    ("asked", "status"),
    [
        pytest.param(scope(token=NOT_OURS), 401, id="a token that is not ours"),
        pytest.param(scope(), 401, id="no token"),
        pytest.param(scope(token=mint(TICKET), origin="https://elsewhere.example"), 403, id="another origin"),
        pytest.param(scope(token=mint(TICKET), origin=""), 403, id="no origin"),
        pytest.param(scope("/"), 404, id="another address"),
        pytest.param(scope("/healthz"), 200, id="health"),
    ],
)
def test_who_is_turned_away(asked: dict[str, Any], status: int) -> None:
    assert asyncio.run(answer(asked))[0] == status


def test_only_our_origin_is_named_and_never_all() -> None:
    _, headers = asyncio.run(answer(scope(token=NOT_OURS)))
    assert headers[b"access-control-allow-origin"] == ORIGIN.encode()
    assert headers[b"vary"] == b"Origin"


@pytest.mark.parametrize(
    ("origin", "aliases"),
    [
        pytest.param(
            "http://127.0.0.1:80", {"http://127.0.0.1:80", "http://localhost:80", "http://[::1]:80"}, id="loopback"
        ),
        pytest.param("https://desk.example/", {"https://desk.example"}, id="a real one has no other names"),
    ],
)
def test_a_loopback_origin_has_three_names(origin: str, aliases: set[str]) -> None:
    assert loopback_aliases(origin) == aliases


def test_a_token_says_who_listens_and_grows_old(monkeypatch: pytest.MonkeyPatch) -> None:
    token = mint(TICKET)
    assert read(token) == TICKET
    thirteen_hours_on = time.time() + 13 * 3600
    monkeypatch.setattr(time, "time", lambda: thirteen_hours_on)
    assert read(token) is None


def test_a_token_signed_for_something_else_is_no_ticket() -> None:
    other = TimestampSigner(key=secret("session"), salt="something.else").sign_object(
        {"officer": 7, "organisation": ""}
    )
    assert read(other) is None


def _connect(port: int) -> tuple[HTTPConnection, HTTPResponse]:
    deadline = time.monotonic() + 15
    while time.monotonic() < deadline:
        connection = HTTPConnection("127.0.0.1", port, timeout=10)
        try:
            connection.request("GET", f"/live?token={mint(TICKET)}", headers={"Origin": ORIGIN})
            return connection, connection.getresponse()
        except ConnectionRefusedError:
            connection.close()
            time.sleep(0.1)
    pytest.fail("the live application did not start")


def _next_event(response: HTTPResponse) -> dict[str, object]:
    while line := response.readline().decode():
        if line.startswith("data: "):
            said: dict[str, object] = json.loads(line.removeprefix("data: "))
            if said["type"] != "gap":
                return said
    pytest.fail("the stream ended")


@pytest.mark.slow
@pytest.mark.postgres
def test_a_notification_of_the_database_reaches_a_page(django_url: str) -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "granian", "--interface", "asgi", "--host", "127.0.0.1", "--port", str(port)]
    command += ["--workers-kill-timeout", "1"]  # a stream is open for hours: there is nothing to wait for
    environment = os.environ | {"DATABASE_URL": django_url, "TANSIQ_ORIGIN": ORIGIN}
    command += ["--log-level", "warning", "tansiq.web.live:application"]
    with subprocess.Popen(command, env=environment) as server:  # noqa: S603  our own command
        try:
            page, response = _connect(port)
            assert response.headers["Content-Type"] == "text/event-stream"
            with psycopg.connect(django_url, autocommit=True) as connection:
                until = time.monotonic() + 10
                while not connection.execute("SELECT 1 FROM pg_stat_activity WHERE query LIKE 'LISTEN%'").fetchone():
                    assert time.monotonic() < until
                    time.sleep(0.05)
                began = time.monotonic()
                connection.execute("""SELECT pg_notify('tansiq_desk', '{"type":"alert","id":4711}')""")
                assert _next_event(response) == {"type": "alert", "id": 4711}
                assert time.monotonic() - began < 1
            response.close()
            page.close()
        finally:
            server.terminate()
