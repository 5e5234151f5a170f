"""Masking what is over its first months: bodies are replaced by masked ones, the whole ones wait unread for their destruction.

The leaf is the hash of the whole body, which therefore has to survive; its salt goes with it, so that nobody who reads the
masked body can try names against the leaf. docs/retention.md says who may read the whole again, and how.
"""

from collections.abc import Callable, Sequence
from datetime import datetime

from tansiq.ledger.observations import days_of
from tansiq.ledger.retain import MASKING, ranges, record
from tansiq.ledger.trees import Database

ROWS_AT_ONCE = 5000

Mask = Callable[[bytes], bytes]
"""The masked body of a body; the same where there is nothing to mask."""

_DUE = (
    "SELECT o.position, o.received_on, o.message, o.salt, o.body FROM ledger_observation o"
    " WHERE o.received_on = ANY(%(days)s) AND o.kind = ANY(%(kinds)s) AND o.masked_at IS NULL"
    " AND (o.held_until IS NULL OR o.held_until <= %(at)s) AND "
)


def set_terms(connection: Database, message: int, *, masks_at: datetime | None, expires_at: datetime) -> None:
    """Say when a message is masked, and until when its raw bytes are kept. In the caller's transaction."""
    connection.execute(
        "UPDATE ledger_message SET masks_at = %s, expires_at = %s WHERE id = %s", (masks_at, expires_at, message)
    )


def masks_at_of(connection: Database, messages: Sequence[int]) -> dict[int, datetime]:
    """When each of these messages is masked; one that never is is left out."""
    rows = connection.execute(
        "SELECT id, masks_at FROM ledger_message WHERE id = ANY(%s) AND masks_at IS NOT NULL", (list(messages),)
    )
    return dict(rows.fetchall())


def messages_due(connection: Database, *, at: datetime, limit: int) -> list[int]:
    """The messages whose observations are to be masked by an instant, the longest over their time first."""
    rows = connection.execute(
        "SELECT id FROM ledger_message WHERE masks_at <= %s AND masked_at IS NULL ORDER BY masks_at, id LIMIT %s",
        (at, limit),
    )
    return [message for (message,) in rows]


def mask_message(connection: Database, message: int, mask: Mask, kinds: Sequence[str], *, at: datetime) -> int:
    """Mask the observations of a message, but for those a case holds; how many. In the caller's transaction.

    kinds: that may hold something to mask. A large message takes several calls: the last gives 0 and settles it.
    """
    days = connection.execute(
        "SELECT received_on FROM ledger_observation_day WHERE received_on ="
        " (SELECT (received_at AT TIME ZONE 'UTC')::date FROM ledger_message WHERE id = %s)",
        (message,),
    ).fetchall()
    found = _mask(connection, "o.message = %(message)s", mask, kinds, [d for (d,) in days], at=at, message=message)
    if not found:
        connection.execute("UPDATE ledger_message SET masked_at = %s WHERE id = %s", (at, message))
    return found


def mask_positions(
    connection: Database, positions: Sequence[int], mask: Mask, kinds: Sequence[str], *, at: datetime
) -> int:
    """Mask the observations at these positions, but for those a case holds; how many. In the caller's transaction."""
    days = days_of(connection, positions)
    total = 0
    while found := _mask(
        connection, "o.position = ANY(%(positions)s)", mask, kinds, days, at=at, positions=list(positions)
    ):
        total += found
    return total


def masked_among(connection: Database, positions: Sequence[int]) -> dict[int, datetime]:
    """When each of these observations was masked; one that is whole, or destroyed, is left out."""
    rows = connection.execute(
        "SELECT position, masked_at FROM ledger_observation WHERE received_on = ANY(%s) AND position = ANY(%s)"
        " AND masked_at IS NOT NULL",
        (days_of(connection, positions), list(positions)),
    )
    return dict(rows.fetchall())


def _mask(
    connection: Database,
    where: str,
    mask: Mask,
    kinds: Sequence[str],
    days: Sequence[object],
    *,
    at: datetime,
    **values: object,
) -> int:
    rows = connection.execute(
        f"{_DUE}{where} ORDER BY o.position LIMIT %(limit)s FOR UPDATE OF o",
        {"days": list(days), "kinds": list(kinds), "at": at, "limit": ROWS_AT_ONCE, **values},
    ).fetchall()
    if not rows:
        return 0
    connection.execute(
        "INSERT INTO ledger_masked (position, received_on, message, salt, body)"
        " SELECT * FROM unnest(%s::bigint[], %s::date[], %s::bigint[], %s::bytea[], %s::bytea[])",
        tuple(list(column) for column in zip(*rows, strict=True)),
    )
    connection.execute(
        "UPDATE ledger_observation o SET body = m.body, salt = '', masked_at = %s"
        " FROM unnest(%s::bigint[], %s::date[], %s::bytea[]) AS m (position, received_on, body)"
        " WHERE o.position = m.position AND o.received_on = m.received_on",
        (at, [r[0] for r in rows], [r[1] for r in rows], [mask(bytes(r[4])) for r in rows]),
    )
    return record(connection, MASKING, ranges(r[0] for r in rows), at)
