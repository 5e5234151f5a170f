"""How well two names can agree at most: for subjects of many names, so that only pairs that can win are laid side by side.

All parts of all names are bounded at once. Two words are at least as far apart as each sound of the one from the nearest sound of
the other, in whatever order they stand; from that follows how far two parts, and with them two names, can agree.
"""

from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from itertools import accumulate

import numpy as np
from numpy.typing import NDArray
from rapidfuzz.distance import OSA
from rapidfuzz.process import cdist

from tansiq.detectors.names import weights
from tansiq.detectors.names.evidence.alignment import as_acronym, with_joins
from tansiq.detectors.names.evidence.parts_alike import MOST_SLIPS
from tansiq.detectors.names.tables import LIKENESS, SOUNDS
from tansiq.detectors.names.words.pieces import Name, Part

F64 = NDArray[np.float64]
Flags = NDArray[np.bool_]

_SLACK = 1e-9
"""Sums here are not made in the order of the exact ones."""
_CODES = {sound: code for code, sound in enumerate(SOUNDS)}
_COST = np.array([[LIKENESS[one][other] for other in SOUNDS] for one in SOUNDS])
_WEIGHT = np.array([sound.weight for sound in SOUNDS.values()])
_UNWRITTEN = np.array([sound.unwritten for sound in SOUNDS.values()])
_INITIALS = frozenset({"name", "initial"})
_AT, _AGREEMENT = np.array(weights.AGREEMENT).T


def likeliest(left: Sequence[Name], right: Sequence[Name]) -> Iterator[tuple[float, int, int]]:
    """All pairs of names, as what `alignment.fit` is at most and their places, the likeliest first. Each name needs a part."""
    most = most_alike(left, right)
    for at in np.argsort(-most, axis=None, kind="stable").tolist():
        i, j = divmod(at, len(right))
        yield float(most[i, j]), i, j


def most_alike(left: Sequence[Name], right: Sequence[Name]) -> F64:
    """What the value of `alignment.fit` is at most for each pair, shape (left, right). Each name needs a part."""
    ours, theirs = [part for name in left for part in name.parts], [part for name in right for part in name.parts]
    agreement = _agreement(ours, theirs)
    starts, others = _starts([len(name.parts) for name in left]), _starts([len(name.parts) for name in right])
    by_ours = np.maximum.reduceat(agreement, others, axis=1)
    by_theirs = np.maximum.reduceat(agreement, starts, axis=0).T
    gain, unsure, lone = _sums(by_ours, ours, starts)
    other_gain, other_unsure, other_lone = (sums.T for sums in _sums(by_theirs, theirs, others))
    agreeing = gain + other_gain
    least, most = np.minimum(lone, other_lone), np.maximum(lone, other_lone)
    lost = unsure + other_unsure + weights.CONFLICT * least + weights.SURPLUS * (most - least)
    found = np.where(agreeing > 0, agreeing / np.maximum(agreeing + lost, _SLACK) + _SLACK, 0.0)
    found[_unbounded(left, right)] = 1.0
    return found


def _starts(sizes: Sequence[int]) -> NDArray[np.intp]:
    return np.fromiter(accumulate(sizes[:-1], initial=0), np.intp)


def _sums(best: F64, parts: Sequence[Part], starts: NDArray[np.intp]) -> tuple[F64, F64, F64]:
    """For each name and each other: what its parts gain at most, lose at least by being unsure, and weigh that agree with none.

    best: how far each part agrees at most with any of each other name. A part that may agree loses what is unsure of it, or is left over;
    a title that is left over contradicts nothing.
    """
    weight = np.array([part.weight for part in parts])[:, None]
    telling = np.array([part.kind != "title" for part in parts])[:, None]
    unsure = np.where((best > 0) | ~telling, np.minimum(1 - best, weights.SURPLUS), 0.0)
    gained, lost, lone = (
        np.add.reduceat(weight * each, starts, axis=0) for each in (best, unsure, (best == 0) & telling)
    )
    return gained, lost, lone


def _unbounded(left: Sequence[Name], right: Sequence[Name]) -> Flags:
    """The pairs whose names are compared by more than their parts: cut short, abbreviated, or with neighbours to join."""
    return np.array([[_is_unbounded(one, other) for other in right] for one in left])


def _is_unbounded(left: Name, right: Name) -> bool:
    if left.cut or right.cut or as_acronym(left, right) or as_acronym(right, left):
        return True
    return len(with_joins(left, right)) < len(left.parts) or len(with_joins(right, left)) < len(right.parts)


def _agreement(ours: Sequence[Part], theirs: Sequence[Part]) -> F64:
    """How far each two parts agree at most."""
    alike = np.maximum.reduceat(_words_alike(ours, theirs), _starts([len(part.readings) for part in ours]), axis=0)
    alike = np.maximum.reduceat(alike, _starts([len(part.readings) for part in theirs]), axis=1)
    agreement: F64 = np.interp(alike + _SLACK, _AT, _AGREEMENT)
    agreement[~_of_both(ours, theirs, lambda part: part.kind == "name")] = 0.0
    agreement[_perhaps_mistyped(ours, theirs) | _perhaps_same(ours, theirs)] = 1.0
    return agreement


def _of_both(ours: Sequence[Part], theirs: Sequence[Part], holds: Callable[[Part], bool]) -> Flags:
    found: Flags = np.logical_and.outer(*(np.array([holds(part) for part in parts]) for parts in (ours, theirs)))
    return found


def _perhaps_same(ours: Sequence[Part], theirs: Sequence[Part]) -> Flags:
    """Which two parts are compared by something else than their sounds, and may agree: initials, characters, titles."""
    forms = [np.array([hash((part.kind, part.form)) for part in parts]) for parts in (ours, theirs)]
    initials = _of_both(ours, theirs, lambda part: part.kind in _INITIALS) & ~_of_both(
        ours, theirs, lambda part: part.kind == "name"
    )
    found: Flags = np.equal.outer(*forms) | initials | _of_both(ours, theirs, lambda part: bool(part.native))
    return found


def _perhaps_mistyped(ours: Sequence[Part], theirs: Sequence[Part]) -> Flags:
    slips = cdist(
        [part.text for part in ours], [part.text for part in theirs], scorer=OSA.distance, score_cutoff=MOST_SLIPS
    )
    letters = [np.array([hash(part.letters) for part in parts]) for parts in (ours, theirs)]
    found: Flags = np.less_equal(slips, MOST_SLIPS) | np.equal.outer(*letters)
    return found


def _words_alike(ours: Sequence[Part], theirs: Sequence[Part]) -> F64:
    """How alike each two readings of the parts sound at most."""
    one, other = _Sounds(ours), _Sounds(theirs)
    apart = np.maximum(_apart(one, other), _apart(other, one).T)
    whole: F64 = np.add.outer(one.counts @ _WEIGHT, other.counts @ _WEIGHT)
    return 1.0 - 2.0 * apart / np.maximum(whole, _SLACK)


class _Sounds:
    """The readings of parts one after the other. counts: how often each has each sound. unwritten: whether without short vowels."""

    def __init__(self, parts: Sequence[Part]) -> None:
        self.words = [reading for part in parts for reading in part.readings]
        self.unwritten = np.array([part.unwritten for part in parts for _ in part.readings])
        self.counts: F64 = np.array([_counts(word) for word in self.words])
        self.nearest: F64 = np.array([_nearest(word) for word in self.words]).T


def _apart(words: _Sounds, others: _Sounds) -> F64:
    """What the sounds of each word cost at least against those of each other."""
    spelt, unspelt = (words.counts @ np.minimum(drop[:, None], others.nearest) for drop in (_WEIGHT, _UNWRITTEN))
    apart: F64 = np.where(np.logical_and.outer(~words.unwritten, others.unwritten), unspelt, spelt)
    return apart


@lru_cache(maxsize=1 << 12)
def _counts(word: str) -> F64:
    return np.bincount(_coded(word), minlength=len(_CODES)).astype(np.float64)


@lru_cache(maxsize=1 << 12)
def _nearest(word: str) -> F64:
    """For each sound, what reading it for one of the word's costs at least."""
    nearest: F64 = _COST[:, _coded(word)].min(axis=1, initial=np.inf)
    return nearest


def _coded(word: str) -> NDArray[np.intp]:
    codes: NDArray[np.intp] = np.array([_CODES[sound] for sound in word], np.intp)
    return codes
