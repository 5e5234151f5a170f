"""The tables of this detector, read once from `data/`: sounds, letters, words and how common a name is."""

from collections.abc import Iterator
from importlib import resources
from typing import NamedTuple


class Sound(NamedTuple):
    """One letter of the alphabet names are compared in.

    weight: cost of leaving it out. unwritten: the same against a script without short vowels. group: its letter in a
    search skeleton, "" where the skeleton leaves it out.
    """

    weight: float
    unwritten: float
    group: str


class Meaning(NamedTuple):
    """What a word inside a name is, and the one form it is compared by."""

    kind: str
    form: str


def _rows(file: str) -> Iterator[list[str]]:
    text = resources.files("tansiq.detectors.names").joinpath("data", file).read_text(encoding="utf-8")
    for line in text.splitlines():
        if line and not line.startswith("#"):
            yield line.split("\t")


VOWELS = frozenset("aeiouAIUEWYQ")
"""Sounds that are, or may be, vowels."""


def _unlike(one: str, other: str) -> float:
    if one == other:
        return 0.0
    if one in VOWELS and other in VOWELS:
        return 0.65
    if one in VOWELS or other in VOWELS:
        return SOUNDS[one].weight + SOUNDS[other].weight
    return 1.0


def _likeness() -> dict[str, dict[str, float]]:
    cost = {one: {other: _unlike(one, other) for other in SOUNDS} for one in SOUNDS}
    for one, other, value in _rows("likeness.tsv"):
        cost[one][other] = cost[other][one] = float(value)
    return cost


SOUNDS: dict[str, Sound] = {
    row[0]: Sound(float(row[1]), float(row[2]), row[3].replace("-", "")) for row in _rows("sounds.tsv")
}
LIKENESS: dict[str, dict[str, float]] = _likeness()
"""LIKENESS[one][other]: what it costs to read one sound for the other."""

LATIN: dict[str, str] = dict(_rows("latin.tsv"))
ARABIC: dict[str, str] = dict(_rows("arabic.tsv"))
CYRILLIC: dict[int, str] = {ord(letter): latin.replace("-", "") for letter, latin in _rows("cyrillic.tsv")}

ARABIC_FORMS = str.maketrans("أإآٱيىكہەةۃۀ", "ااااییکههههه")
"""Letters that writers of the script put for each other: for looking words up, not for sounds."""

WORDS: dict[str, Meaning] = {
    spelling.translate(ARABIC_FORMS): Meaning(kind, form)
    for kind, form, spellings in _rows("words.tsv")
    for spelling in spellings.split()
}
COMMON: dict[str, float] = {name: float(bits) for bits, names in _rows("common.tsv") for name in names.split()}
"""Bits that meeting a common part of a name tells."""
