"""Proofs over a tree kept as tiles: made from any source of tiles, checked with nothing but hashes.

Tiles: a tree of binary height h is cut into tiles of 8 heights. Tile (0, i) holds the leaf hashes 256·i … 256·i + 255;
tile (n, i) holds the roots of the 256 full tiles (n - 1, 256·i …). The last tile of a level may be shorter.
Source: RFC 9162 sections 2.1.1 to 2.1.4; the cut into tiles follows C2SP tlog-tiles.
"""

from collections.abc import Callable, Sequence
from functools import lru_cache

from tansiq.ledger.hashing import EMPTY_ROOT, HASH_BYTES, node_hash
from tansiq.model.errors import LedgerBroken

TILE_HEIGHT = 8
TILE_WIDTH = 1 << TILE_HEIGHT
TILES_KEPT = 512

ReadTile = Callable[[int, int], bytes]


class Tiles:
    """The nodes of one tree. read(level, index) gives a tile's hashes, one after the other; b"" where there is none.

    Nodes inside a tile are computed once, so one object serves many proofs; it does not see what is written later.
    """

    def __init__(self, read: ReadTile) -> None:
        self._read = read
        self._inside = lru_cache(maxsize=TILES_KEPT)(self._load)

    def node(self, height: int, index: int) -> bytes:
        """The root of the leaves index·2^height … (index + 1)·2^height - 1. Raises LedgerBroken where a tile lacks it."""
        level, rise = divmod(height, TILE_HEIGHT)
        tile, offset = divmod(index << rise, TILE_WIDTH)
        try:
            return self._inside(level, tile)[rise][offset >> rise]
        except IndexError:
            raise LedgerBroken(f"tile {tile} of level {level} is missing or too short") from None

    def _load(self, level: int, tile: int) -> list[list[bytes]]:
        hashes = self._read(level, tile)
        rows = [[hashes[i : i + HASH_BYTES] for i in range(0, len(hashes), HASH_BYTES)]]
        while len(rows) < TILE_HEIGHT:
            below = rows[-1]
            rows.append([node_hash(below[i], below[i + 1]) for i in range(0, len(below) - 1, 2)])
        return rows


def root(tiles: Tiles, size: int) -> bytes:
    """The root of the tree of the first `size` leaves."""
    return _range(tiles, 0, size) if size else EMPTY_ROOT


def leaf(tiles: Tiles, position: int) -> bytes:
    """The leaf hash at a position."""
    return tiles.node(0, position)


def inclusion_proof(tiles: Tiles, position: int, size: int) -> list[bytes]:
    """The proof that the leaf at `position` is in the tree of the first `size` leaves, nearest sibling first.

    Raises LedgerBroken where the position is not in that tree. Source: RFC 9162 section 2.1.3.1.
    """
    if not 0 <= position < size:
        raise LedgerBroken(f"position {position} is not in a tree of {size}", position=position)
    path, low, high = [], 0, size
    while high - low > 1:
        middle = low + _split(high - low)
        if position < middle:
            path.append(_range(tiles, middle, high))
            high = middle
        else:
            path.append(_range(tiles, low, middle))
            low = middle
    return path[::-1]


def consistency_proof(tiles: Tiles, first: int, second: int) -> list[bytes]:
    """The proof that the tree of `first` leaves is the beginning of the tree of `second`; empty where first is 0.

    Raises LedgerBroken where first is the larger. Source: RFC 9162 section 2.1.4.1.
    """
    if not 0 <= first <= second:
        raise LedgerBroken(f"a tree of {second} does not begin with one of {first}")
    path, low, high = [], 0, second
    while first not in (0, high):
        middle = low + _split(high - low)
        if first <= middle:
            path.append(_range(tiles, middle, high))
            high = middle
        else:
            path.append(_range(tiles, low, middle))
            low = middle
    if low and first:
        path.append(_range(tiles, low, high))
    return path[::-1]


def verify_inclusion(leaf: bytes, position: int, size: int, proof: Sequence[bytes], root: bytes) -> bool:
    """Whether the proof leads from the leaf at `position` to the root of a tree of `size`.

    Source: RFC 9162 section 2.1.3.2.
    """
    if not 0 <= position < size:
        return False
    index, last, node = position, size - 1, leaf
    for sibling in proof:
        if last == 0:
            return False
        if index & 1 or index == last:
            node = node_hash(sibling, node)
            index, last = _past_left_edge(index, last)
        else:
            node = node_hash(node, sibling)
        index, last = index >> 1, last >> 1
    return last == 0 and node == root


def verify_consistency(first: int, first_root: bytes, second: int, second_root: bytes, proof: Sequence[bytes]) -> bool:
    """Whether the proof shows that the second tree begins with the first. The empty tree begins every tree.

    Source: RFC 9162 section 2.1.4.2.
    """
    if first == 0:
        return not proof and first_root == EMPTY_ROOT and (second > 0 or second_root == EMPTY_ROOT)
    if first == second:
        return not proof and first_root == second_root
    if not 0 < first < second:
        return False
    path = [first_root, *proof] if first & (first - 1) == 0 else list(proof)
    return bool(path) and _leads(path, first - 1, second - 1) == (first_root, second_root)


def _leads(path: Sequence[bytes], index: int, last: int) -> tuple[bytes, bytes] | None:
    """The two roots a consistency proof leads to; None where its length is wrong."""
    while index & 1:
        index, last = index >> 1, last >> 1
    old = new = path[0]
    for sibling in path[1:]:
        if last == 0:
            return None
        if index & 1 or index == last:
            old, new = node_hash(sibling, old), node_hash(sibling, new)
            index, last = _past_left_edge(index, last)
        else:
            new = node_hash(new, sibling)
        index, last = index >> 1, last >> 1
    return (old, new) if last == 0 else None


def _past_left_edge(index: int, last: int) -> tuple[int, int]:
    """Skip the heights at which the node has no sibling: it is the last of an uneven row."""
    while not index & 1 and index:
        index, last = index >> 1, last >> 1
    return index, last


def _split(count: int) -> int:
    """The largest power of two smaller than count."""
    return 1 << (count - 1).bit_length() - 1


def _range(tiles: Tiles, low: int, high: int) -> bytes:
    count = high - low
    if count & (count - 1) == 0:
        height = count.bit_length() - 1
        return tiles.node(height, low >> height)
    middle = low + _split(count)
    return node_hash(_range(tiles, low, middle), _range(tiles, middle, high))
