"""What arrived: raw bytes kept once, acknowledged after the commit, taken in turn, settled."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any, Literal

import orjson
from psycopg.pq import TransactionStatus

from tansiq.ledger.trees import CONTENT_LOCK, LOCK_CLASS, Database
from tansiq.model.errors import LedgerBroken, TansiqError
from tansiq.model.reading import Notice, Refusal, RefusalCode
from tansiq.model.wire import render

MAX_BYTES = 256 * 1024 * 1024
"""The largest input that is kept; larger ones are refused and the refusal is kept."""

CHANNEL = "tansiq_message"
State = Literal["waiting", "taken", "refused", "failed"]
Part = Notice | Refusal | Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Received:
    """The acknowledgement. is_new: False where the feed had delivered the same bytes before."""

    message: int
    sha256: str
    is_new: bool


@dataclass(frozen=True, slots=True)
class Waiting:
    """A message that nobody has taken, locked for the caller. attempts: how often that was begun (`begin_attempts`).

    is_again: it was taken before, and is to be read once more (`read_again`).
    """

    message: int
    feed: str
    name: str
    data: bytes
    received_at: datetime
    attempts: int
    is_again: bool = False


@dataclass(frozen=True, slots=True)
class Message:
    """A message as the feeds screen shows it. sha256: hexadecimal, "" where the input was too large to be kept."""

    message: int
    feed: str
    name: str
    sha256: str
    size: int
    received_at: datetime
    state: State
    format: str
    accounted: int
    travellers: int
    notices: list[dict[str, Any]]
    refusals: list[dict[str, Any]]
    dropped: int
    taken_at: datetime | None
    attempts: int
    error: str
    redelivered: int
    redelivered_at: datetime | None
    destroyed_at: datetime | None


def receive(  # noqa: PLR0913  what a delivery consists of; a value for it would be built by every caller and used here only
    connection: Database,
    *,
    feed: str,
    name: str,
    data: bytes,
    at: datetime,
    expires_at: datetime,
    priority: int = 5,
) -> Received:
    """Keep the bytes, and return after the commit: what this acknowledges cannot be lost.

    The same bytes from the same feed are recognised and counted, not taken twice. priority: smaller is taken first.
    Data of more than MAX_BYTES is refused, and the refusal is kept as a message. Raises TansiqError inside an open
    transaction, where it could not commit.
    """
    _check_idle(connection)
    digest = sha256(data)
    if len(data) > MAX_BYTES:
        message = refuse_large(connection, feed=feed, name=name, size=len(data), at=at, expires_at=expires_at)
        return Received(message, digest.hexdigest(), is_new=True)
    with connection.transaction():
        connection.execute("SELECT pg_advisory_xact_lock_shared(%s, %s)", (LOCK_CLASS, CONTENT_LOCK))
        connection.execute(
            "INSERT INTO ledger_content (sha256, data) VALUES (%s, %s) ON CONFLICT (sha256) DO NOTHING",
            (digest.digest(), data),
        )
        message, is_new = connection.execute(
            "INSERT INTO ledger_message (feed, name, sha256, size, received_at, expires_at, priority)"
            " VALUES (%(feed)s, %(name)s, %(sha256)s, %(size)s, %(at)s, %(expires_at)s, %(priority)s)"
            " ON CONFLICT (feed, sha256) WHERE destroyed_at IS NULL DO UPDATE"
            " SET redelivered = ledger_message.redelivered + 1, redelivered_at = excluded.received_at"
            " RETURNING id, xmax = 0",
            {
                "feed": feed,
                "name": name,
                "sha256": digest.digest(),
                "size": len(data),
                "at": at,
                "expires_at": expires_at,
                "priority": priority,
            },
        ).fetchone() or (0, False)
        if is_new:
            connection.execute("SELECT pg_notify(%s, %s)", (CHANNEL, str(message)))
    return Received(message, digest.hexdigest(), is_new)


def refuse_large(connection: Database, *, feed: str, name: str, size: int, at: datetime, expires_at: datetime) -> int:
    """Keep the refusal of an input of more than MAX_BYTES, without the input. Gives the message's id."""
    refusal = Refusal(
        RefusalCode.TOO_LARGE,
        0,
        size,
        f"{size} bytes; at most {MAX_BYTES} are taken",
        repair="split the file, or send each message by itself",
    )
    row = connection.execute(
        "INSERT INTO ledger_message (feed, name, size, received_at, expires_at, state, accounted, refusals, taken_at)"
        " VALUES (%s, %s, %s, %s, %s, 'refused', %s, %s, %s) RETURNING id",
        (feed, name, size, at, expires_at, size, _json([refusal]), at),
    ).fetchone()
    return int(row[0]) if row else 0


def claim(connection: Database, message: int | None = None) -> Waiting | None:
    """The waiting message whose turn it is, locked until the caller's transaction ends; None when none is free.

    Smallest priority first, then the oldest. message: that one or none, whatever came before it meanwhile. Raises LedgerBroken where its bytes are gone or are not what was received.
    """
    row = connection.execute(
        "SELECT m.id, m.feed, m.name, c.data, m.received_at, m.attempts, m.sha256, m.taken_at IS NOT NULL"
        " FROM ledger_message m LEFT JOIN ledger_content c USING (sha256)"
        " WHERE m.state = 'waiting' AND (%(message)s::bigint IS NULL OR m.id = %(message)s)"
        " ORDER BY m.priority, m.received_at, m.id LIMIT 1 FOR UPDATE OF m SKIP LOCKED",
        {"message": message},
    ).fetchone()
    if row is None:
        return None
    message, feed, name, data, received_at, attempts, digest, is_again = row
    if data is None or sha256(data).digest() != digest:
        raise LedgerBroken(f"the raw bytes of message {message} are not what was received")
    return Waiting(message, feed, name, data, received_at, attempts, is_again)


def settle(  # noqa: PLR0913  the columns of one row, written together
    connection: Database,
    message: int,
    *,
    state: State,
    at: datetime,
    format: str = "",  # noqa: A002  the name the feeds, the readers and the table use
    accounted: int = 0,
    travellers: int = 0,
    notices: Sequence[Part] = (),
    refusals: Sequence[Part] = (),
    dropped: int = 0,
    error: str = "",
) -> None:
    """Write how the taking of a message ended; in the caller's transaction, with what was appended from it."""
    connection.execute(
        "UPDATE ledger_message SET state = %s, format = %s, accounted = %s, travellers = %s, notices = %s,"
        " refusals = %s, dropped = %s, error = %s, taken_at = %s WHERE id = %s",
        (state, format, accounted, travellers, _json(notices), _json(refusals), dropped, error, at, message),
    )


def fail(connection: Database, *, error: str, at: datetime, message: int | None = None) -> int | None:
    """Set a message aside that our own code cannot take: the given one, or the one whose turn it is. Gives its id.

    Its bytes are kept and `retry` puts it back; it is never reported as the sender's fault.
    """
    row = connection.execute(
        "UPDATE ledger_message SET state = 'failed', error = %s, taken_at = %s"
        " WHERE id = coalesce(%s, (SELECT id FROM ledger_message WHERE state = 'waiting'"
        " ORDER BY priority, received_at, id LIMIT 1 FOR UPDATE SKIP LOCKED)) AND state = 'waiting' RETURNING id",
        (error, at, message),
    ).fetchone()
    return int(row[0]) if row else None


def retry(connection: Database, message: int, *, refused: bool = False) -> bool:
    """Let a failed message wait again, its attempts forgotten. False where it had not failed.

    refused: also one that was refused whole, because it will now be read in another way; nothing of it was kept then.
    """
    states = ["failed", "refused"] if refused else ["failed"]
    found = connection.execute(
        "UPDATE ledger_message SET state = 'waiting', attempts = 0, error = '', taken_at = NULL"
        " WHERE id = %s AND state = ANY(%s) AND sha256 IS NOT NULL AND destroyed_at IS NULL RETURNING pg_notify(%s, id::text)",
        (message, states, CHANNEL),
    )
    return found.fetchone() is not None


def read_again(connection: Database, message: int) -> bool:
    """Have a message read once more that was refused whole or in part, after a repair. False where it was not.

    What was kept of it stays; only what could not be read then is added.
    """
    found = connection.execute(
        "UPDATE ledger_message SET state = 'waiting', attempts = 0, error = ''"
        " WHERE id = %s AND sha256 IS NOT NULL AND destroyed_at IS NULL"
        " AND (state = 'refused' OR (state = 'taken' AND refusals <> '[]')) RETURNING pg_notify(%s, id::text)",
        (message, CHANNEL),
    )
    return found.fetchone() is not None


def messages(
    connection: Database,
    *,
    feed: str | None = None,
    states: Sequence[State] = (),
    limit: int = 100,
    before: int | None = None,
) -> list[Message]:
    """The messages, newest first, before an id."""
    rows = connection.execute(
        "SELECT id, feed, name, coalesce(encode(sha256, 'hex'), ''), size, received_at, state, format, accounted,"
        " travellers, notices::text, refusals::text, dropped, taken_at, attempts, error, redelivered, redelivered_at,"
        " destroyed_at FROM ledger_message WHERE (%(feed)s::text IS NULL OR feed = %(feed)s)"
        " AND (%(any)s OR state = ANY(%(states)s)) AND (%(before)s::bigint IS NULL OR id < %(before)s)"
        " ORDER BY id DESC LIMIT %(limit)s",
        {"feed": feed, "any": not states, "states": list(states), "before": before, "limit": limit},
    )
    return [_message(row) for row in rows]


def message_of(connection: Database, message: int) -> Message:
    """One message by its id. Raises LookupError for none of that id."""
    found = messages(connection, limit=1, before=message + 1)
    if not found or found[0].message != message:
        raise LookupError(f"no message {message}")
    return found[0]


def _message(row: Sequence[Any]) -> Message:
    parts = list(row)
    parts[10], parts[11] = orjson.loads(parts[10]), orjson.loads(parts[11])
    return Message(*parts)


def content(connection: Database, message: int) -> bytes | None:
    """The raw bytes of a message, None where they were destroyed or never kept."""
    row = connection.execute(
        "SELECT c.data FROM ledger_message m JOIN ledger_content c USING (sha256)"
        " WHERE m.id = %s AND m.destroyed_at IS NULL",
        (message,),
    ).fetchone()
    return bytes(row[0]) if row else None


def _json(parts: Sequence[Part]) -> str:
    return orjson.dumps([render(part) for part in parts]).decode()


def _check_idle(connection: Database) -> None:
    if connection.info.transaction_status is not TransactionStatus.IDLE:
        raise TansiqError("receive() commits before it answers; call it outside a transaction")
