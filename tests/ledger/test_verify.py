"""Whoever changes the database is found out, and where."""

import os

import pytest

from tansiq.database.connect import Connection
from tansiq.ledger import verify as verify_module
from tansiq.ledger.access import note, seal
from tansiq.ledger.keys import PublicKeys, Signer
from tansiq.ledger.trees import latest_head
from tansiq.ledger.verify import verify
from tansiq.model.errors import LedgerBroken
from tests.ledger.conftest import NOON, Put
from tests.ledger.test_access import LOOKED


@pytest.fixture
def filled(ledger: Connection, put: Put, signer: Signer) -> Connection:
    put(300, data=b"UNB")
    put(40)
    note(ledger, LOOKED, ["person-1", "person-2"])
    seal(ledger, signer, NOON)
    return ledger


def test_a_whole_ledger_gives_its_sizes_and_roots(filled: Connection, keys: PublicKeys) -> None:
    told: list[tuple[int, int]] = []
    found = verify(filled, keys, progress=lambda done, total: told.append((done, total)))
    observation, access = latest_head(filled, "observation"), latest_head(filled, "access")
    assert observation is not None
    assert access is not None
    assert (found.size, found.root, found.destroyed) == (340, observation.root.hex(), 0)
    assert (found.access_size, found.access_root) == (2, access.root.hex())
    assert told[-1] == (342, 342)


def test_an_empty_ledger_verifies(ledger: Connection, keys: PublicKeys) -> None:
    assert verify(ledger, keys).size == 0


@pytest.mark.parametrize("chunk", [256, 512])
def test_a_ledger_of_many_chunks_verifies(
    filled: Connection, put: Put, keys: PublicKeys, chunk: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    for _ in range(6):
        put(171)
    monkeypatch.setattr(verify_module, "CHUNK", chunk)
    assert verify(filled, keys).size == 340 + 6 * 171


O = "UPDATE ledger_observation SET "  # noqa: E741  short, so that the table below reads as one


@pytest.mark.parametrize(
    ("tampering", "position"),
    [
        pytest.param(O + "body = '{}' WHERE position = 17", 17, id="a body"),
        pytest.param(O + "salt = substr(body, 1, 16) WHERE position = 299", 299, id="a salt"),
        pytest.param(O + "kind = 'leg' WHERE position = 0", 0, id="a kind"),
        pytest.param(O + "ordinal = 999 WHERE position = 5", 5, id="an ordinal"),
        pytest.param(O + "message = 2, ordinal = 90 WHERE position = 5", 5, id="the message it came from"),
        pytest.param("UPDATE ledger_message SET feed = 'x' WHERE id = 2", 300, id="the feed of a message"),
        pytest.param("UPDATE ledger_message SET received_at = received_at + '1 s' WHERE id = 2", 300, id="the time"),
        pytest.param(
            "UPDATE ledger_marking SET canonical = replace(canonical, 'AMBER', 'CLEAR')", 0, id="a marking made weaker"
        ),
        pytest.param("DELETE FROM ledger_observation WHERE position = 255", 255, id="a row gone"),
        pytest.param("DELETE FROM ledger_observation WHERE position = 339", 339, id="the last row gone"),
        pytest.param("DELETE FROM ledger_message WHERE id = 2", 300, id="a message gone"),
        pytest.param(O + "position = 340 WHERE position = 339", 339, id="a row moved beyond the head"),
        pytest.param(
            "INSERT INTO ledger_observation SELECT 340, received_on, message, 999, kind, marking, expires_at, salt, body"
            " FROM ledger_observation WHERE position = 1",
            340,
            id="a row added beyond the head",
        ),
        pytest.param("UPDATE ledger_access SET person = 'bilal' WHERE position = 1", 1, id="who looked"),
        pytest.param("UPDATE ledger_access SET at = at + '1 us' WHERE position = 0", 0, id="when"),
        pytest.param("DELETE FROM ledger_access WHERE position = 1", 1, id="a look gone"),
        pytest.param("DELETE FROM ledger_tile WHERE level = 0 AND index = 1", 256, id="a tile gone"),
        pytest.param(
            "UPDATE ledger_tile SET hashes = hashes || substr(hashes, 1, 32) WHERE level = 0 AND index = 1",
            340,
            id="a tile grown",
        ),
        pytest.param("DELETE FROM ledger_tile WHERE level = 1", None, id="a tile above gone"),
        pytest.param("UPDATE ledger_tile SET hashes = hashes || hashes WHERE level = 1", None, id="a tile above grown"),
        pytest.param("UPDATE ledger_head SET root = sha256(root) WHERE size = 300", None, id="a head's root"),
        pytest.param("UPDATE ledger_head SET signed_at = now() WHERE size = 300", None, id="a head's time"),
        pytest.param("UPDATE ledger_head SET key_id = 'other' WHERE size = 300", None, id="a head's key"),
        pytest.param("DELETE FROM ledger_head WHERE size = 340", 300, id="the newest head gone"),
        pytest.param("UPDATE ledger_content SET data = 'UNA' WHERE data = 'UNB'", None, id="a raw message"),
        pytest.param("DELETE FROM ledger_content WHERE data = 'UNB'", None, id="a raw message gone"),
    ],
)
def test_tampering_is_found_at_its_place(
    filled: Connection, keys: PublicKeys, tampering: str, position: int | None
) -> None:
    assert filled.execute(tampering.encode()).rowcount > 0
    with pytest.raises(LedgerBroken) as broken:
        verify(filled, keys)
    assert broken.value.position == position


def test_a_rewritten_tree_does_not_carry_the_signature_of_the_old_one(
    filled: Connection, keys: PublicKeys, put: Put, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Somebody with the whole database, but not the key, rewrites history and signs with a key of their own."""
    forger = Signer.load_or_create(tmp_path_factory.mktemp("forger"))
    row = filled.execute("SELECT root, signed_at FROM ledger_head WHERE size = 300").fetchone()
    assert row is not None
    filled.execute(
        "UPDATE ledger_head SET key_id = %s, signature = %s WHERE size = 300", (forger.key_id, os.urandom(64))
    )
    with pytest.raises(LedgerBroken, match=forger.key_id):
        verify(filled, keys)
    with pytest.raises(LedgerBroken, match="signature"):
        verify(filled, {**keys, forger.key_id: forger.public})
