"""Which names of a list share skeletons with a query: postings, rarest first, with work bounded."""

from array import array
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from heapq import nlargest
from itertools import pairwise
from math import log2

from rapidfuzz import fuzz, process

from tansiq.detectors.names.words.parts import Name

_SHORTEST_SLIP = 3
_MOST_SLIPS = 6
_SLIP_SHARE = 0.5
_JOIN_SHARE = 1.2
_SHORTLIST = 8
"""Names whose whole skeletons are compared, for each one wanted."""
_EVEN = 50.0
"""Added to the likeness of whole skeletons (0 to 100), so that rare shared parts still count."""
_WORTH_SKIPPING = 1_000
"""Postings so long that it is worth asking whether they can still change who is best."""
_MOST_POSTINGS = 60_000
"""Postings read for one query; what is over it only ranks the names already found."""


def keys_of(name: Name) -> list[str]:
    """The skeletons a name is found by: of each part, and of neighbours written as one word."""
    named = [part for part in name.parts if part.skeletons]
    keys = [skeleton for part in named if part.kind != "title" for skeleton in part.skeletons]
    for one, two in pairwise(named):
        if "~" not in one.skeletons[0] + two.skeletons[0]:
            keys.append(f"+{one.skeletons[0]}{two.skeletons[0]}")
    return list(dict.fromkeys(keys))


def _shortened(skeleton: str) -> Iterator[str]:
    for i in range(len(skeleton)):
        yield skeleton[:i] + skeleton[i + 1 :]


class SkeletonIndex:
    """Postings from skeleton to the names (by number) that have it."""

    def __init__(self, names: Sequence[Name]) -> None:
        self.size = len(names)
        self._skeletons = [name.skeleton for name in names]
        self._postings: dict[str, array[int]] = {}
        for number, name in enumerate(names):
            for key in keys_of(name):
                postings = self._postings.get(key)
                if postings is None:
                    postings = self._postings[key] = array("I")
                postings.append(number)
        self._slips = self._index_slips()

    def _index_slips(self) -> dict[str, tuple[str, ...]]:
        found: dict[str, list[str]] = {}
        for skeleton in self._postings:
            if len(skeleton) >= _SHORTEST_SLIP and skeleton[0] not in "+~":
                for short in _shortened(skeleton):
                    found.setdefault(short, []).append(skeleton)
        return {short: tuple(dict.fromkeys(skeletons)) for short, skeletons in found.items()}

    def count(self, skeleton: str) -> int:
        """How many names have the skeleton."""
        return len(self._postings.get(skeleton, ()))

    def nearest(self, name: Name, most: int) -> list[int]:
        """The numbers of the names that share most with this one, at most `most`, in no order."""
        terms = sorted(self._terms(name).items(), key=lambda term: self.count(term[0]))
        worth = self._gathered(terms, most)
        found = nlargest(_SHORTLIST * most, worth, worth.__getitem__)
        if len(found) <= most:
            return found
        skeletons = [self._skeletons[number] for number in found]
        alike = process.extract(name.skeleton, skeletons, scorer=fuzz.token_sort_ratio, limit=None)
        return nlargest(most, found, {found[i]: worth[found[i]] * (_EVEN + score) for _, score, i in alike}.__getitem__)

    def _terms(self, name: Name) -> Mapping[str, float]:
        terms: dict[str, float] = {}
        for key in keys_of(name):
            if key.startswith("+"):
                self._add(terms, key, _JOIN_SHARE)
                self._add(terms, key[1:], _JOIN_SHARE)
            else:
                self._add(terms, key, 1.0)
                self._add(terms, f"+{key}", 1.0)
                for slip in self._slips_of(key):
                    self._add(terms, slip, _SLIP_SHARE)
        return terms

    def _add(self, terms: dict[str, float], key: str, share: float) -> None:
        count = self.count(key)
        if count:
            weight = share * log2(1 + self.size / count)
            terms[key] = max(weight, terms.get(key, 0.0))

    def _slips_of(self, skeleton: str) -> list[str]:
        """Skeletons of the list that are one letter more, fewer or other than this one; the rarest first."""
        if len(skeleton) < _SHORTEST_SLIP or "~" in skeleton:
            return []
        near = set(self._slips.get(skeleton, ()))
        for short in _shortened(skeleton):
            near.update(self._slips.get(short, ()))
            if short in self._postings:
                near.add(short)
        near.discard(skeleton)
        return sorted(near, key=lambda found: (self.count(found), found))[:_MOST_SLIPS]

    def _gathered(self, terms: Sequence[tuple[str, float]], most: int) -> dict[int, float]:
        """The names found, and what each is worth. Once no new name can enter the best, only found ones are raised."""
        worth: dict[int, float] = {}
        read, left = 0, sum(weight for _, weight in terms)
        for position, (key, weight) in enumerate(terms):
            postings = self._postings[key]
            read += len(postings)
            if worth and (
                read > _MOST_POSTINGS or (len(postings) > _WORTH_SKIPPING and self._settled(worth, most, left))
            ):
                self._raise_found(worth, terms[position:], most)
                break
            for number in postings[:_MOST_POSTINGS]:
                worth[number] = worth.get(number, 0.0) + weight
            left -= weight
        return worth

    @staticmethod
    def _settled(worth: Mapping[int, float], most: int, left: float) -> bool:
        return len(worth) > most and nlargest(most, worth.values())[-1] > left

    def _raise_found(self, worth: dict[int, float], terms: Sequence[tuple[str, float]], most: int) -> None:
        for number in nlargest(_SHORTLIST * most, worth, worth.__getitem__):
            for key, weight in terms:
                postings = self._postings[key]
                at = bisect_left(postings, number)
                if at < len(postings) and postings[at] == number:
                    worth[number] += weight
