"""The growing right edge of a tree: takes leaves, gives the tiles that changed and the root. No I/O."""

from collections.abc import Iterable
from itertools import islice

from tansiq.ledger.hashing import EMPTY_ROOT, HASH_BYTES, node_hash
from tansiq.ledger.proofs import TILE_HEIGHT, TILE_WIDTH

TileKey = tuple[int, int]
"""Level and index of a tile."""


class Edge:
    """Everything of a tree that later leaves still need: the short tile of each level, and the peaks.

    The peaks are the roots of the full subtrees, highest first, that the size's binary digits stand for.
    """

    def __init__(self) -> None:
        self.size = 0
        self._tails: list[list[bytes]] = [[]]
        self._peaks: list[bytes] = []
        self._grown: set[int] = set()

    @classmethod
    def load(cls, size: int, tails: dict[int, bytes]) -> "Edge":
        """The edge of a tree that is stored. tails: the short tile of each level that has one (`short_tiles`)."""
        edge = cls()
        edge.size = size
        for level in range(levels(size)):
            hashes = tails.get(level, b"")
            edge._tail(level).extend(hashes[i : i + HASH_BYTES] for i in range(0, len(hashes), HASH_BYTES))
        for tail in reversed(edge._tails):
            edge._peaks += _peaks(tail)
        return edge

    def extend(self, leaves: Iterable[bytes]) -> dict[TileKey, bytes]:
        """Take leaves. Gives every tile that changed, whole."""
        changed: dict[TileKey, bytes] = {}
        self._grown.clear()
        remaining = iter(leaves)
        while run := list(islice(remaining, TILE_WIDTH - self.size % TILE_WIDTH)):
            self._put(0, run, self.size, changed)
            for leaf in run:
                self._climb(leaf, changed)
                self.size += 1
        for level in self._grown:
            tail = self._tails[level]
            if tail:
                changed[level, (self.size >> TILE_HEIGHT * level) // TILE_WIDTH] = b"".join(tail)
        return changed

    def root(self) -> bytes:
        """The root of everything taken so far."""
        if not self._peaks:
            return EMPTY_ROOT
        node = self._peaks[-1]
        for peak in self._peaks[-2::-1]:
            node = node_hash(peak, node)
        return node

    def _climb(self, node: bytes, changed: dict[TileKey, bytes]) -> None:
        height = 0
        while self.size >> height & 1:
            node = node_hash(self._peaks.pop(), node)
            height += 1
            if height % TILE_HEIGHT == 0:
                self._put(height // TILE_HEIGHT, [node], self.size >> height, changed)
        self._peaks.append(node)

    def _put(self, level: int, nodes: list[bytes], index: int, changed: dict[TileKey, bytes]) -> None:
        """Add nodes to the short tile of a level, which they may fill and not overflow. index: of the first."""
        tail = self._tail(level)
        tail += nodes
        self._grown.add(level)
        if len(tail) == TILE_WIDTH:
            changed[level, index // TILE_WIDTH] = b"".join(tail)
            tail.clear()

    def _tail(self, level: int) -> list[bytes]:
        while len(self._tails) <= level:
            self._tails.append([])
        return self._tails[level]


def levels(size: int) -> int:
    """How many levels of tiles a tree of this size has."""
    return max(1, -(-size.bit_length() // TILE_HEIGHT))


def short_tiles(size: int) -> list[TileKey]:
    """The tiles of a tree of this size that are not full, lowest first."""
    counts = [(level, size >> TILE_HEIGHT * level) for level in range(levels(size))]
    return [(level, count // TILE_WIDTH) for level, count in counts if count % TILE_WIDTH]


def _peaks(tail: list[bytes]) -> list[bytes]:
    """The roots of the full subtrees a short tile is made of, largest first."""
    peaks, low = [], 0
    for height in range(TILE_HEIGHT - 1, -1, -1):
        if len(tail) >> height & 1:
            row = tail[low : low + (1 << height)]
            low += 1 << height
            while len(row) > 1:
                row = [node_hash(row[i], row[i + 1]) for i in range(0, len(row), 2)]
            peaks += row
    return peaks
