"""A part of a long list, whose answers stand beside those of the other parts as if all were one list."""

import shutil
import tempfile
from pathlib import Path

from tansiq.detectors.names.evidence.rarity import Rarity
from tansiq.detectors.names.search.assembly import assemble, weigh
from tansiq.detectors.names.search.building import Merged, read_chunk
from tansiq.detectors.names.search.census import Census, census_of
from tansiq.detectors.names.search.long import LongList
from tansiq.detectors.names.search.store import Store, open_store, write_store
from tansiq.model.subjects import Subject


class Shard(LongList):
    """A mapped part of a list: its names are as common, and its entries among as many, as they are in the whole."""

    def __init__(self, store: Store, whole: Census) -> None:
        super().__init__(store)
        self.count = Rarity(whole.count_of, whole.names).count
        self._whole = whole

    def __len__(self) -> int:
        """Entries of the whole list: what a name alone is worth depends on how many there are."""
        return self._whole.live


class ShardBuilder:
    """A part of a list while it is read: its subjects are taken, its names counted, its index made when all are counted."""

    def __init__(self) -> None:
        self._merged = Merged()

    def take(self, subjects: list[Subject]) -> None:
        """Read some more subjects; one with the id of an earlier one replaces it."""
        self._merged.take(read_chunk(subjects))

    def census(self) -> Census:
        """How many of the names read have each skeleton. Nothing can be taken after this."""
        if not self._merged.entries:
            self.take([])
        self._arrays, self._counts = assemble(self._merged)
        return census_of(self._arrays, self._counts)

    def index(self, whole: Census) -> Shard:
        """The part, ready to be searched. whole: the census of all parts together.

        Its file has no name once it is open, so that nothing is left of it however the process ends.
        """
        weigh(self._arrays, self._merged.parts, whole)
        folder = Path(tempfile.mkdtemp(prefix="tansiq-shard-"))
        try:
            write_store(folder / "shard.names", self._arrays, self._counts)
            return Shard(open_store(folder / "shard.names", verified=False), whole)
        finally:
            shutil.rmtree(folder, ignore_errors=True)
