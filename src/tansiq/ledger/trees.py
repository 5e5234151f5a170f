"""The two trees in the database: growing them under a lock, reading their tiles, their signed heads."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from psycopg import Connection

from tansiq.ledger.edge import Edge, TileKey, short_tiles
from tansiq.ledger.hashing import head_bytes, instant
from tansiq.ledger.keys import Signer
from tansiq.ledger.proofs import Tiles

TreeName = Literal["observation", "access"]
Database = Connection[Any]

LOCK_CLASS = 0x7A25
CONTENT_LOCK = 3
_LOCKS: dict[TreeName, int] = {"observation": 1, "access": 2}


@dataclass(frozen=True, slots=True)
class Head:
    """The size and root of a tree at a moment, signed."""

    tree: str
    size: int
    root: bytes
    signed_at: datetime
    key_id: str
    signature: bytes

    def signed_bytes(self) -> bytes:
        """What the signature is over."""
        return head_bytes(self.tree, self.size, self.root.hex(), instant(self.signed_at), self.key_id)


def sign_head(signer: Signer, tree: str, size: int, root: bytes, at: datetime) -> Head:
    """A head signed now."""
    signature = signer.sign(head_bytes(tree, size, root.hex(), instant(at), signer.key_id))
    return Head(tree, size, root, at, signer.key_id, signature)


def lock(connection: Database, tree: TreeName) -> int:
    """Wait for, and hold until the transaction ends, the right to grow a tree. Gives its size."""
    connection.execute("SELECT pg_advisory_xact_lock(%s, %s)", (LOCK_CLASS, _LOCKS[tree]))
    return size_of(connection, tree)


def grow(
    connection: Database, tree: TreeName, size: int, leaves: Sequence[bytes], *, at: datetime, signer: Signer
) -> Head:
    """Add leaves to a tree that the caller has locked and found of this size: the tiles that changed, one signed head."""
    edge = _load_edge(connection, tree, size)
    _save_tiles(connection, tree, edge.extend(leaves))
    head = sign_head(signer, tree, edge.size, edge.root(), at)
    connection.execute(
        "INSERT INTO ledger_head (tree, size, root, signed_at, key_id, signature) VALUES (%s, %s, %s, %s, %s, %s)",
        (head.tree, head.size, head.root, head.signed_at, head.key_id, head.signature),
    )
    return head


def latest_head(connection: Database, tree: TreeName) -> Head | None:
    """The newest head, None for an empty tree."""
    row = connection.execute(
        "SELECT tree, size, root, signed_at, key_id, signature FROM ledger_head"
        " WHERE tree = %s ORDER BY size DESC LIMIT 1",
        (tree,),
    ).fetchone()
    return Head(*row) if row else None


def size_of(connection: Database, tree: TreeName) -> int:
    """How many leaves a tree has under its newest head."""
    head = latest_head(connection, tree)
    return head.size if head else 0


def heads_between(connection: Database, tree: TreeName, after: int, until: int) -> list[Head]:
    """The heads of sizes after < size <= until, smallest first."""
    rows = connection.execute(
        "SELECT tree, size, root, signed_at, key_id, signature FROM ledger_head"
        " WHERE tree = %s AND size > %s AND size <= %s ORDER BY size",
        (tree, after, until),
    )
    return [Head(*row) for row in rows]


def read_tiles(connection: Database, tree: TreeName, keys: Sequence[TileKey]) -> dict[TileKey, bytes]:
    """The hashes of the tiles that exist among these."""
    rows = connection.execute(
        "SELECT level, index, hashes FROM ledger_tile JOIN unnest(%s::int[], %s::bigint[]) AS k (level, index)"
        " USING (level, index) WHERE tree = %s",
        ([level for level, _ in keys], [index for _, index in keys], tree),
    )
    return {(level, index): hashes for level, index, hashes in rows}


def tiles(connection: Database, tree: TreeName) -> Tiles:
    """The tiles of a tree for proofs, read as they are asked for."""

    def read(level: int, index: int) -> bytes:
        return read_tiles(connection, tree, [(level, index)]).get((level, index), b"")

    return Tiles(read)


def destroyed_at(connection: Database, tree: TreeName, positions: Sequence[int]) -> dict[int, datetime]:
    """When the content at each of these positions was destroyed; one that never was is left out."""
    rows = connection.execute(
        "SELECT p, g.at FROM unnest(%s::bigint[]) AS p JOIN ledger_destroyed d ON d.what = %s AND p >= d.first"
        " AND p < d.until JOIN ledger_destruction g ON g.id = d.destruction",
        (list(positions), tree),
    )
    return dict(rows.fetchall())


def _load_edge(connection: Database, tree: TreeName, size: int) -> Edge:
    found = read_tiles(connection, tree, short_tiles(size))
    return Edge.load(size, {level: hashes for (level, _), hashes in found.items()})


def _save_tiles(connection: Database, tree: TreeName, changed: dict[TileKey, bytes]) -> None:
    connection.execute(
        "INSERT INTO ledger_tile (tree, level, index, hashes)"
        " SELECT %s, * FROM unnest(%s::int[], %s::bigint[], %s::bytea[])"
        " ON CONFLICT (tree, level, index) DO UPDATE SET hashes = excluded.hashes",
        (tree, [level for level, _ in changed], [index for _, index in changed], list(changed.values())),
    )
