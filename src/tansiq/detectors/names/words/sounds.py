"""What a written word sounds like, and how alike two words sound.

A word becomes a string over the small alphabet of `data/sounds.tsv`. Words of scripts that leave out short vowels
(Arabic, Hebrew, Indic inherent vowels) are marked unwritten: against them a short vowel costs next to nothing.
"""

import re
from collections.abc import Sequence
from functools import lru_cache
from itertools import accumulate, islice, product

from tansiq.detectors.names.tables import LATIN, LIKENESS, SOUNDS, UNVOWELLED
from tansiq.detectors.names.words.han import is_native, spellings

_LATIN_GROUP = re.compile("|".join(sorted(LATIN, key=len, reverse=True)))
_UNVOWELLED_GROUP = re.compile("|".join(sorted(UNVOWELLED, key=len, reverse=True)))
_DOUBLED = re.compile(r"(.)\1+")
_DOUBLED_VOWEL = re.compile(r"([AEWYQ])\1+")
"""A consonant that an unvowelled script writes twice is two, with a vowel between."""
_SILENT_H = re.compile(r"(?<=\w{3})([ae])h$")
_FINAL_I = re.compile(r"(?<=\w\w)[iy]j?$")
_WEIGHT = {letter: sound.weight for letter, sound in SOUNDS.items()}
_UNWRITTEN = {letter: sound.unwritten for letter, sound in SOUNDS.items()}
_GROUP = {letter: sound.group for letter, sound in SOUNDS.items()}
_READINGS = {"T": ("t", "s"), "D": ("t", "s"), "j": ("j", "s"), "c": ("j", "s"), "Z": ("j", "s"), "x": ("k", "")}
_TWO_WAYS = frozenset(_READINGS)
_MOST_SKELETONS = 4
_ALIF = "\u0627"
_SHORTEST_WITH_ENDING = 3


def sounds_of(word: str) -> str:
    """The sounds of a lower-case word in Latin, Arabic or Hebrew letters, Chinese characters or Hangul.

    Letters of other scripts are left out.
    """
    if not word.isascii():
        if is_native(word):
            word = spellings(word)[0]
        elif any(letter in UNVOWELLED for letter in word):
            return _unvowelled_sounds(word)
    spelt = _SILENT_H.sub(r"\1", word)
    spelt = _FINAL_I.sub("ee", spelt)
    spelt = _LATIN_GROUP.sub(lambda group: LATIN[group[0]], spelt)
    return _collapsed("".join([letter for letter in spelt if letter in SOUNDS]))


def _unvowelled_sounds(word: str) -> str:
    sounds = [UNVOWELLED[group] for group in _UNVOWELLED_GROUP.findall(word)]
    if len(sounds) > 1 and word[0] == _ALIF:
        sounds[0] = "E"
    if len(sounds) >= _SHORTEST_WITH_ENDING and sounds[-1] == "h":
        sounds[-1] = "Q"
    return _DOUBLED_VOWEL.sub(r"\1", "".join(sounds))


def _collapsed(sounds: str) -> str:
    return _DOUBLED.sub(r"\1", sounds)


@lru_cache(maxsize=1 << 16)
def skeletons_of(sounds: str) -> tuple[str, ...]:
    """The consonant skeletons a word is searched by: more than one where a sound is spelt in two ways, never none."""
    if _TWO_WAYS.isdisjoint(sounds):
        return ("".join([_GROUP[sound] for sound in sounds]) or f"~{sounds.lower()}",)
    spelt = product(*[_READINGS.get(sound, (_GROUP[sound],)) for sound in sounds])
    found = dict.fromkeys("".join(letters) for letters in islice(spelt, _MOST_SKELETONS))
    return tuple(skeleton or f"~{sounds.lower()}" for skeleton in found)


@lru_cache(maxsize=1 << 16)
def _weights(sounds: str, *, against_unwritten: bool) -> tuple[float, ...]:
    table = _UNWRITTEN if against_unwritten else _WEIGHT
    return tuple(table[sound] for sound in sounds)


def _distance(left: str, right: str, drop_left: Sequence[float], drop_right: Sequence[float]) -> float:
    row = [0.0, *accumulate(drop_right)]
    for sound, drop in zip(left, drop_left, strict=True):
        costs, diagonal = LIKENESS[sound], row[0]
        best = diagonal + drop
        new = [best]
        for other, drop_other, above in zip(right, drop_right, row[1:], strict=True):
            best += drop_other
            if above + drop < best:  # noqa: PLR1730  twice as fast as min() here, where the time goes
                best = above + drop
            if diagonal + costs[other] < best:  # noqa: PLR1730  the same
                best = diagonal + costs[other]
            diagonal = above
            new.append(best)
        row = new
    return row[-1]


@lru_cache(maxsize=1 << 16)
def likeness(left: str, right: str, *, left_unwritten: bool = False, right_unwritten: bool = False) -> float:
    """How alike two words sound, 0 to 1; 1 for the same sounds. Symmetric. Source: weighted edit distance, own costs."""
    if left == right:
        return 1.0
    whole = sum(_weights(left, against_unwritten=False)) + sum(_weights(right, against_unwritten=False))
    if whole == 0:
        return 0.0
    one_sided = left_unwritten != right_unwritten
    drop_left = _weights(left, against_unwritten=one_sided and right_unwritten)
    drop_right = _weights(right, against_unwritten=one_sided and left_unwritten)
    return max(0.0, 1.0 - 2.0 * _distance(left, right, drop_left, drop_right) / whole)
