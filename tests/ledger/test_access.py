"""Every look at a person ends in the access tree."""

from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta

import pytest
from psycopg import Rollback

from tansiq.database.connect import Connection, connect
from tansiq.ledger import access as access_module
from tansiq.ledger.access import AccessRecord, accesses, accesses_of, body, note, seal
from tansiq.ledger.keys import PublicKeys, Signer
from tansiq.ledger.trees import latest_head
from tansiq.ledger.verify import verify
from tests.ledger.conftest import NOON

LOOKED = AccessRecord(NOON, "amina", "Amina Demo", "pk-fia", "triage", "alert 4711", "alert", "person-1", "r1")


def test_what_was_noted_is_sealed_once_in_order(ledger: Connection, signer: Signer, keys: PublicKeys) -> None:
    second = replace(LOOKED, subject="person-2", at=NOON + timedelta(seconds=1))
    note(ledger, LOOKED)
    note(ledger, second)
    assert accesses(ledger) == []
    assert seal(ledger, signer, NOON) == 2
    assert seal(ledger, signer, NOON) == 0
    assert [(a.position, a.record) for a in accesses(ledger)] == [(1, second), (0, LOOKED)]
    head = latest_head(ledger, "access")
    assert head is not None
    assert (head.size, verify(ledger, keys).access_root) == (2, head.root.hex())


def test_each_whom_a_page_showed_has_a_record(ledger: Connection, signer: Signer) -> None:
    note(ledger, LOOKED, ["person-3", "person-2"])
    note(ledger, LOOKED)
    assert seal(ledger, signer, NOON) == 3
    assert [a.record.subject for a in accesses(ledger)] == ["person-1", "person-2", "person-3"]
    assert [a.record for a in accesses_of(ledger, "person-3")] == [replace(LOOKED, subject="person-3")]


def test_a_look_whose_transaction_failed_was_none(ledger: Connection, signer: Signer) -> None:
    with suppress(Rollback), ledger.transaction():
        note(ledger, LOOKED)
        raise Rollback
    assert seal(ledger, signer, NOON) == 0


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        pytest.param({"subject": "person-1"}, [2, 0], id="of a subject"),
        pytest.param({"subject": ""}, [], id="of no subject"),
        pytest.param({"person": "bilal"}, [3], id="by a person"),
        pytest.param({"since": NOON + timedelta(hours=2)}, [3, 2], id="since"),
        pytest.param({"until": NOON + timedelta(hours=2)}, [1, 0], id="until"),
        pytest.param({"limit": 1, "before_position": 2}, [1], id="paged"),
    ],
)
def test_the_log_is_read_by_what_one_looks_for(
    ledger: Connection, signer: Signer, filters: dict[str, object], expected: list[int]
) -> None:
    hours = [NOON + timedelta(hours=n) for n in range(4)]
    note(ledger, replace(LOOKED, at=hours[0]))
    note(ledger, replace(LOOKED, at=hours[1], subject="person-2"))
    note(ledger, replace(LOOKED, at=hours[2]))
    note(ledger, replace(LOOKED, at=hours[3], subject="", person="bilal"))
    seal(ledger, signer, NOON)
    assert [a.position for a in accesses(ledger, **filters)] == expected  # type: ignore[arg-type]


def test_the_hashed_text_leaves_out_what_is_empty() -> None:
    assert (
        body(replace(LOOKED, subject="", request="", person_name="آمنہ"))
        == (
            '{"about":"alert 4711","at":"2026-05-01T12:00:00.000000+00:00","ground":"triage","organisation":"pk-fia",'
            '"person":"amina","person_name":"آمنہ","what":"alert"}'
        ).encode()
    )


def test_a_backlog_is_sealed_in_parts(
    ledger: Connection, signer: Signer, keys: PublicKeys, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(access_module, "SEALED_AT_ONCE", 10)
    for n in range(25):
        note(ledger, replace(LOOKED, request=f"{n}"))
    assert seal(ledger, signer, NOON) == 25
    assert [a.record.request for a in accesses_of(ledger, "person-1")] == [f"{n}" for n in range(25)]
    assert verify(ledger, keys).access_size == 25


def test_sealing_from_two_sides_takes_each_record_once(
    ledger: Connection, schema_url: str, signer: Signer, keys: PublicKeys
) -> None:
    def look_and_seal(_: int) -> int:
        with connect(schema_url, autocommit=True) as own:
            note(own, LOOKED, [LOOKED.subject] * 5)
            return seal(own, signer, NOON)

    with ThreadPoolExecutor(4) as pool:
        sealed = sum(pool.map(look_and_seal, range(20)))
    assert sealed == verify(ledger, keys).access_size == 100
