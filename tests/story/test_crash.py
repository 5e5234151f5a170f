"""Killing any process at any moment loses no acknowledged message, doubles none, and the ledger still verifies."""

import hashlib
import os
import random
import signal
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import psycopg
import pytest

from tansiq.bench.paxlst import listed_traveller_list
from tansiq.bench.served import NotServing, Served, serving

KILLS = 54
FEED = "airline-crash"
RECOVERS_WITHIN_S = 60.0
DAY = datetime.now(UTC) + timedelta(days=1)


def victims(centre: Served) -> dict[str, list[int]]:
    """Process ids by what they are."""
    found: dict[str, list[int]] = {"worker": [], "web": [], "postgres": []}
    for pid in centre.children():
        line = centre.command_line(pid)
        if "tansiq work" in line:
            found["worker"].append(pid)
        elif "web.wsgi" in line:
            found["web"].append(pid)
        elif "postgres" in line:
            found["postgres"].append(pid)
    return found


def kill_one(centre: Served, kind: str, dice: random.Random) -> None:
    """SIGKILL to one process of a kind, once one runs again after the last kill."""
    deadline = time.monotonic() + RECOVERS_WITHIN_S
    while time.monotonic() < deadline:
        pids = victims(centre)[kind]
        if pids:
            try:
                os.kill(dice.choice(pids), signal.SIGKILL)
            except ProcessLookupError:
                continue
            return
        time.sleep(0.05)
    pytest.fail(f"no {kind} came back within {RECOVERS_WITHIN_S:.0f} s")


def send(centre: Served, token: str, data: bytes) -> bool:
    """Whether the message was acknowledged."""
    try:
        return centre.post(FEED, token, data, timeout_s=5)["sha256"] == hashlib.sha256(data).hexdigest()
    except OSError:
        return False


def wait_until_taken(centre: Served, acknowledged: dict[str, int]) -> list[tuple[str, str, int]]:
    """Each message's hash, state and number of traveller observations, once nothing waits any more."""
    deadline = time.monotonic() + RECOVERS_WITHIN_S
    rows: list[tuple[str, str, int]] = []
    while time.monotonic() < deadline:
        try:
            with psycopg.connect(centre.database_url(), connect_timeout=5) as connection:
                rows = connection.execute(
                    "SELECT encode(m.sha256, 'hex'), m.state, count(o.position) FILTER (WHERE o.kind = 'traveller')"
                    " FROM ledger_message m LEFT JOIN ledger_observation o ON o.message = m.id"
                    " WHERE m.feed = %s GROUP BY m.id",
                    (FEED,),
                ).fetchall()
        except (psycopg.Error, NotServing):
            time.sleep(0.5)
            continue
        if acknowledged.keys() <= {r[0] for r in rows} and all(r[1] != "waiting" for r in rows):
            return rows
        time.sleep(0.5)
    return rows


@pytest.mark.slow
def test_no_acknowledged_message_is_lost_or_doubled_by_kills(tmp_path: Path) -> None:
    dice = random.Random(20260501)
    acknowledged: dict[str, int] = {}
    with serving(tmp_path / "home") as centre:
        token = centre.token(FEED)
        sequence = 0
        for kind in ("worker", "web", "postgres") * (KILLS // 3):
            for _ in range(dice.randint(1, 6)):
                sequence += 1
                data = listed_traveller_list(sequence, ("Crash Invented", "1980-01-02"), DAY, travellers=5)
                if send(centre, token, data):
                    acknowledged[hashlib.sha256(data).hexdigest()] = 5
                time.sleep(dice.uniform(0, 0.2))
            kill_one(centre, kind, dice)
        rows = wait_until_taken(centre, acknowledged)
        verified = centre.tansiq("verify")
    assert len(acknowledged) >= 30, "the centre answered too rarely for this to say anything"
    by_hash: dict[str, list[tuple[str, int]]] = {}
    for digest, state, travellers in rows:
        by_hash.setdefault(digest, []).append((state, travellers))
    assert {d: by_hash.get(d) for d in acknowledged} == {d: [("taken", n)] for d, n in acknowledged.items()}
    assert verified.returncode == 0, verified.stdout + verified.stderr
