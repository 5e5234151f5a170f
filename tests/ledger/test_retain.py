"""What is over its time is destroyed, the rest verifies, and the destruction is on record."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tansiq.database.connect import Connection, connect
from tansiq.ledger.access import accesses, note, seal
from tansiq.ledger.append import append
from tansiq.ledger.intake import content, messages, receive, settle
from tansiq.ledger.keys import PublicKeys, Signer
from tansiq.ledger.observations import observation_bodies, observations
from tansiq.ledger.proofs import inclusion_proof, leaf, verify_inclusion
from tansiq.ledger.retain import Retained, ranges, retain
from tansiq.ledger.trees import latest_head, tiles
from tansiq.ledger.verify import verify
from tansiq.model.errors import LedgerBroken
from tests.ledger.conftest import MONTH, NOON, Put, entries
from tests.ledger.test_access import LOOKED

DAY = timedelta(days=1)


def partitions(ledger: Connection) -> list[str]:
    rows = ledger.execute(
        "SELECT inhrelid::regclass::text FROM pg_inherits WHERE inhparent = 'ledger_observation'::regclass"
    )
    return sorted(name for (name,) in rows)


def test_nothing_is_destroyed_before_its_time(ledger: Connection, put: Put) -> None:
    put(3)
    assert retain(ledger, at=NOON + MONTH - timedelta(microseconds=1)) == Retained(0, 0, 0)
    assert len(observations(ledger, after=-1)) == 3


def test_a_day_that_is_over_goes_whole_and_its_leaves_still_prove(
    ledger: Connection, put: Put, keys: PublicKeys
) -> None:
    put(300)
    put(20, at=NOON + 2 * DAY)
    before = latest_head(ledger, "observation")
    assert retain(ledger, at=NOON + MONTH) == Retained(observations=300, messages=1, accesses=0)
    assert partitions(ledger) == ["ledger_observation_20260503"]
    assert [s.position for s in observations(ledger, after=-1)] == list(range(300, 320))
    found = verify(ledger, keys)
    assert before is not None
    assert (found.destroyed, found.size, found.root) == (300, 320, before.root.hex())
    tree = tiles(ledger, "observation")
    proof = inclusion_proof(tree, 7, 320)
    assert verify_inclusion(leaf(tree, 7), 7, 320, proof, before.root)
    assert retain(ledger, at=NOON + MONTH) == Retained(0, 0, 0)


def test_a_day_that_is_partly_over_goes_row_by_row(ledger: Connection, put: Put, keys: PublicKeys) -> None:
    short, long = entries(1, expires_at=NOON + DAY), entries(1)
    put(6, given=[*short, *long, *short, *short, *long, *short])
    assert retain(ledger, at=NOON + DAY).observations == 4
    assert set(observation_bodies(ledger, range(6))) == {1, 4}
    assert ledger.execute("SELECT first, until FROM ledger_destroyed ORDER BY first").fetchall() == [
        (0, 1),
        (2, 4),
        (5, 6),
    ]
    assert verify(ledger, keys).destroyed == 4
    put(2)
    assert retain(ledger, at=NOON + MONTH).observations == 4
    assert partitions(ledger) == []
    assert verify(ledger, keys).destroyed == 8


def test_a_day_that_is_being_read_is_destroyed_all_the_same(
    ledger: Connection, put: Put, keys: PublicKeys, schema_url: str
) -> None:
    put(5)
    with connect(schema_url) as reader:
        assert len(observations(reader, after=-1)) == 5
        assert retain(ledger, at=NOON + MONTH).observations == 5
        reader.rollback()
    assert observations(ledger, after=-1) == []
    assert verify(ledger, keys).destroyed == 5


def test_destroying_while_others_append_leaves_a_whole_ledger(
    ledger: Connection, put: Put, signer: Signer, keys: PublicKeys, schema_url: str
) -> None:
    put(2000)

    def append_to_the_same_day(number: int) -> None:
        with connect(schema_url, autocommit=True) as own:
            message = receive(own, feed="f", name="", data=b"%d" % number, at=NOON, expires_at=NOON + MONTH).message
            append(own, message, entries(50), at=NOON, signer=signer)

    with ThreadPoolExecutor(3) as pool:
        appended = pool.map(append_to_the_same_day, range(20))
        destroyed = sum(retain(ledger, at=NOON + MONTH).observations for _ in range(6))
        list(appended)
    destroyed += retain(ledger, at=NOON + MONTH).observations
    assert destroyed == verify(ledger, keys).destroyed == 3000


def test_raw_bytes_go_and_their_hash_stays(ledger: Connection, put: Put) -> None:
    put(1, data=b"UNB")
    (before,) = messages(ledger)
    retain(ledger, at=NOON + MONTH)
    (after,) = messages(ledger)
    assert content(ledger, after.message) is None
    assert (after.sha256, after.destroyed_at) == (before.sha256, NOON + MONTH)
    assert ledger.execute("SELECT count(*) FROM ledger_content").fetchone() == (0,)


def test_bytes_that_another_message_needs_stay(ledger: Connection, keys: PublicKeys) -> None:
    first = receive(ledger, feed="a", name="a", data=b"UNB", at=NOON, expires_at=NOON + DAY).message
    second = receive(ledger, feed="b", name="a", data=b"UNB", at=NOON, expires_at=NOON + MONTH).message
    for message in (first, second):
        settle(ledger, message, state="refused", at=NOON, refusals=[{"text": "KHAN/ALI"}])
    assert retain(ledger, at=NOON + DAY).messages == 1
    assert (content(ledger, first), content(ledger, second)) == (None, b"UNB")
    assert [m.refusals for m in messages(ledger)] == [[{"text": "KHAN/ALI"}], []]
    verify(ledger, keys)


def test_what_still_waits_is_kept(ledger: Connection) -> None:
    message = receive(ledger, feed="a", name="a", data=b"UNB", at=NOON, expires_at=NOON).message
    assert retain(ledger, at=NOON + MONTH).messages == 0
    assert content(ledger, message) == b"UNB"


def test_what_was_destroyed_may_be_delivered_anew(ledger: Connection, put: Put) -> None:
    put(1, data=b"UNB")
    retain(ledger, at=NOON + MONTH)
    again = receive(ledger, feed="pia", name="a", data=b"UNB", at=NOON + MONTH, expires_at=NOON + 2 * MONTH)
    assert again.is_new


def test_accesses_go_after_ten_years_and_their_leaves_stay(
    ledger: Connection, signer: Signer, keys: PublicKeys
) -> None:
    note(ledger, LOOKED)
    seal(ledger, signer, NOON)
    assert retain(ledger, at=NOON + timedelta(days=3650)).accesses == 1
    assert accesses(ledger) == []
    assert verify(ledger, keys).destroyed == 1


def test_each_destruction_stands_in_the_access_log(ledger: Connection, put: Put, signer: Signer) -> None:
    put(5)
    retain(ledger, at=NOON + MONTH)
    seal(ledger, signer, NOON + MONTH)
    assert [(a.record.person_name, a.record.what, a.record.request) for a in accesses(ledger)] == [
        ("retention", "destroyed message: 1", "1-1"),
        ("retention", "destroyed observation: 5", "0-4"),
    ]
    assert ledger.execute("SELECT at, what, count FROM ledger_destruction ORDER BY id").fetchall() == [
        (NOON + MONTH, "observation", 5),
        (NOON + MONTH, "message", 1),
    ]


def test_a_destruction_that_is_not_on_record_breaks_the_ledger(ledger: Connection, put: Put, keys: PublicKeys) -> None:
    put(5)
    retain(ledger, at=NOON + MONTH)
    ledger.execute("UPDATE ledger_destroyed SET until = 3 WHERE what = 'observation'")
    with pytest.raises(LedgerBroken) as broken:
        verify(ledger, keys)
    assert broken.value.position == 3


def test_what_was_destroyed_and_is_there_again_is_found(ledger: Connection, put: Put, keys: PublicKeys) -> None:
    """As after a backup that was restored without the list of what had to go."""
    short, long = entries(1, expires_at=NOON + DAY), entries(1)
    put(2, given=[*short, *long])
    ledger.execute("CREATE TEMP TABLE backup AS SELECT * FROM ledger_observation")
    retain(ledger, at=NOON + DAY)
    ledger.execute("INSERT INTO ledger_observation SELECT * FROM backup WHERE position = 0")
    with pytest.raises(LedgerBroken, match="there again"):
        verify(ledger, keys)


def test_a_late_observation_of_a_day_that_went_makes_the_day_anew(
    ledger: Connection, put: Put, signer: Signer, keys: PublicKeys
) -> None:
    late = receive(ledger, feed="f", name="late", data=b"late", at=NOON, expires_at=NOON + 2 * MONTH).message
    put(5)
    retain(ledger, at=NOON + MONTH)
    assert append(ledger, late, entries(2, expires_at=NOON + 2 * MONTH), at=NOON + MONTH, signer=signer) == range(5, 7)
    assert verify(ledger, keys).destroyed == 5


@given(st.sets(st.integers(0, 60)))
def test_ranges_hold_exactly_their_positions(positions: set[int]) -> None:
    found = ranges(sorted(positions))
    assert [p for first, until in found for p in range(first, until)] == sorted(positions)
    assert all(until < first for (_, until), (first, _) in pairwise(found))
