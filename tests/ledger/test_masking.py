"""What is masked cannot be read, is on record, and its leaf still verifies, until all of it is destroyed."""

from datetime import timedelta

import pytest

from tansiq.database.connect import Connection
from tansiq.ledger.access import accesses, seal
from tansiq.ledger.keys import PublicKeys, Signer
from tansiq.ledger.masking import mask_message, mask_positions, masked_among, messages_due, set_terms
from tansiq.ledger.observations import observation_bodies, sealed_contents
from tansiq.ledger.retain import hold, retain
from tansiq.ledger.trees import latest_head
from tansiq.ledger.verify import verify
from tansiq.model.errors import LedgerBroken
from tests.ledger.conftest import MONTH, NOON, Put, entries

DAY = timedelta(days=1)
KINDS = ("traveller",)


def without_all(_body: bytes) -> bytes:
    return b'{"masked":true}'


def masked(ledger: Connection, message: int = 1) -> int:
    total = 0
    while found := mask_message(ledger, message, without_all, KINDS, at=NOON + DAY):
        total += found
    return total


def bodies(ledger: Connection, positions: range) -> set[bytes]:
    return {s.body for s in observation_bodies(ledger, positions).values()}


def test_a_masked_observation_reads_masked_and_verifies(ledger: Connection, put: Put, keys: PublicKeys) -> None:
    positions = put(5)
    before = latest_head(ledger, "observation")
    assert masked(ledger) == 5
    assert bodies(ledger, positions) == {b'{"masked":true}'}
    assert sealed_contents(ledger, positions) == {}
    assert masked_among(ledger, positions) == dict.fromkeys(positions, NOON + DAY)
    found = verify(ledger, keys)
    assert before is not None
    assert (found.root, found.masked, found.destroyed) == (before.root.hex(), 5, 0)


def test_no_salt_is_left_beside_a_masked_body(ledger: Connection, put: Put) -> None:
    put(2)
    masked(ledger)
    assert ledger.execute("SELECT DISTINCT salt FROM ledger_observation").fetchall() == [(b"",)]


def test_masking_again_masks_nothing(ledger: Connection, put: Put, keys: PublicKeys) -> None:
    positions = put(3)
    assert (masked(ledger), masked(ledger)) == (3, 0)
    assert mask_positions(ledger, positions, without_all, KINDS, at=NOON + MONTH) == 0
    assert verify(ledger, keys).masked == 3


def test_kinds_that_hold_nobody_stay_as_they_are(ledger: Connection, put: Put) -> None:
    positions = put(3, given=[*entries(1), *entries(1, kind="leg"), *entries(1)])
    assert masked(ledger) == 2
    assert set(masked_among(ledger, positions)) == {positions[0], positions[2]}


def test_what_a_case_holds_stays_whole_until_it_is_destroyed(ledger: Connection, put: Put, keys: PublicKeys) -> None:
    positions = put(3)
    hold(ledger, [positions[1]], until=NOON + 10 * MONTH)
    assert masked(ledger) == 2
    assert set(masked_among(ledger, positions)) == {positions[0], positions[2]}
    retain(ledger, at=NOON + MONTH)
    assert set(observation_bodies(ledger, positions)) == {positions[1]}
    assert verify(ledger, keys).destroyed == 2


def test_messages_are_due_at_their_time_and_not_before_and_once(ledger: Connection, put: Put) -> None:
    put(1)
    set_terms(ledger, 1, masks_at=NOON + DAY, expires_at=NOON + DAY)
    assert messages_due(ledger, at=NOON + DAY - timedelta(microseconds=1), limit=9) == []
    assert messages_due(ledger, at=NOON + DAY, limit=9) == [1]
    masked(ledger)
    assert messages_due(ledger, at=NOON + MONTH, limit=9) == []


@pytest.mark.parametrize("is_whole_day", [pytest.param(True, id="a whole day"), pytest.param(False, id="row by row")])
def test_destroying_takes_the_whole_body_along(
    ledger: Connection, put: Put, keys: PublicKeys, is_whole_day: bool
) -> None:
    put(3, given=entries(3) if is_whole_day else [*entries(2), *entries(1, expires_at=NOON + 9 * MONTH)])
    masked(ledger)
    retain(ledger, at=NOON + MONTH)
    left = 0 if is_whole_day else 1
    assert ledger.execute("SELECT count(*) FROM ledger_masked").fetchone() == (left,)
    found = verify(ledger, keys)
    assert (found.masked, found.destroyed) == (left, 3 - left)


def test_each_masking_stands_in_the_access_log(ledger: Connection, put: Put, signer: Signer) -> None:
    put(5)
    masked(ledger)
    seal(ledger, signer, NOON + DAY)
    assert [(a.record.person_name, a.record.about, a.record.what, a.record.request) for a in accesses(ledger)] == [
        ("retention", "masking 1", "masked observation: 5", "0-4")
    ]


def test_what_is_masked_without_a_record_breaks_the_ledger(ledger: Connection, put: Put, keys: PublicKeys) -> None:
    put(2)
    masked(ledger)
    ledger.execute("DELETE FROM ledger_destroyed WHERE what = 'masking'")
    with pytest.raises(LedgerBroken, match="is masked, and no record names it"):
        verify(ledger, keys)


def test_what_was_masked_and_is_readable_again_is_found(ledger: Connection, put: Put, keys: PublicKeys) -> None:
    """As after a backup that was restored without masking what had been masked since."""
    put(2)
    ledger.execute("CREATE TEMP TABLE backup AS SELECT * FROM ledger_observation")
    masked(ledger)
    ledger.execute(
        "UPDATE ledger_observation o SET body = b.body, salt = b.salt, masked_at = NULL FROM backup b"
        " WHERE b.position = o.position"
    )
    with pytest.raises(LedgerBroken, match="was masked and is readable again"):
        verify(ledger, keys)


def test_a_whole_body_that_was_changed_while_it_waited_is_found(ledger: Connection, put: Put, keys: PublicKeys) -> None:
    put(2)
    masked(ledger)
    ledger.execute("UPDATE ledger_masked SET body = 'x' WHERE position = 1")
    with pytest.raises(LedgerBroken) as broken:
        verify(ledger, keys)
    assert broken.value.position == 1


def test_a_backup_restored_with_the_records_made_since_is_masked_anew(
    ledger: Connection, put: Put, keys: PublicKeys
) -> None:
    put(3)
    set_terms(ledger, 1, masks_at=NOON + DAY, expires_at=NOON + MONTH)
    ledger.execute("CREATE TEMP TABLE backup AS SELECT * FROM ledger_observation")
    masked(ledger)
    ledger.execute("DELETE FROM ledger_masked")
    ledger.execute(
        "UPDATE ledger_observation o SET body = b.body, salt = b.salt, masked_at = NULL FROM backup b"
        " WHERE b.position = o.position"
    )
    ledger.execute("UPDATE ledger_message SET masked_at = NULL")
    for message in messages_due(ledger, at=NOON + DAY, limit=9):
        masked(ledger, message)
    assert verify(ledger, keys).masked == 3
