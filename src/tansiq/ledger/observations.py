"""Reading observations back, in the order they were appended. What was destroyed is left out."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import lru_cache
from typing import Any

import orjson

from tansiq.ledger.hashing import observation_header
from tansiq.ledger.trees import Database

_SELECT = (
    "SELECT o.position, o.message, o.kind, o.body, k.canonical, m.received_at, o.expires_at, o.ordinal"
    " FROM ledger_observation o JOIN ledger_marking k ON k.id = o.marking JOIN ledger_message m ON m.id = o.message"
    " WHERE o.received_on = ANY(%(days)s) AND "
)


@dataclass(frozen=True, slots=True)
class Stored:
    """An observation of the ledger. body: the JSON that was appended. marking: for `parse_marking`; not to be changed.

    ordinal: its place in its message.
    """

    position: int
    message: int
    kind: str
    body: bytes
    marking: Mapping[str, Any]
    received_at: datetime
    expires_at: datetime
    ordinal: int = 0


def observations(connection: Database, *, after: int, limit: int = 1000, kinds: Sequence[str] = ()) -> list[Stored]:
    """The observations after a position, lowest first; of these kinds, or of all. -1 starts at the beginning.

    Appending holds a lock to the end of its transaction, so what becomes visible later always stands behind.
    """
    days = connection.execute("SELECT received_on FROM ledger_observation_day WHERE last > %s", (after,)).fetchall()
    if not days:
        return []
    return _stored(
        connection,
        "o.position > %(after)s AND (%(any)s OR o.kind = ANY(%(kinds)s)) ORDER BY o.position LIMIT %(limit)s",
        {"days": [d for (d,) in days], "after": after, "any": not kinds, "kinds": list(kinds), "limit": limit},
    )


def observation_bodies(connection: Database, positions: Iterable[int]) -> dict[int, Stored]:
    """The observations at these positions, by position."""
    wanted = sorted(set(positions))
    days = days_of(connection, wanted)
    if not days:
        return {}
    found = _stored(connection, "o.position = ANY(%(positions)s)", {"days": days, "positions": wanted})
    return {stored.position: stored for stored in found}


def observations_of(connection: Database, message: int) -> list[Stored]:
    """Every observation of a message, in the order they were appended."""
    row = connection.execute("SELECT received_at FROM ledger_message WHERE id = %s", (message,)).fetchone()
    if row is None:
        return []
    where = "o.message = %(message)s ORDER BY o.message, o.ordinal"
    return _stored(connection, where, {"days": [row[0].astimezone(UTC).date()], "message": message})


def markings_at(connection: Database, positions: Iterable[int]) -> dict[int, Mapping[str, Any]]:
    """The markings of the observations at these positions, by position, whoever may know them."""
    wanted = sorted(set(positions))
    rows = connection.execute("SELECT * FROM ledger_markings(%s, %s)", (days_of(connection, wanted), wanted))
    return {position: _marking(canonical) for position, canonical in rows}


def sealed_contents(connection: Database, positions: Sequence[int]) -> dict[int, tuple[bytes, bytes]]:
    """The salt and the content exactly as hashed, header and body, of the observations at these positions.

    Of one that is masked neither is given.
    """
    rows = connection.execute(
        "SELECT o.position, o.salt, o.ordinal, o.kind, o.body, k.canonical, m.feed, encode(m.sha256, 'hex'),"
        " m.received_at FROM ledger_observation o JOIN ledger_marking k ON k.id = o.marking"
        " JOIN ledger_message m ON m.id = o.message WHERE o.received_on = ANY(%s) AND o.position = ANY(%s)"
        " AND o.masked_at IS NULL",
        (days_of(connection, positions), list(positions)),
    )
    found = {}
    for position, salt, ordinal, kind, body, canonical, feed, digest, received_at in rows:
        before, after = observation_header(
            feed=feed, sha256_hex=digest, received_at=received_at, kind=kind, marking=_marking(canonical)
        )
        found[position] = (bytes(salt), b"%b%d%b%b" % (before, ordinal, after, body))
    return found


def days_of(connection: Database, positions: Sequence[int]) -> list[date]:
    """The days whose partitions may hold any of these positions."""
    rows = connection.execute(
        "SELECT received_on FROM ledger_observation_day WHERE EXISTS"
        " (SELECT FROM unnest(%s::bigint[]) AS p WHERE p BETWEEN first AND last)",
        (list(positions),),
    )
    return [day for (day,) in rows]


def days_between(connection: Database, low: int, high: int) -> list[date]:
    """The days whose partitions may hold a position of low <= position < high."""
    rows = connection.execute(
        "SELECT received_on FROM ledger_observation_day WHERE last >= %s AND first < %s", (low, high)
    )
    return [day for (day,) in rows]


def _stored(connection: Database, where: str, values: dict[str, object]) -> list[Stored]:
    rows = connection.execute(_SELECT + where, values)
    return [Stored(r[0], r[1], r[2], bytes(r[3]), _marking(r[4]), r[5], r[6], r[7]) for r in rows]


@lru_cache(maxsize=1024)
def _marking(text: str) -> Mapping[str, Any]:
    marking: Mapping[str, Any] = orjson.loads(text)
    return marking
