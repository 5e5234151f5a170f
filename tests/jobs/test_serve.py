"""Where the desk may be served, and how it is known to be up."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from tansiq.jobs.serve import ANY, Address, is_ready
from tansiq.model.errors import Misconfigured


@pytest.fixture(autouse=True)
def nothing_is_set(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("TANSIQ_DEMO", "TANSIQ_HOSTS"):
        monkeypatch.delenv(name, raising=False)


@pytest.mark.parametrize("host", ["127.0.0.1", "127.1.2.3", "::1", "localhost"])
def test_the_demo_is_served_to_this_machine(host: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TANSIQ_DEMO", "1")
    Address(host).check()
    assert Address(host).is_loopback


@pytest.mark.parametrize("host", [ANY, "192.0.2.7", "::", "desk.example.org"])
def test_the_demo_is_not_served_to_others_even_where_names_are_set(host: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TANSIQ_DEMO", "1")
    monkeypatch.setenv("TANSIQ_HOSTS", "desk.example.org")
    with pytest.raises(Misconfigured, match="for this machine only"):
        Address(host).check()


def test_nobody_is_served_who_would_be_turned_away(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(Misconfigured, match="TANSIQ_HOSTS=desk"):
        Address(ANY).check()
    monkeypatch.setenv("TANSIQ_HOSTS", "desk.example.org")
    Address(ANY).check()


class KnownAs(BaseHTTPRequestHandler):
    """A web that answers to one name, as Django does."""

    name = "localhost"

    def do_GET(self) -> None:
        self.send_response(200 if self.headers["Host"] == self.name else 400)
        self.end_headers()

    def log_message(self, *_arguments: object) -> None:
        """Nothing."""


@contextmanager
def web(name: str) -> Iterator[int]:
    with HTTPServer(("127.0.0.1", 0), type("Known", (KnownAs,), {"name": name})) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server.server_port
        server.shutdown()


@pytest.mark.parametrize(
    ("hosts", "name"),
    [
        pytest.param("", "localhost", id="none is set"),
        pytest.param("desk.example.org,10.0.0.1", "desk.example.org", id="behind a proxy"),
        pytest.param(".example.org", "example.org", id="a whole domain"),
    ],
)
@pytest.mark.parametrize("host", ["127.0.0.1", ANY])
def test_the_web_is_asked_by_the_name_it_answers_to(
    host: str, hosts: str, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TANSIQ_HOSTS", hosts)
    with web(name) as port:
        assert is_ready(Address(host, port))
    with web("somebody.else") as port:
        assert not is_ready(Address(host, port))
