"""Intake over HTTP: only whole messages are acknowledged, and only to whoever holds the feed's token."""

import os
import socket
import subprocess
import sys
import time
from hashlib import sha256

import pytest
from django.test import Client
from psycopg.conninfo import conninfo_to_dict

from tansiq.centre.feeds import Feed, issue_token
from tansiq.centre.people import Organisation
from tansiq.ledger.current import current
from tansiq.ledger.intake import MAX_BYTES, messages

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]

ADDRESS = "/api/intake/airline"


@pytest.fixture
def token() -> str:
    """The token of an airline's feed."""
    owner = Organisation.objects.create(code="centre", name="Centre")
    Feed.objects.create(code="other", title="Other", owner=owner)
    return issue_token(Feed.objects.create(code="airline", title="Airline", owner=owner))


def test_a_message_is_acknowledged_with_its_hash(client: Client, token: str) -> None:
    answer = client.post(
        ADDRESS, b"UNB", content_type="application/edifact", headers={"Authorization": f"Bearer {token}"}
    )
    assert (answer.status_code, answer.json()["sha256"]) == (202, sha256(b"UNB").hexdigest())
    assert [m.size for m in messages(current())] == [3]


@pytest.mark.parametrize(
    "given",
    [
        pytest.param("Bearer ", id="no token"),
        pytest.param("Bearer wrong", id="a wrong token"),
        pytest.param("Basic {token}", id="another scheme"),
    ],
)
def test_without_the_token_nothing_is_kept(client: Client, token: str, given: str) -> None:
    headers = {"Authorization": given.format(token=token)}
    assert client.post(ADDRESS, b"UNB", content_type="text/plain", headers=headers).status_code == 401
    other = {"Authorization": f"Bearer {token}"}
    assert client.post("/api/intake/other", b"UNB", content_type="text/plain", headers=other).status_code == 401
    assert messages(current()) == []


@pytest.mark.parametrize(
    ("length", "status"),
    [
        pytest.param("", 411, id="not said"),
        pytest.param("many", 411, id="no number"),
        pytest.param("-1", 411, id="negative"),
        pytest.param("\u0663", 411, id="other digits"),
        pytest.param(str(MAX_BYTES + 1), 413, id="too much"),
        pytest.param("9" * 30, 413, id="far too much"),
    ],
)
def test_the_length_is_said_beforehand_and_kept(client: Client, token: str, length: str, status: int) -> None:
    headers = {"Authorization": f"Bearer {token}"}
    answer = client.generic("POST", ADDRESS, b"UNB", "text/plain", headers=headers, CONTENT_LENGTH=length)
    assert answer.status_code == status
    assert messages(current()) == []


@pytest.mark.parametrize(
    ("header", "name"),
    [
        pytest.param("list.edi", "list.edi", id="plain"),
        pytest.param("../../keys/session", "session", id="folders"),
        pytest.param("فہرست.edi".encode().decode("latin-1"), "فہرست.edi", id="UTF-8, as servers read it"),
        pytest.param("caf\xe9.edi", "café.edi", id="Latin-1"),
        pytest.param("a\tb", "a\ufffdb", id="a control character"),
        pytest.param("", "unnamed", id="empty"),
    ],
)
def test_a_file_is_called_what_can_be_shown(client: Client, token: str, header: str, name: str) -> None:
    headers = {"Authorization": f"Bearer {token}", "X-File-Name": header}
    assert client.post(ADDRESS, b"UNB", content_type="text/plain", headers=headers).status_code == 202
    assert [m.name for m in messages(current())] == [name]


def answer_of(port: int, request: bytes, *, is_all: bool = True) -> bytes:
    """The first line of a server's answer to raw bytes. is_all: False for a sender that goes away after them."""
    with socket.create_connection(("127.0.0.1", port), timeout=20) as connection:
        connection.sendall(request)
        if not is_all:
            connection.shutdown(socket.SHUT_WR)
        return connection.makefile("rb").readline()


@pytest.mark.slow
def test_a_chunked_or_broken_body_is_not_acknowledged_by_the_real_server(token: str, django_url: str) -> None:
    """What the server makes of such bodies is its own affair; a 202 for half a message must not be."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1", "--port", str(port)]
    command += ["--log-level", "error", "tansiq.web.wsgi:application"]
    head = f"POST {ADDRESS} HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer {token}\r\n".encode()
    with subprocess.Popen(command, env=environment(django_url)) as server:  # noqa: S603  our own command
        try:
            wait_for(port)
            chunked = answer_of(port, head + b"Transfer-Encoding: chunked\r\n\r\n3\r\nUNB\r\n0\r\n\r\n")
            short = answer_of(port, head + b"Content-Length: 100\r\n\r\nUNB", is_all=False)
            whole = answer_of(port, head + b"Content-Length: 3\r\n\r\nUNB")
        finally:
            server.terminate()
    assert b" 411 " in chunked
    assert b" 202 " not in short
    assert b" 202 " in whole
    assert [m.size for m in messages(current())] == [3]


def environment(url: str) -> dict[str, str]:
    parts = conninfo_to_dict(url)
    address = f"postgresql://{parts['user']}@/{parts['dbname']}?host={parts['host']}&port={parts['port']}"
    return os.environ | {"DATABASE_URL": address}


def wait_for(port: int) -> None:
    deadline = time.monotonic() + 20
    while time.monotonic() < deadline:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    pytest.fail("the web did not start")
