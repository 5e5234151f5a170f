"""Appending observations: hashed into the tree and copied into the day they were received, in one transaction."""

import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from hashlib import sha256

from psycopg import sql
from psycopg.types.string import BytesBinaryDumper

from tansiq.ledger.hashing import SALT_BYTES, canonical, leaf_hash, observation_header
from tansiq.ledger.keys import Signer
from tansiq.ledger.trees import Database, grow, lock
from tansiq.model.errors import TansiqError

CHANNEL = "tansiq_observation"

COLUMNS = ("position", "received_on", "message", "ordinal", "kind", "marking", "expires_at", "salt", "body")
COLUMN_TYPES = ("int8", "date", "int8", "int4", "text", "int4", "timestamptz", "bytea", "bytea")
COPY = f"COPY ledger_observation ({', '.join(COLUMNS)}) FROM STDIN (FORMAT BINARY)"


@dataclass(frozen=True, slots=True)
class Entry:
    """An observation to append. body: canonical JSON, UTF-8, hashed exactly as it stands. marking: `render_marking`."""

    kind: str
    body: bytes
    marking: Mapping[str, object]
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class _Batch:
    """Where the entries go. marking_ids: a row of ledger_marking for each entry."""

    message: int
    feed: str
    sha256_hex: str
    received_at: datetime
    entries: Sequence[Entry]
    marking_ids: Sequence[int]
    first_ordinal: int
    first_position: int

    @property
    def received_on(self) -> date:
        return day_of(self.received_at)


def append(connection: Database, message: int, entries: Sequence[Entry], *, at: datetime, signer: Signer) -> range:
    """Append what was read from a message. Gives the positions, without gaps.

    Part of the caller's transaction, which holds the tree's lock from here to its end: keep it short. A message that was
    settled takes no more (TansiqError), so that a crash and a second try cannot append twice. A body that is not UTF-8
    raises UnicodeDecodeError.
    """
    if not entries:
        return range(0)
    for entry in entries:
        if not entry.body.isascii():
            entry.body.decode()
    with connection.transaction():
        batch = _open_batch(connection, message, entries)
        _ensure_day(connection, batch.received_on)
        leaves = _copy(connection, batch)
        grow(connection, "observation", batch.first_position, leaves, at=at, signer=signer)
        positions = range(batch.first_position, batch.first_position + len(entries))
        _note_day(connection, batch, positions)
        connection.execute("SELECT pg_notify(%s, %s)", (CHANNEL, str(positions[-1])))
    return positions


def day_of(received_at: datetime) -> date:
    """The day whose partition holds what was received then: UTC."""
    return received_at.astimezone(UTC).date()


def partition(day: date) -> str:
    """The name of the partition of a day."""
    return f"ledger_observation_{day:%Y%m%d}"


def _open_batch(connection: Database, message: int, entries: Sequence[Entry]) -> _Batch:
    row = connection.execute(
        "SELECT feed, encode(sha256, 'hex'), received_at, state FROM ledger_message WHERE id = %s FOR UPDATE",
        (message,),
    ).fetchone()
    if row is None or row[3] != "waiting":
        raise TansiqError(f"message {message} is {row[3] if row else 'not there'}; only a waiting one is appended from")
    feed, sha256_hex, received_at, _ = row
    first_position = lock(connection, "observation")
    last = connection.execute(
        "SELECT ordinal FROM ledger_observation WHERE message = %s AND received_on = %s"
        " ORDER BY message DESC, ordinal DESC LIMIT 1",
        (message, day_of(received_at)),
    ).fetchone()
    marking_ids = _keep_markings(connection, entries)
    first_ordinal = int(last[0]) + 1 if last else 0
    return _Batch(message, feed, sha256_hex, received_at, entries, marking_ids, first_ordinal, first_position)


def _keep_markings(connection: Database, entries: Sequence[Entry]) -> list[int]:
    """The row of each entry's marking. Neighbours mostly share one, and are told by comparison before rendering."""
    texts: list[bytes] = []
    last: Mapping[str, object] | None = None
    for entry in entries:
        same = entry.marking is last or entry.marking == last
        texts.append(texts[-1] if same else canonical(entry.marking))
        last = entry.marking
    ids = {text: _keep_marking(connection, text) for text in dict.fromkeys(texts)}
    return [ids[text] for text in texts]


def _keep_marking(connection: Database, text: bytes) -> int:
    digest = sha256(text).digest()
    find = "SELECT id FROM ledger_marking WHERE sha256 = %s"
    row = connection.execute(find, (digest,)).fetchone()
    if row is None:
        row = connection.execute(
            "INSERT INTO ledger_marking (sha256, canonical) VALUES (%s, %s) RETURNING id", (digest, text.decode())
        ).fetchone()
    return int(row[0]) if row else 0


def _copy(connection: Database, batch: _Batch) -> list[bytes]:
    leaves: list[bytes] = []
    with connection.cursor() as cursor:
        cursor.adapters.register_dumper(bytes, BytesBinaryDumper)  # compiled, unlike the one a COPY finds by its type
        with cursor.copy(COPY) as copy:
            copy.set_types(COLUMN_TYPES)
            for row, leaf in _rows(batch):
                copy.write_row(row)
                leaves.append(leaf)
    return leaves


def _rows(batch: _Batch) -> Iterator[tuple[tuple[object, ...], bytes]]:
    """The row and the leaf hash of each entry, each with a salt of its own."""
    salts = os.urandom(SALT_BYTES * len(batch.entries))
    headers: dict[tuple[str, int], tuple[bytes, bytes]] = {}
    received_on, position, ordinal = batch.received_on, batch.first_position, batch.first_ordinal
    for number, (entry, marking) in enumerate(zip(batch.entries, batch.marking_ids, strict=True)):
        header = headers.get((entry.kind, marking))
        if header is None:
            header = headers[entry.kind, marking] = _header(batch, entry)
        salt = salts[number * SALT_BYTES : (number + 1) * SALT_BYTES]
        leaf = leaf_hash(salt, b"%b%d%b%b" % (header[0], ordinal + number, header[1], entry.body))
        place = (position + number, received_on, batch.message, ordinal + number)
        yield (*place, entry.kind, marking, entry.expires_at, salt, entry.body), leaf


def _header(batch: _Batch, entry: Entry) -> tuple[bytes, bytes]:
    return observation_header(
        feed=batch.feed,
        sha256_hex=batch.sha256_hex,
        received_at=batch.received_at,
        kind=entry.kind,
        marking=entry.marking,
    )


def _ensure_day(connection: Database, day: date) -> None:
    """Make the partition of a day. Attached, not created in place: that needs no lock that readers would wait for.

    Its rows are read through the table, whose policy then holds; the partition itself shows them to its owner alone.
    """
    name = partition(day)
    row = connection.execute("SELECT to_regclass(%s)", (name,)).fetchone()
    if row and row[0] is None:
        table, until = sql.Identifier(name), sql.Literal(day + timedelta(days=1))
        connection.execute(sql.SQL("CREATE TABLE {} (LIKE ledger_observation INCLUDING ALL)").format(table))
        connection.execute(sql.SQL("ALTER TABLE {} ENABLE ROW LEVEL SECURITY").format(table))
        connection.execute(
            sql.SQL("ALTER TABLE ledger_observation ATTACH PARTITION {} FOR VALUES FROM ({}) TO ({})").format(
                table, sql.Literal(day), until
            )
        )


def _note_day(connection: Database, batch: _Batch, positions: range) -> None:
    expiries = [entry.expires_at for entry in batch.entries]
    connection.execute(
        "INSERT INTO ledger_observation_day AS d (received_on, first, last, expires_first, expires_last)"
        " VALUES (%s, %s, %s, %s, %s) ON CONFLICT (received_on) DO UPDATE SET last = excluded.last,"
        " expires_first = least(d.expires_first, excluded.expires_first),"
        " expires_last = greatest(d.expires_last, excluded.expires_last)",
        (batch.received_on, positions[0], positions[-1], min(expiries), max(expiries)),
    )
