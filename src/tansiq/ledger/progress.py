"""Where messages stand on their way through the pipeline."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from tansiq.ledger.trees import Database


def begin_attempts(connection: Database, *, most: int, bytes_at_most: int) -> list[tuple[int, int]]:
    """Count an attempt at the messages whose turn it is. Gives the id of each and its attempts so far, in their order.

    To be committed before the attempt itself: a message that kills its worker is then known by its count. One that was begun
    before, or that is larger than bytes_at_most, is begun by itself; of others as many as there may be together.
    """
    rows = connection.execute(
        "WITH next AS MATERIALIZED (SELECT id, attempts, size, priority, received_at FROM ledger_message"
        " WHERE state = 'waiting' ORDER BY priority, received_at, id LIMIT %s FOR UPDATE SKIP LOCKED), together AS"
        " (SELECT *, sum(size) OVER ahead AS bytes, max(attempts) OVER ahead AS tried,"
        " row_number() OVER ahead AS turn FROM next WINDOW ahead AS (ORDER BY priority, received_at, id))"
        " UPDATE ledger_message m SET attempts = m.attempts + 1 FROM together t"
        " WHERE m.id = t.id AND (t.turn = 1 OR (t.tried = 0 AND t.bytes <= %s))"
        " RETURNING t.turn, m.id, m.attempts",
        (most, bytes_at_most),
    ).fetchall()
    return [(int(message), int(attempts)) for _, message, attempts in sorted(rows)]


def last_position(connection: Database, message: int) -> int | None:
    """The position of the last observation of a message, None where it has none."""
    row = connection.execute("SELECT max(position) FROM ledger_observation WHERE message = %s", (message,)).fetchone()
    return None if row is None or row[0] is None else int(row[0])


@dataclass(frozen=True, slots=True)
class Deliveries:
    """What a feed delivered since a moment. last_at: of its latest message at all, None where there never was one."""

    last_at: datetime | None
    received: int = 0
    waiting: int = 0
    refused: int = 0
    failed: int = 0
    with_refusals: int = 0
    redelivered: int = 0
    travellers: int = 0


def deliveries(connection: Database, feeds: Sequence[str], *, since: datetime) -> dict[str, Deliveries]:
    """The deliveries of each feed since a moment, by code."""
    rows = connection.execute(
        "SELECT f.feed, (SELECT m.received_at FROM ledger_message m WHERE m.feed = f.feed ORDER BY m.id DESC LIMIT 1),"
        " count(m.id), count(m.id) FILTER (WHERE m.state = 'waiting'), count(m.id) FILTER (WHERE m.state = 'refused'),"
        " count(m.id) FILTER (WHERE m.state = 'failed'),"
        " count(m.id) FILTER (WHERE m.state = 'taken' AND m.refusals <> '[]'),"
        " coalesce(sum(m.redelivered), 0), coalesce(sum(m.travellers), 0)"
        " FROM unnest(%s::text[]) AS f (feed) LEFT JOIN ledger_message m ON m.feed = f.feed AND m.received_at >= %s"
        " GROUP BY f.feed",
        (list(feeds), since),
    )
    return {row[0]: Deliveries(row[1], *map(int, row[2:])) for row in rows}
