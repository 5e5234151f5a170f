"""A long list that is searched where it lies: the arrays of a store, and room to work in."""

from collections.abc import Iterator, Sequence
from itertools import accumulate
from typing import TypeVar

import numpy as np

from tansiq.detectors.names.evidence.alignment import part_likeness
from tansiq.detectors.names.search import gathering, kernels, ranking, scoring
from tansiq.detectors.names.search.encoding import encode, hash_text, load_part, rules
from tansiq.detectors.names.search.layout import (
    BRIEF,
    CHAINED,
    CUT,
    DESCRIBED,
    F32,
    I32,
    MOST_SIDE,
    PASSED_OVER,
    WEAK,
    Asked,
    Buckets,
    Columns,
    Index,
    Listed,
    Notes,
    Records,
    Table,
    Words,
)
from tansiq.detectors.names.search.records import bytes_of, subject_of, subjects_of
from tansiq.detectors.names.search.scoring import Found
from tansiq.detectors.names.search.store import Store
from tansiq.detectors.names.weights import AGREEMENT, between
from tansiq.detectors.names.words.parts import Name, Part
from tansiq.model.subjects import Subject

_MOST_ROWS = 1 << 14
_MOST_KEPT = 1 << 15
_COLUMNS = 24
_MOST_LETTERS = 64
_MOST_PARTS = 1 << 16
_MOST_LIKES = 1 << 14
_WEIGHED, _LEAST_WEIGHED = 32, 0.2
"""Words like a part that are weighed exactly, the likeliest first, but for those that agree wholly or hardly."""
_Like = tuple[I32, F32]
"""Words of the list, and how far they agree with a part asked for."""

G = TypeVar("G", Words, Buckets, Listed)


class Mapped:
    """The arrays of a list. Not for two threads at once: they would share the room to work in."""

    def __init__(self, store: Store) -> None:
        self.store = store
        arrays = store.arrays
        names = _group(Listed, store, "name_")
        self._index = Index(_group(Words, store, "word_"), _group(Buckets, store, "bucket_"), names)
        self.names = store.counts["names"]
        self.live = store.counts["live"]
        self.changed = False
        self._dead = arrays["dead"].copy()
        self._first_name = arrays["first_name"]
        self._id_start, self._id_bytes = arrays["id_start"], arrays["id_bytes"].data
        self._parts: dict[int, Part] = {}
        self._likes: dict[Part, _Like] = {}
        self._notes = self._room()
        self._notes.worth[self._dead[names.name["entry"]] != 0] = PASSED_OVER
        self._table = Table(
            np.zeros(kernels.LONGEST_SOUNDS + 1), np.zeros(_MOST_LETTERS, np.uint8),
            np.zeros((MOST_SIDE, MOST_SIDE)), np.zeros((2, 6, MOST_SIDE)), np.zeros(MOST_SIDE),
        )  # fmt: skip

    def _room(self) -> Notes:
        return Notes(
            worth=np.zeros(self.names, np.uint8),
            joined=np.zeros(self.names, np.uint8),
            brief=_briefly(self._index.words.word),
            word=np.zeros(_MOST_ROWS, np.int32),
            agreement=np.zeros((_MOST_ROWS, _COLUMNS), np.float32),
            touched=np.zeros(gathering.MOST_POSTINGS + _MOST_KEPT, np.int32),
            kept=np.zeros(_MOST_KEPT, np.int32),
            score=np.zeros(_MOST_KEPT),
            tally=np.zeros(2, np.int64),
            hashes=np.zeros(gathering.MOST_HASHES, np.uint64),
            costs=np.zeros(_COLUMNS, np.int64),
            bins=np.zeros(ranking.BINS + 1, np.int64),
        )

    def nearest(self, name: Name, *, weak: bool, most: int, type_code: int) -> Found:
        """The entries whose names are most like this one, best first."""
        flags = WEAK * weak | CUT * name.cut | CHAINED * name.chained
        columns = self._columns([self._like(part) for part in name.parts])
        asked = Asked(encode(name.parts), flags, type_code, np.zeros(2 * len(name.parts) - 1, np.int32))
        found = Found(np.empty(most, np.int32), np.empty(most, np.int32), np.empty(most))
        count = scoring.search(asked, columns, self._index, rules(), self._notes, self._table, found)
        return Found(found.entry[:count], found.name[:count], found.log_odds[:count])

    def _like(self, part: Part) -> _Like:
        """The words of the list like a part: found by compiled code, weighed as `alignment` weighs them, and remembered."""
        known = self._likes.get(part)
        if known is None:
            if len(self._likes) >= _MOST_LIKES:
                self._likes.clear()
            known = self._likes[part] = self._find_like(part)
        return known

    def _find_like(self, part: Part) -> _Like:
        notes, words = self._notes, encode([part])
        count = gathering.find_like(words, self._index.words, self._index.buckets, rules(), notes, self._table.line)
        agreed = notes.agreement[:count, 0]
        rows = np.flatnonzero(agreed > 0)
        rows = rows[np.argsort(-agreed[rows], kind="stable")]
        word, agreement = notes.word[rows], agreed[rows]
        gathering.clear(0, notes)
        unsure = np.flatnonzero((agreement > _LEAST_WEIGHED) & (agreement < 1))[:_WEIGHED].tolist()
        for at in unsure:
            agreement[at] = between(AGREEMENT, part_likeness(part, self._part(word[at])))
        left = agreement > 0
        return word[left], agreement[left]

    @staticmethod
    def _columns(likes: Sequence[_Like]) -> Columns:
        sizes = [word.size for word, _ in likes]
        return Columns(
            np.fromiter(accumulate(sizes, initial=0), np.int32, len(sizes) + 1),
            np.concatenate([word for word, _ in likes]),
            np.concatenate([agreement for _, agreement in likes]),
        )

    def count(self, skeleton: str) -> int:
        """How many names have the skeleton."""
        letters = np.frombuffer(skeleton.encode("ascii", "replace"), np.uint8)
        wanted, hashes = np.uint64(kernels.hash_of(letters, 0, letters.size)), self._index.buckets.hash
        at = int(np.searchsorted(hashes, wanted))
        known = at < hashes.size and hashes[at] == wanted
        return int(self.store.arrays["skeleton_count"][at]) if known else 0

    def by_document(self, misread: str) -> Iterator[int]:
        """The entries that have a document with the number; now and then one that has not."""
        yield from self._of_hash("document", misread)

    def entry_of(self, entry_id: str) -> int | None:
        """The number of the entry with the id, or None."""
        for entry in self._of_hash("id", entry_id):
            if self.id_of(entry) == entry_id:
                return entry
        return None

    def _of_hash(self, kind: str, text: str) -> Iterator[int]:
        hashes, entries = self.store.arrays[f"{kind}_hash"], self.store.arrays[f"{kind}_entry"]
        wanted = np.uint64(hash_text(text))
        at = int(np.searchsorted(hashes, wanted))
        while at < hashes.size and hashes[at] == wanted:
            if not self._dead[entries[at]]:
                yield int(entries[at])
            at += 1

    def id_of(self, entry: int) -> str:
        """The id of an entry."""
        return self._id(int(self._id_start[entry]), int(self._id_start[entry + 1]))

    def ids_of(self, entries: I32) -> list[str]:
        """The ids of entries."""
        starts, ends = self._id_start[entries].tolist(), self._id_start[np.add(entries, 1)].tolist()
        return list(map(self._id, starts, ends))

    def _id(self, start: int, end: int) -> str:
        return str(self._id_bytes[start:end], "utf-8", "surrogatepass")

    def subject_of(self, entry: int) -> Subject:
        """The entry as it was given."""
        return subject_of(self.store, entry)

    def subjects(self) -> Iterator[Subject]:
        """All entries, in the order given."""
        return subjects_of(self.store, self._dead)

    def remove(self, entry: int) -> None:
        """Leave an entry out of every search from now on."""
        self.live -= int(not self._dead[entry])
        self.changed = True
        self._dead[entry] = 1
        names = self.names_of(entry)
        self._notes.worth[names.start : names.stop] = PASSED_OVER

    def are_bare(self, numbers: I32, type_code: int) -> list[bool]:
        """Whether each of some names says all that is known of its entry: it is not weak, no more is known, the type is this."""
        names = self._index.names.name[numbers]
        bare: list[bool] = ((names["type"] == type_code) & (names["flags"] & (DESCRIBED | WEAK) == 0)).tolist()
        return bare

    def names_of(self, entry: int) -> range:
        """The numbers of an entry's names."""
        first, end = self._first_name[entry : entry + 2].tolist()
        return range(first, end)

    def _part(self, word: int) -> Part:
        part = self._parts.get(word)
        if part is None:
            if len(self._parts) >= _MOST_PARTS:
                self._parts.clear()
            part = self._parts[word] = load_part(self._bytes("part", word))
        return part

    def _bytes(self, kind: str, entry: int) -> bytes:
        return bytes_of(self.store, kind, entry)


def _briefly(words: Records) -> Records:
    brief = np.zeros(words.size, BRIEF)
    for name in ("weight", "bits", "kind", "flags"):
        brief[name] = words[name]
    return brief


def _group(kind: type[G], store: Store, prefix: str) -> G:
    return kind(*(store.arrays[prefix + name] for name in kind._fields))
