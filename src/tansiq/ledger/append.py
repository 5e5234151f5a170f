"""Appending observations: hashed into the tree and copied into the day they were received, in one transaction."""

import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from hashlib import sha256
from itertools import chain, islice

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

    @property
    def positions(self) -> range:
        return range(self.first_position, self.first_position + len(self.entries))


def append(connection: Database, message: int, entries: Sequence[Entry], *, at: datetime, signer: Signer) -> range:
    """Append what was read from a message. Gives the positions, without gaps. As `append_all`."""
    return append_all(connection, {message: entries}, at=at, signer=signer)[message]


def append_all(
    connection: Database, read: Mapping[int, Sequence[Entry]], *, at: datetime, signer: Signer
) -> dict[int, range]:
    """Append what was read from messages, one after another. Gives the positions of each message, without gaps.

    Part of the caller's transaction, which holds the tree's lock from here to its end: keep it short. A message that was
    settled takes no more (TansiqError), so that a crash and a second try cannot append twice. A body that is not UTF-8
    raises UnicodeDecodeError.
    """
    filled = {message: entries for message, entries in read.items() if entries}
    if not filled:
        return dict.fromkeys(read, range(0))
    for entry in chain.from_iterable(filled.values()):
        if not entry.body.isascii():
            entry.body.decode()
    with connection.transaction():
        batches = _open_batches(connection, filled)
        for day in {batch.received_on for batch in batches}:
            _ensure_day(connection, day)
        leaves = _copy(connection, batches)
        grow(connection, "observation", batches[0].first_position, leaves, at=at, signer=signer)
        for batch in batches:
            _note_day(connection, batch)
        connection.execute("SELECT pg_notify(%s, %s)", (CHANNEL, str(batches[-1].positions[-1])))
    return dict.fromkeys(read, range(0)) | {batch.message: batch.positions for batch in batches}


def day_of(received_at: datetime) -> date:
    """The day whose partition holds what was received then: UTC."""
    return received_at.astimezone(UTC).date()


def partition(day: date) -> str:
    """The name of the partition of a day."""
    return f"ledger_observation_{day:%Y%m%d}"


def _open_batches(connection: Database, read: Mapping[int, Sequence[Entry]]) -> list[_Batch]:
    rows = connection.execute(
        "SELECT id, feed, encode(sha256, 'hex'), received_at, state FROM ledger_message WHERE id = ANY(%s)"
        " ORDER BY id FOR UPDATE",
        (list(read),),
    ).fetchall()
    known = {row[0]: row for row in rows}
    for message in read:
        if message not in known or known[message][4] != "waiting":
            state = known[message][4] if message in known else "not there"
            raise TansiqError(f"message {message} is {state}; only a waiting one is appended from")
    position = lock(connection, "observation")
    ordinals = _last_ordinals(connection, {message: day_of(known[message][3]) for message in read})
    markings = iter(_keep_markings(connection, list(chain.from_iterable(read.values()))))
    batches = []
    for message, entries in read.items():
        _, feed, sha256_hex, received_at, _ = known[message]
        ids = list(islice(markings, len(entries)))
        first_ordinal = ordinals.get(message, -1) + 1
        batches.append(_Batch(message, feed, sha256_hex, received_at, entries, ids, first_ordinal, position))
        position += len(entries)
    return batches


def _last_ordinals(connection: Database, days: Mapping[int, date]) -> dict[int, int]:
    """The ordinal of the last observation of each message that has any, by the day it was received."""
    rows = connection.execute(
        "SELECT m.id, (SELECT o.ordinal FROM ledger_observation o WHERE o.message = m.id AND o.received_on = m.day"
        " ORDER BY o.message DESC, o.ordinal DESC LIMIT 1) FROM unnest(%s::bigint[], %s::date[]) AS m (id, day)",
        (list(days), list(days.values())),
    )
    return {message: ordinal for message, ordinal in rows if ordinal is not None}


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


def _copy(connection: Database, batches: Sequence[_Batch]) -> list[bytes]:
    leaves: list[bytes] = []
    with connection.cursor() as cursor:
        cursor.adapters.register_dumper(bytes, BytesBinaryDumper)  # compiled, unlike the one a COPY finds by its type
        with cursor.copy(COPY) as copy:
            copy.set_types(COLUMN_TYPES)
            for row, leaf in chain.from_iterable(map(_rows, batches)):
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


def _note_day(connection: Database, batch: _Batch) -> None:
    expiries = [entry.expires_at for entry in batch.entries]
    connection.execute(
        "INSERT INTO ledger_observation_day AS d (received_on, first, last, expires_first, expires_last)"
        " VALUES (%s, %s, %s, %s, %s) ON CONFLICT (received_on) DO UPDATE SET last = excluded.last,"
        " expires_first = least(d.expires_first, excluded.expires_first),"
        " expires_last = greatest(d.expires_last, excluded.expires_last)",
        (batch.received_on, batch.positions[0], batch.positions[-1], min(expiries), max(expiries)),
    )
