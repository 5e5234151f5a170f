"""How many names a list has, and how many of them have each skeleton: what the rarity of a name's parts is reckoned from."""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from tansiq.detectors.names.search.kernels import hash_of
from tansiq.detectors.names.search.layout import I64, U64

Arrays = dict[str, NDArray[Any]]


class Census(NamedTuple):
    """A list counted. hash: sorted, of its names' skeletons; met: names that have each. live: entries none replaces."""

    hash: U64
    met: I64
    names: int
    live: int

    def count_of(self, skeleton: str) -> int:
        """How many names have the skeleton."""
        letters = np.frombuffer(skeleton.encode("ascii", "replace"), np.uint8)
        wanted = np.uint64(hash_of(letters, 0, letters.size))
        at = int(np.searchsorted(self.hash, wanted))
        return int(self.met[at]) if at < self.hash.size and self.hash[at] == wanted else 0


def census_of(arrays: Arrays, counts: Mapping[str, int]) -> Census:
    """The census of a list, or of a part of one. arrays, counts: as `assembly.assemble` makes them."""
    return Census(arrays["bucket_hash"], arrays["skeleton_count"].astype(np.int64), counts["names"], counts["live"])


def added_up(parts: Sequence[Census]) -> Census:
    """The census of a list from those of its parts, which have no entry in common."""
    hashes, place = np.unique(np.concatenate([part.hash for part in parts]), return_inverse=True)
    count = np.zeros(hashes.size, np.int64)
    np.add.at(count, place, np.concatenate([part.met for part in parts]))
    return Census(hashes, count, sum(part.names for part in parts), sum(part.live for part in parts))
