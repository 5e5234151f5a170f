"""Where messages stand on their way through the pipeline."""

from tansiq.ledger.trees import Database


def begin_attempt(connection: Database) -> tuple[int, int] | None:
    """Count an attempt at the message whose turn it is. Gives its id and the attempts so far, None when none waits.

    To be committed before the attempt itself: a message that kills its worker is then known by its count.
    """
    row = connection.execute(
        "UPDATE ledger_message SET attempts = attempts + 1 WHERE id = (SELECT id FROM ledger_message"
        " WHERE state = 'waiting' ORDER BY priority, received_at, id LIMIT 1 FOR UPDATE SKIP LOCKED)"
        " RETURNING id, attempts"
    ).fetchone()
    return (int(row[0]), int(row[1])) if row else None


def feed_of(connection: Database, message: int) -> str:
    """The code of the feed a message came from, "" for no such message."""
    row = connection.execute("SELECT feed FROM ledger_message WHERE id = %s", (message,)).fetchone()
    return str(row[0]) if row else ""


def last_position(connection: Database, message: int) -> int | None:
    """The position of the last observation of a message, None where it has none."""
    row = connection.execute("SELECT max(position) FROM ledger_observation WHERE message = %s", (message,)).fetchone()
    return None if row is None or row[0] is None else int(row[0])
