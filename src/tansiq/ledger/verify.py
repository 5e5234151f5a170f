"""Verifying the whole ledger: every leaf from its salt and content, every tile, root and signature, every raw message."""

from collections.abc import Callable, Generator, Iterable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from itertools import pairwise
from typing import LiteralString

import orjson
from psycopg.pq import TransactionStatus

from tansiq.ledger.access import accesses_between, body
from tansiq.ledger.edge import Edge, TileKey
from tansiq.ledger.hashing import HASH_BYTES, leaf_hash, observation_header
from tansiq.ledger.keys import PublicKeys, is_signed
from tansiq.ledger.observations import days_between
from tansiq.ledger.proofs import TILE_HEIGHT, TILE_WIDTH
from tansiq.ledger.retain import MASKING
from tansiq.ledger.trees import Database, Head, TreeName, heads_between, read_tiles, size_of
from tansiq.model.errors import LedgerBroken

CHUNK = 64 * TILE_WIDTH
"""Leaves held at once."""

Progress = Callable[[int, int], None]
Leaf = tuple[int, bytes]
"""Position, and the leaf hash made from what is stored."""


@dataclass(frozen=True, slots=True)
class Verification:
    """What was verified. root, access_root: hexadecimal. destroyed: leaves of both trees whose content is gone.

    masked: observations whose whole body waits, unread, for its destruction.
    """

    size: int
    root: str
    access_size: int
    access_root: str
    destroyed: int
    masked: int = 0


def verify(connection: Database, keys: PublicKeys, *, progress: Progress | None = None) -> Verification:
    """Recompute everything, in one snapshot and bounded memory. Raises LedgerBroken with the first bad position.

    keys: the public keys whose signatures count. progress: told leaves done and leaves in all.
    """
    with _snapshot(connection):
        sizes = {tree: size_of(connection, tree) for tree in _LEAVES}
        meter = _Meter(progress, sum(sizes.values()))
        _verify_messages(connection)
        observation = _verify_tree(connection, "observation", sizes["observation"], keys, meter)
        access = _verify_tree(connection, "access", sizes["access"], keys, meter)
        masked = connection.execute("SELECT count(*) FROM ledger_masked").fetchone() or (0,)
    return Verification(
        size=sizes["observation"],
        root=observation.root,
        access_size=sizes["access"],
        access_root=access.root,
        destroyed=observation.destroyed + access.destroyed,
        masked=int(masked[0]),
    )


@dataclass(slots=True)
class _Meter:
    told: Progress | None
    total: int
    done: int = 0

    def add(self, count: int) -> None:
        self.done += count
        if self.told:
            self.told(self.done, self.total)


@dataclass(frozen=True, slots=True)
class _Verified:
    root: str
    destroyed: int


def _verify_tree(connection: Database, tree: TreeName, size: int, keys: PublicKeys, meter: _Meter) -> _Verified:
    edge, destroyed = Edge(), 0
    for low in range(0, size, CHUNK):
        high = min(low + CHUNK, size)
        stored = _stored_leaves(connection, tree, low, high)
        gone = _destroyed(connection, tree, low, high)
        with closing(_LEAVES[tree](connection, low, high)) as leaves:  # ends its COPY before an error is told
            _compare(tree, stored, leaves, gone, low)
        heads = heads_between(connection, tree, low, high)
        changed = _climb(edge, stored, heads, keys, low)
        _compare_tiles(connection, tree, changed)
        destroyed += len(gone)
        meter.add(high - low)
    _check_end(connection, tree, size)
    return _Verified(edge.root().hex(), destroyed)


def _compare(tree: TreeName, stored: list[bytes], leaves: Iterable[Leaf], gone: frozenset[int], low: int) -> None:
    """Hold what the rows hash to against the leaves of the tiles; what has no row must have been destroyed."""
    expected = low
    for position, leaf in leaves:
        _check_gone(tree, range(expected, position), gone)
        if position < expected:
            raise LedgerBroken(f"{tree} {position} is there twice", position=position)
        if stored[position - low] != leaf:
            raise LedgerBroken(f"{tree} {position} does not hash to its leaf", position=position)
        if position in gone:
            raise LedgerBroken(f"{tree} {position} was destroyed and is there again", position=position)
        expected = position + 1
    _check_gone(tree, range(expected, low + len(stored)), gone)


def _check_gone(tree: TreeName, positions: range, gone: frozenset[int]) -> None:
    for position in positions:
        if position not in gone:
            raise LedgerBroken(f"{tree} {position} is missing, and no destruction names it", position=position)


def _climb(edge: Edge, leaves: list[bytes], heads: list[Head], keys: PublicKeys, low: int) -> dict[TileKey, bytes]:
    """Grow the tree leaf by leaf and hold each signed head against it; successive heads are thereby consistent."""
    changed: dict[TileKey, bytes] = {}
    sizes = [low, *(head.size for head in heads), low + len(leaves)]
    for (start, stop), head in zip(pairwise(sizes), [*heads, None], strict=True):
        changed |= edge.extend(leaves[start - low : stop - low])
        if head is not None:
            _check_head(head, edge.root(), keys)
    return changed


def _check_head(head: Head, root: bytes, keys: PublicKeys) -> None:
    said = f"the {head.tree} head of size {head.size}"
    if head.root != root:
        raise LedgerBroken(f"{said} has another root than its leaves")
    if head.key_id not in keys:
        raise LedgerBroken(f"{said} is signed by {head.key_id}, a key that is not known")
    if not is_signed(keys[head.key_id], head.signature, head.signed_bytes()):
        raise LedgerBroken(f"{said} has a signature that is not of its key")


def _stored_leaves(connection: Database, tree: TreeName, low: int, high: int) -> list[bytes]:
    keys = [(0, index) for index in range(low // TILE_WIDTH, -(-high // TILE_WIDTH))]
    found = read_tiles(connection, tree, keys)
    leaves: list[bytes] = []
    for key in keys:
        hashes = found.get(key, b"")
        expected = min(TILE_WIDTH, high - key[1] * TILE_WIDTH)
        if len(hashes) != HASH_BYTES * expected:
            first_bad = low + len(leaves) + min(len(hashes) // HASH_BYTES, expected)
            raise LedgerBroken(f"{tree} tile {key[1]} is missing or of another length", position=first_bad)
        leaves += (hashes[i : i + HASH_BYTES] for i in range(0, len(hashes), HASH_BYTES))
    return leaves


def _compare_tiles(connection: Database, tree: TreeName, changed: dict[TileKey, bytes]) -> None:
    """Hold the tiles above the leaves against those stored, as far as the tree has grown."""
    above = {key: hashes for key, hashes in changed.items() if key[0] > 0}
    found = read_tiles(connection, tree, list(above)) if above else {}
    for (level, index), hashes in above.items():
        if not found.get((level, index), b"").startswith(hashes):
            raise LedgerBroken(f"{tree} tile {index} of level {level} is not made of the tiles below it")


def _check_end(connection: Database, tree: TreeName, size: int) -> None:
    """Nothing stands beyond the newest head."""
    row = connection.execute(_BEYOND[tree], (size,)).fetchone()
    if row and row[0] is not None:
        raise LedgerBroken(f"{tree} {row[0]} stands beyond the newest head, of size {size}", position=row[0])
    counts = connection.execute(
        "SELECT level, sum(length(hashes))::bigint / %s FROM ledger_tile WHERE tree = %s GROUP BY level",
        (HASH_BYTES, tree),
    )
    for level, count in counts:
        if count != size >> TILE_HEIGHT * level:
            raise LedgerBroken(f"{tree} tiles of level {level} hold {count} hashes for a tree of {size}")


_BEYOND: dict[TreeName, LiteralString] = {
    "observation": "SELECT min(position) FROM ledger_observation WHERE position >= %s",
    "access": "SELECT min(position) FROM ledger_access WHERE position >= %s",
}


def _observation_leaves(connection: Database, low: int, high: int) -> Generator[Leaf, None, None]:
    values = {"days": days_between(connection, low, high), "low": low, "high": high}
    headers = _headers(connection, values)
    masked = _destroyed(connection, MASKING, low, high)
    with connection.cursor() as cursor, cursor.copy(_COPY_OBSERVATIONS, values) as copy:
        copy.set_types(["int8", "int4", "int8", "text", "int4", "bool", "bytea", "bytea"])
        for position, ordinal, message, kind, marking, is_masked, salt, content in copy.rows():
            header = headers.get((message, kind, marking))
            if header is None:
                raise LedgerBroken(f"observation {position} has lost its message or marking", position=position)
            if is_masked != (position in masked):
                said = "is masked, and no record names it" if is_masked else "was masked and is readable again"
                raise LedgerBroken(f"observation {position} {said}", position=position)
            yield position, leaf_hash(salt, b"%b%d%b%b" % (header[0], ordinal, header[1], content))


_COPY_OBSERVATIONS = (
    "COPY (SELECT o.position, o.ordinal, o.message, o.kind, o.marking, o.masked_at IS NOT NULL,"
    " coalesce(m.salt, o.salt), coalesce(m.body, o.body) FROM ledger_observation o"
    " LEFT JOIN ledger_masked m ON m.position = o.position AND o.masked_at IS NOT NULL"
    " WHERE o.received_on = ANY(%(days)s) AND o.position >= %(low)s AND o.position < %(high)s ORDER BY o.position)"
    " TO STDOUT (FORMAT BINARY)"
)
_SELECT_HEADERS = (
    "SELECT d.message, d.kind, d.marking, k.canonical, m.feed, encode(m.sha256, 'hex'), m.received_at"
    " FROM (SELECT DISTINCT message, kind, marking FROM ledger_observation"
    " WHERE received_on = ANY(%(days)s) AND position >= %(low)s AND position < %(high)s) AS d"
    " JOIN ledger_marking k ON k.id = d.marking JOIN ledger_message m ON m.id = d.message"
)


def _headers(connection: Database, values: dict[str, object]) -> dict[tuple[int, str, int], tuple[bytes, bytes]]:
    return {
        (message, kind, marking): observation_header(
            feed=feed, sha256_hex=digest, received_at=received_at, kind=kind, marking=orjson.loads(canonical)
        )
        for message, kind, marking, canonical, feed, digest, received_at in connection.execute(_SELECT_HEADERS, values)
    }


def _access_leaves(connection: Database, low: int, high: int) -> Generator[Leaf, None, None]:
    for access in accesses_between(connection, low, high):
        yield access.position, leaf_hash(access.salt, body(access.record))


_LEAVES: dict[TreeName, Callable[[Database, int, int], Generator[Leaf, None, None]]] = {
    "observation": _observation_leaves,
    "access": _access_leaves,
}


def _destroyed(connection: Database, what: str, low: int, high: int) -> frozenset[int]:
    rows = connection.execute(
        "SELECT first, until FROM ledger_destroyed WHERE what = %s AND first < %s AND until > %s", (what, high, low)
    )
    return frozenset(p for first, until in rows for p in range(max(first, low), min(until, high)))


def _verify_messages(connection: Database) -> None:
    row = connection.execute(
        "SELECT m.id FROM ledger_message m LEFT JOIN ledger_content c ON c.sha256 = m.sha256"
        " WHERE m.destroyed_at IS NULL AND m.sha256 IS NOT NULL AND (c.data IS NULL OR sha256(c.data) <> m.sha256)"
        " ORDER BY m.id LIMIT 1"
    ).fetchone()
    if row:
        raise LedgerBroken(f"the raw bytes of message {row[0]} are gone, or not what was received")


@contextmanager
def _snapshot(connection: Database) -> Iterator[None]:
    """One view of everything while others append and destroy; inside a transaction, that transaction's own view."""
    begins = connection.info.transaction_status is TransactionStatus.IDLE
    with connection.transaction():
        if begins:
            connection.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        yield
