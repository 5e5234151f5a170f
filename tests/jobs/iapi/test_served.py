"""The real web and the real process that answers, over HTTP on loopback: asked, killed, halted, started again."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, replace
from http.client import HTTPConnection
from pathlib import Path

import pytest
from psycopg.conninfo import conninfo_to_dict

from tansiq.centre.boarding.answers import BoardingAnswer
from tansiq.centre.feeds import issue_token
from tansiq.detectors.boarding import Answer
from tansiq.jobs.iapi import ADDRESS
from tansiq.ledger.current import current
from tansiq.ledger.intake import messages
from tests.jobs.iapi.conftest import LISTED, SOMEBODY, TERMS, State, asking, directives
from tests.jobs.iapi.test_door import until

pytestmark = [pytest.mark.slow, pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


@dataclass(frozen=True, slots=True)
class Desk:
    """Where the web listens, with what a carrier has to say to be heard."""

    port: int
    token: str

    def ask(self, data: bytes) -> tuple[int, dict[str, str], str]:
        """Status, directives, and why the fallback was given."""
        client = HTTPConnection("127.0.0.1", self.port, timeout=20)
        headers = {"Authorization": f"Bearer {self.token}", "Content-Type": "application/edifact"}
        client.request("POST", "/api/iapi/airline", body=data, headers=headers)
        answer = client.getresponse()
        body = answer.read()
        client.close()
        return answer.status, directives(body), answer.getheader("X-Tansiq-Fallback") or ""


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def running(*command: str, **environment: str) -> Iterator["subprocess.Popen[bytes]"]:
    with subprocess.Popen([sys.executable, "-m", *command], env=os.environ | environment) as process:  # noqa: S603
        try:
            yield process
        finally:
            process.send_signal(signal.SIGCONT)
            process.terminate()
            process.wait(20)


@pytest.fixture
def url(django_url: str) -> str:
    parts = conninfo_to_dict(django_url)
    return f"postgresql://{parts['user']}@/{parts['dbname']}?host={parts['host']}&port={parts['port']}"


@pytest.fixture
def port() -> int:
    """Where the process that answers is to listen."""
    return free_port()


@pytest.fixture
def desk(state: State, url: str, port: int) -> Iterator[Desk]:
    """The web, with a second's patience."""
    state.agree(replace(TERMS, late_after_ms=1000, fallback=Answer.CHECK))
    web = Desk(free_port(), issue_token(state.feed))
    granian = ["granian", "--interface", "wsgi", "--host", "127.0.0.1", "--port", str(web.port), "--log-level", "error"]
    with running(*granian, "tansiq.web.wsgi:application", DATABASE_URL=url, **{ADDRESS: f"127.0.0.1:{port}"}):
        until(lambda: is_open(web.port))
        yield web


def is_open(port: int) -> bool:
    try:
        socket.create_connection(("127.0.0.1", port), timeout=1).close()
    except OSError:
        return False
    return True


def test_a_killed_or_halted_process_costs_an_answer_by_fallback_and_no_message(
    state: State, desk: Desk, url: str, port: int
) -> None:
    asked = iter(asking([SOMEBODY], transaction=f"T{n}") for n in range(100))
    assert desk.ask(next(asked)) == (200, {"R3": "2Z"}, "down")
    with running("tansiq.jobs.iapi", str(port), DATABASE_URL=url) as process:
        until(lambda: desk.ask(next(asked)) == (200, {"R3": "0Z"}, ""))
        process.send_signal(signal.SIGSTOP)
        begun = time.monotonic()
        status, said, why = desk.ask(next(asked))
        assert (status, said) == (200, {"R3": "2Z"})
        assert why in {"late", "down"}  # on a line that was open, or on one that could not be opened
        assert time.monotonic() - begun < 3
        process.send_signal(signal.SIGCONT)
        until(lambda: desk.ask(next(asked)) == (200, {"R3": "0Z"}, ""))
        process.kill()
        process.wait(10)
        assert desk.ask(next(asked))[1:] == ({"R3": "2Z"}, "down")
    with running("tansiq.jobs.iapi", str(port), DATABASE_URL=url):
        until(lambda: BoardingAnswer.objects.filter(kind="change").exists())  # who had the fallback is looked at
        until(lambda: desk.ask(next(asked)) == (200, {"R3": "0Z"}, ""))
    (change, *_) = BoardingAnswer.objects.filter(kind="change").order_by("-pk")
    assert directives(bytes(change.reply)) == {"R3": "0Z"}
    kept = BoardingAnswer.objects.filter(kind="answer").values_list("message", flat=True)
    assert sorted(kept) == sorted(m.message for m in messages(current()))


def test_before_terms_are_approved_the_process_waits_with_nothing_loaded(
    transactional_db: None, django_url: str, url: str, port: int
) -> None:
    with running("tansiq.jobs.iapi", str(port), DATABASE_URL=url) as process:
        time.sleep(3)
        assert process.poll() is None
        assert not is_open(port)
        pages = int(Path(f"/proc/{process.pid}/statm").read_text().split()[1])
        assert pages * os.sysconf("SC_PAGE_SIZE") < 60 * 2**20


def test_many_at_once_are_each_answered_about_their_own(desk: Desk, state: State, url: str, port: int) -> None:
    state.decide(Answer.NO_BOARD, "ZZ0000001")
    with running("tansiq.jobs.iapi", str(port), DATABASE_URL=url):
        until(lambda: desk.ask(asking([LISTED], transaction="W")) == (200, {"R1": "1Z"}, ""))
        wanted = [(LISTED, {"R1": "1Z"}), (SOMEBODY, {"R3": "0Z"})] * 20
        with ThreadPoolExecutor(8) as carriers:
            data = [asking([guest], transaction=f"M{n}") for n, (guest, _) in enumerate(wanted)]
            found = list(carriers.map(desk.ask, data))
    assert found == [(200, said, "") for _, said in wanted]
