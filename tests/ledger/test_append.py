"""Observations keep their order, their bytes and their proof."""

import os
import signal
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from hashlib import sha256
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tansiq.database.connect import Connection, connect
from tansiq.ledger.append import Entry, append
from tansiq.ledger.intake import receive
from tansiq.ledger.keys import PublicKeys, Signer, public_keys
from tansiq.ledger.observations import observation_bodies, observations
from tansiq.ledger.proofs import (
    consistency_proof,
    inclusion_proof,
    leaf,
    verify_consistency,
    verify_inclusion,
)
from tansiq.ledger.trees import heads_between, latest_head, tiles
from tansiq.ledger.verify import verify
from tests.ledger.conftest import MARKING, MONTH, NOON, Put, entries


def test_what_is_appended_comes_back_in_order_and_unchanged(ledger: Connection, put: Put) -> None:
    given = [*entries(2), *entries(1, kind="leg")]
    assert put(3, given=given) == range(3)
    stored = observations(ledger, after=-1)
    assert [(s.position, s.kind, s.body, s.marking) for s in stored] == [
        (n, e.kind, e.body, MARKING) for n, e in enumerate(given)
    ]
    assert {(s.received_at, s.expires_at) for s in stored} == {(NOON, NOON + MONTH)}


def test_positions_go_on_over_messages_and_days(ledger: Connection, put: Put) -> None:
    made = [put(300, at=NOON + timedelta(days=day)) for day in (0, 1, 0)]
    assert made == [range(300), range(300, 600), range(600, 900)]
    assert [s.position for s in observations(ledger, after=298, limit=400)] == list(range(299, 699))
    assert set(observation_bodies(ledger, [5, 299, 600, 7000])) == {5, 299, 600}
    assert observation_bodies(ledger, []) == {}


def test_a_reader_can_ask_for_kinds(ledger: Connection, put: Put) -> None:
    put(4, given=[*entries(2), *entries(2, kind="leg")])
    assert [s.position for s in observations(ledger, after=-1, kinds=["leg"])] == [2, 3]
    assert observations(ledger, after=3) == []


def test_an_append_is_announced_with_its_last_position(ledger: Connection, put: Put, schema_url: str) -> None:
    with connect(schema_url, autocommit=True) as listener:
        listener.execute("LISTEN tansiq_observation")
        put(7)
        assert [n.payload for n in listener.notifies(timeout=0.5)] == ["6"]


def test_the_leaf_binds_the_body_to_its_message_marking_and_time(ledger: Connection, put: Put) -> None:
    put(1, data=b"UNB")
    row = ledger.execute("SELECT salt, body FROM ledger_observation").fetchone()
    assert row is not None
    header = (
        '{"feed":"pia","kind":"traveller","marking":{"audience":null,"caveats":[],"owners":["pk-fia"],'
        '"purposes":["triage"],"tlp":"AMBER","until":null},"message":"' + sha256(b"UNB").hexdigest() + '",'
        '"ordinal":0,"received_at":"2026-05-01T12:00:00.000000+00:00"}\n'
    )
    assert leaf(tiles(ledger, "observation"), 0) == sha256(b"\0" + row[0] + header.encode() + row[1]).digest()


def test_every_observation_proves_itself_under_every_later_head(ledger: Connection, put: Put) -> None:
    for size in (1, 255, 1, 3, 300):
        put(size)
    tree = tiles(ledger, "observation")
    heads = heads_between(ledger, "observation", 0, 10**9)
    assert [h.size for h in heads] == [1, 256, 257, 260, 560]
    for head in heads:
        for position in range(0, head.size, 51):
            proof = inclusion_proof(tree, position, head.size)
            assert verify_inclusion(leaf(tree, position), position, head.size, proof, head.root)
        proof = consistency_proof(tree, head.size, heads[-1].size)
        assert verify_consistency(head.size, head.root, heads[-1].size, heads[-1].root, proof)


def test_two_batches_of_one_message_keep_counting(ledger: Connection, signer: Signer, keys: PublicKeys) -> None:
    message = receive(ledger, feed="f", name="a", data=b"x", at=NOON, expires_at=NOON + MONTH).message
    append(ledger, message, entries(2), at=NOON, signer=signer)
    append(ledger, message, entries(2), at=NOON, signer=signer)
    assert ledger.execute("SELECT array_agg(ordinal ORDER BY position) FROM ledger_observation").fetchone() == (
        [0, 1, 2, 3],
    )
    assert verify(ledger, keys).size == 4


def test_nothing_to_append_is_no_batch(ledger: Connection, signer: Signer) -> None:
    message = receive(ledger, feed="f", name="a", data=b"x", at=NOON, expires_at=NOON + MONTH).message
    assert append(ledger, message, [], at=NOON, signer=signer) == range(0)
    assert latest_head(ledger, "observation") is None


def test_a_body_that_is_not_text_is_not_appended(ledger: Connection, signer: Signer) -> None:
    message = receive(ledger, feed="f", name="a", data=b"x", at=NOON, expires_at=NOON + MONTH).message
    with pytest.raises(UnicodeDecodeError):
        append(ledger, message, [Entry("leg", b"\xff", MARKING, NOON)], at=NOON, signer=signer)


@given(bodies=st.lists(st.text(max_size=40), min_size=1, max_size=8), owner=st.text(max_size=8))
@settings(deadline=None, max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_text_in_body_and_marking_verifies(
    ledger: Connection, signer: Signer, keys: PublicKeys, bodies: list[str], owner: str
) -> None:
    marking = MARKING | {"owners": [owner.replace("\0", "")]}
    given = [Entry("leg", body.encode("utf-8", "replace"), marking, NOON + MONTH) for body in bodies]
    message = receive(ledger, feed="f", name="a", data=os.urandom(16), at=NOON, expires_at=NOON + MONTH).message
    positions = append(ledger, message, given, at=NOON, signer=signer)
    found = observation_bodies(ledger, positions)
    assert [found[p].body for p in positions] == [entry.body for entry in given]
    verify(ledger, keys)


def test_appends_at_once_leave_one_whole_tree(
    ledger: Connection, schema_url: str, signer: Signer, keys: PublicKeys
) -> None:
    def take(number: int) -> range:
        with connect(schema_url, autocommit=True) as own:
            message = receive(own, feed="f", name="a", data=b"%d" % number, at=NOON, expires_at=NOON + MONTH).message
            return append(own, message, entries(40), at=NOON, signer=signer)

    with ThreadPoolExecutor(4) as pool:
        made = list(pool.map(take, range(12)))
    assert sorted(p for positions in made for p in positions) == list(range(480))
    assert verify(ledger, keys).size == 480


WRITER = """
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tansiq.database.connect import connect
from tansiq.ledger.append import Entry, append
from tansiq.ledger.intake import receive, claim, settle
from tansiq.ledger.keys import Signer
url, keys = sys.argv[1:]
signer = Signer.load_or_create(Path(keys))
now = datetime(2026, 5, 1, tzinfo=UTC)
entry = Entry("leg", b"{}", {}, now)
with connect(url, autocommit=True) as connection:
    number = int(sys.stdin.readline())
    while True:
        receive(connection, feed="f", name="a", data=b"%d" % number, at=now, expires_at=now)
        print(number, flush=True)
        number += 1
        with connection.transaction():
            waiting = claim(connection)
            append(connection, waiting.message, [entry] * 2000, at=now, signer=signer)
            settle(connection, waiting.message, state="taken", at=now)
"""


def test_a_writer_killed_at_any_moment_leaves_whole_messages(
    ledger: Connection, schema_url: str, tmp_path: Path
) -> None:
    acknowledged: set[int] = set()
    for attempt in range(8):
        command = [sys.executable, "-c", WRITER, schema_url, str(tmp_path)]
        writer = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)  # noqa: S603
        assert writer.stdin is not None
        assert writer.stdout is not None
        writer.stdin.write(f"{attempt * 1_000_000}\n")
        writer.stdin.flush()
        acknowledged.add(int(writer.stdout.readline()))
        time.sleep(0.013 * attempt)
        writer.send_signal(signal.SIGKILL)
        acknowledged |= {int(line) for line in writer.communicate()[0].split()}
    kept = ledger.execute("SELECT convert_from(data, 'UTF8')::int FROM ledger_content").fetchall()
    assert acknowledged <= {number for (number,) in kept}
    sizes = ledger.execute(
        "SELECT m.state, count(o.position) FROM ledger_message m LEFT JOIN ledger_observation o ON o.message = m.id"
        " GROUP BY m.id"
    ).fetchall()
    assert set(sizes) <= {("taken", 2000), ("waiting", 0)}
    assert verify(ledger, public_keys(tmp_path)).size == 2000 * sum(state == "taken" for state, _ in sizes)
