"""An empty ledger in a schema of the test's own, and what tests put into it."""

import os
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

import tansiq.ledger
from tansiq.database.connect import Connection
from tansiq.ledger.append import Entry, append
from tansiq.ledger.intake import receive
from tansiq.ledger.keys import PublicKeys, Signer

MIGRATIONS = sorted((Path(tansiq.ledger.__file__).parent / "migrations").glob("*.sql"))
NOON = datetime(2026, 5, 1, 12, tzinfo=UTC)
MONTH = timedelta(days=30)
MARKING: dict[str, object] = {
    "owners": ["pk-fia"],
    "tlp": "AMBER",
    "audience": None,
    "caveats": [],
    "purposes": ["triage"],
    "until": None,
}

Put = Callable[..., range]


@pytest.fixture
def ledger(connection: Connection) -> Connection:
    for migration in MIGRATIONS:
        connection.execute(migration.read_text())
    return connection


@pytest.fixture(scope="session")
def signer(tmp_path_factory: pytest.TempPathFactory) -> Signer:
    return Signer.load_or_create(tmp_path_factory.mktemp("keys"))


@pytest.fixture
def keys(signer: Signer) -> PublicKeys:
    return {signer.key_id: signer.public}


def entries(count: int, *, expires_at: datetime = NOON + MONTH, kind: str = "traveller") -> list[Entry]:
    return [
        Entry(kind, b'{"seat":"%dA","name":"\xd8\xb9\xd9\x84\xdb\x8c"}' % n, MARKING, expires_at) for n in range(count)
    ]


@pytest.fixture
def put(ledger: Connection, signer: Signer) -> Put:
    """Receive a message and append this many observations from it."""

    def put_one(count: int, *, at: datetime = NOON, given: Sequence[Entry] | None = None, data: bytes = b"") -> range:
        data = data or os.urandom(8)
        message = receive(ledger, feed="pia", name="a.edi", data=data, at=at, expires_at=at + MONTH).message
        appended = append(ledger, message, given or entries(count, expires_at=at + MONTH), at=at, signer=signer)
        ledger.execute("UPDATE ledger_message SET state = 'taken' WHERE id = %s", (message,))
        return appended

    return put_one
