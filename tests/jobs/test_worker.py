"""The worker goes on: past a timer that fails, a clock that is set back, a database that went away."""

import logging
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

import psycopg
import pytest

from tansiq.centre.feeds import Feed
from tansiq.centre.people import Organisation
from tansiq.jobs.centre import make_inbox
from tansiq.jobs.worker import Timer, Worker, first_line, inbox
from tansiq.model.errors import LedgerBroken

NOW = datetime(2026, 5, 1, 3, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


def test_a_timer_runs_again_when_its_time_has_come() -> None:
    runs: list[None] = []
    timer = Timer("counting", MINUTE, lambda: runs.append(None))
    for at in (NOW, NOW + MINUTE / 2, NOW + MINUTE):
        timer.run(at)
    assert len(runs) == 2


def test_a_clock_set_back_stops_no_timer() -> None:
    runs: list[None] = []
    timer = Timer("counting", MINUTE, lambda: runs.append(None))
    for at in (NOW, NOW - timedelta(hours=3), NOW - timedelta(hours=3) + MINUTE):
        timer.run(at)
    assert len(runs) == 3


@pytest.mark.parametrize(
    "fault",
    [
        pytest.param(LedgerBroken("the tree is broken"), id="the ledger"),
        pytest.param(PermissionError(13, "Permission denied"), id="a file"),
        pytest.param(psycopg.errors.NotNullViolation("null value\nDETAIL:  (KHAN, ALI)"), id="the database"),
    ],
)
def test_a_timer_that_fails_is_named_once_and_tried_again(fault: Exception, caplog: pytest.LogCaptureFixture) -> None:
    def act() -> None:
        raise fault

    timer = Timer("sealing", MINUTE, act)
    for turn in range(3):
        timer.run(NOW + turn * MINUTE)
    [said] = [r.getMessage() for r in caplog.records if r.levelno == logging.ERROR]
    assert said == f"sealing failed and will be tried again: {first_line(fault)}"
    assert "KHAN" not in said


def test_a_lost_database_is_for_the_worker_to_wait_for() -> None:
    def act() -> None:
        raise psycopg.errors.AdminShutdown("terminating connection")

    with pytest.raises(psycopg.OperationalError):
        Timer("sealing", MINUTE, act).run(NOW)


@contextmanager
def beside(act: Callable[[], object]) -> Iterator[None]:
    """Do something in another thread while the worker works in this one."""
    with ThreadPoolExecutor(1) as other:
        done = other.submit(act)
        yield
        done.result(timeout=30)


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
@pytest.mark.filterwarnings(
    "ignore:.*was deleted while still open:ResourceWarning"
)  # the cut may come while it reads lists
def test_the_worker_outlives_its_database_connection(django_url: str) -> None:
    owner = Organisation.objects.create(code="centre", name="Centre")
    Feed.objects.create(code="airline", title="Airline", owner=owner)
    make_inbox()
    worker = Worker()

    def cut_off_and_send() -> None:
        try:
            with psycopg.connect(django_url, autocommit=True) as other:
                cut = "SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory' AND granted"
                wait_for(lambda: other.execute(cut).fetchone() is not None)
                (inbox() / "airline" / "m.edi").write_bytes(b"after the cut")
                wait_for(lambda: other.execute("SELECT 1 FROM ledger_message WHERE state = 'refused'").fetchone())
        finally:
            worker.stop()

    with beside(cut_off_and_send):
        worker.run()


def wait_for(holds: Callable[[], object]) -> None:
    deadline = time.monotonic() + 20
    while not holds():
        assert time.monotonic() < deadline
        time.sleep(0.02)
