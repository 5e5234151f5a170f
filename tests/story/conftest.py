"""The whole product, running with the invented national day; one for all stories of a run."""

import time
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from tansiq.bench.served import Served, serving
from tansiq.database.server import running_url

TAKEN_IN_WITHIN_S = 120.0


@pytest.fixture(scope="session")
def centre(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """`tansiq serve --demo`, warm, its day taken in."""
    home: Path = tmp_path_factory.mktemp("centre") / "home"
    with serving(home, "--demo") as started:
        _wait_for_the_day(started)
        yield started


def _wait_for_the_day(centre: Served) -> None:
    url = running_url(centre.home)
    assert url is not None
    deadline = time.monotonic() + TAKEN_IN_WITHIN_S
    with psycopg.connect(url, autocommit=True) as connection:
        while time.monotonic() < deadline:
            row = connection.execute(
                "SELECT (SELECT count(*) FROM ledger_message WHERE state = 'waiting'),"
                " (SELECT coalesce(max(position), -1) FROM ledger_observation) - (SELECT coalesce(max(position), -1) FROM jobs_cursor)"
            ).fetchone()
            if row == (0, 0):
                return
            time.sleep(0.2)
    pytest.fail("the national day was not taken in in time")
