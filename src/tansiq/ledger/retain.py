"""Destroying what is over its time. Bodies and salts go; leaves, proofs and heads stay, and so does a record of it.

What a row held stays in the database's own files until they are vacuumed and its write-ahead log until that is recycled;
a whole day's partition is removed at once.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from psycopg import errors, sql

from tansiq.handling.retention import KEPT_FOR, RetentionClass
from tansiq.ledger.access import AccessRecord, note
from tansiq.ledger.append import partition
from tansiq.ledger.observations import days_of
from tansiq.ledger.trees import CONTENT_LOCK, LOCK_CLASS, Database, lock

PERSON_NAME = "retention"
MASKING = "masking"
"""What the record of a masking says is gone; `tansiq.ledger.masking`."""
ROWS_AT_ONCE = 50_000
DROP_WAITS = "1s"
"""How long the removal of a day waits for its readers, who wait behind it, before going row by row."""

_ISLANDS = (
    "SELECT min(position), max(position) + 1 FROM"
    " (SELECT position, position - row_number() OVER (ORDER BY position) AS island FROM {}) AS rows GROUP BY island"
)
Range = tuple[int, int]
"""First included, until excluded."""


@dataclass(frozen=True, slots=True)
class Retained:
    """How many of each were destroyed."""

    observations: int
    messages: int
    accesses: int


def retain(connection: Database, *, at: datetime) -> Retained:
    """Destroy every observation, raw message and access record whose time is over at that instant.

    A message that still waits is kept. Safe to stop at any point and to run again: each destruction is one transaction with
    its record (`ledger_destruction`, `ledger_destroyed`) and a note in the access log, which the next `seal` brings into
    the tree.
    """
    observations = sum(_destroy_day(connection, day, at) for day in _days_due(connection, at))
    messages = _destroy_messages(connection, at)
    return Retained(observations, messages, _destroy_accesses(connection, at))


def hold(connection: Database, positions: Sequence[int], *, until: datetime) -> None:
    """Keep observations at least until then, because a case rests on them. In the caller's transaction."""
    days = days_of(connection, positions)
    connection.execute("SELECT ledger_hold(%s, %s, %s)", (days, list(positions), until))


def ranges(positions: Iterable[int]) -> list[Range]:
    """Sorted positions as ranges."""
    found: list[Range] = []
    for position in positions:
        if found and found[-1][1] == position:
            found[-1] = (found[-1][0], position + 1)
        else:
            found.append((position, position + 1))
    return found


def _days_due(connection: Database, at: datetime) -> list[date]:
    rows = connection.execute(
        "SELECT received_on FROM ledger_observation_day WHERE expires_first <= %s ORDER BY received_on", (at,)
    )
    return [day for (day,) in rows]


def _destroy_day(connection: Database, day: date, at: datetime) -> int:
    try:
        with connection.transaction():
            gone = _drop_day(connection, day, at)
    except errors.LockNotAvailable:
        gone = None
    return _delete_rows(connection, day, at) if gone is None else gone


def _drop_day(connection: Database, day: date, at: datetime) -> int | None:
    """Destroy the whole partition; None where a part of it must stay."""
    table = sql.Identifier(partition(day))
    connection.execute(sql.SQL("SET LOCAL lock_timeout = {}").format(sql.Literal(DROP_WAITS)))
    lock(connection, "observation")  # before the table, as append does: neither then waits for the other in a ring
    connection.execute(sql.SQL("LOCK TABLE {} IN SHARE ROW EXCLUSIVE MODE").format(table))
    kept = connection.execute(
        sql.SQL("SELECT EXISTS (SELECT FROM {} WHERE expires_at > {})").format(table, at)
    ).fetchone()
    if kept != (False,):
        connection.execute("SET LOCAL lock_timeout = DEFAULT")
        return None
    gone = connection.execute(sql.SQL(_ISLANDS).format(table)).fetchall()
    connection.execute(sql.SQL("DROP TABLE {}").format(table))
    connection.execute("SET LOCAL lock_timeout = DEFAULT")
    connection.execute("DELETE FROM ledger_masked WHERE received_on = %s", (day,))
    connection.execute("DELETE FROM ledger_observation_day WHERE received_on = %s", (day,))
    return record(connection, "observation", sorted(gone), at)


def _delete_rows(connection: Database, day: date, at: datetime) -> int:
    table = sql.Identifier(partition(day))
    some = sql.SQL(
        "DELETE FROM {0} WHERE position IN (SELECT position FROM {0} WHERE expires_at <= {1} ORDER BY position LIMIT {2})"
        " RETURNING position"
    ).format(table, at, ROWS_AT_ONCE)
    total = 0
    while True:
        with connection.transaction():
            gone = ranges(sorted(position for (position,) in connection.execute(some)))
            if not gone:
                break
            connection.execute(
                "DELETE FROM ledger_masked m USING unnest(%s::bigint[], %s::bigint[]) AS g (first, until)"
                " WHERE m.position >= g.first AND m.position < g.until",
                ([first for first, _ in gone], [until for _, until in gone]),
            )
            total += record(connection, "observation", gone, at)
    _note_rest(connection, day)
    return total


def _note_rest(connection: Database, day: date) -> None:
    """Bring the row of a day up to what is left of it, so that it is not looked at in vain every hour."""
    with connection.transaction():
        lock(connection, "observation")
        connection.execute(
            sql.SQL(
                "UPDATE ledger_observation_day SET (expires_first, expires_last) ="
                " (SELECT coalesce(min(expires_at), 'infinity'), coalesce(max(expires_at), 'infinity') FROM {})"
                " WHERE received_on = {}"
            ).format(sql.Identifier(partition(day)), day)
        )


def _destroy_messages(connection: Database, at: datetime) -> int:
    """Destroy raw bytes, and the words of notices and refusals, which may quote them; the hash and the counts stay."""
    with connection.transaction():
        connection.execute("SELECT pg_advisory_xact_lock(%s, %s)", (LOCK_CLASS, CONTENT_LOCK))
        rows = connection.execute(
            "UPDATE ledger_message SET destroyed_at = %(at)s, notices = '[]', refusals = '[]', error = ''"
            " WHERE destroyed_at IS NULL AND state <> 'waiting' AND expires_at <= %(at)s RETURNING id, sha256",
            {"at": at},
        ).fetchall()
        connection.execute(
            "DELETE FROM ledger_content c WHERE sha256 = ANY(%s) AND NOT EXISTS"
            " (SELECT FROM ledger_message m WHERE m.sha256 = c.sha256 AND m.destroyed_at IS NULL)",
            ([digest for _, digest in rows if digest],),
        )
        return record(connection, "message", ranges(sorted(message for message, _ in rows)), at)


def _destroy_accesses(connection: Database, at: datetime) -> int:
    with connection.transaction():
        rows = connection.execute(
            "DELETE FROM ledger_access WHERE at <= %s RETURNING position", (at - KEPT_FOR[RetentionClass.AUDIT],)
        )
        return record(connection, "access", ranges(sorted(position for (position,) in rows)), at)


def record(connection: Database, what: str, gone: Sequence[Range], at: datetime) -> int:
    """Keep which were destroyed or masked and when, in a table for `verify` and in the access log for people; how many."""
    count = sum(until - first for first, until in gone)
    if not count:
        return 0
    row = connection.execute(
        "INSERT INTO ledger_destruction (at, what, count) VALUES (%s, %s, %s) RETURNING id", (at, what, count)
    ).fetchone()
    destruction = int(row[0]) if row else 0
    connection.execute(  # what stands there already was restored with its record and not without it
        "INSERT INTO ledger_destroyed AS d (what, first, until, destruction)"
        " SELECT %s, g.*, %s FROM unnest(%s::bigint[], %s::bigint[]) AS g"
        " ON CONFLICT (what, first) DO UPDATE SET until = greatest(d.until, excluded.until)",
        (what, destruction, [first for first, _ in gone], [until for _, until in gone]),
    )
    note(connection, _access(what, gone, destruction, count, at))
    return count


def _access(what: str, gone: Sequence[Range], destruction: int, count: int, at: datetime) -> AccessRecord:
    shown = ",".join(f"{first}-{until - 1}" for first, until in gone)
    return AccessRecord(
        at=at,
        person="",
        person_name=PERSON_NAME,
        organisation="",
        ground="maintenance",
        about=f"{'masking' if what == MASKING else 'destruction'} {destruction}",
        what=f"masked observation: {count}" if what == MASKING else f"destroyed {what}: {count}",
        request=shown,
    )
