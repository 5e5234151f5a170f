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


def rows(file: str) -> Iterator[list[str]]:
    """The rows of a table in `data/`, as their fields."""
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
    for one, other, value in rows("likeness.tsv"):
        cost[one][other] = cost[other][one] = float(value)
    return cost


SOUNDS: dict[str, Sound] = {
    row[0]: Sound(float(row[1]), float(row[2]), row[3].replace("-", "")) for row in rows("sounds.tsv")
}
LIKENESS: dict[str, dict[str, float]] = _likeness()
"""LIKENESS[one][other]: what it costs to read one sound for the other."""

LATIN: dict[str, str] = dict(rows("latin.tsv"))
ARABIC: dict[str, str] = dict(rows("arabic.tsv"))
UNVOWELLED: dict[str, str] = ARABIC | dict(rows("hebrew.tsv"))
"""Letters of the scripts that leave short vowels out, Arabic and Hebrew, and their sounds."""


def _alphabet(file: str) -> dict[int, str]:
    """Single letters and what they are in Latin; "-" for none."""
    return {ord(row[0]): row[1].replace("-", "") for row in rows(file) if len(row[0]) == 1}


class Variant(NamedTuple):
    """A national Cyrillic alphabet: letters that tell it, and those it reads in its own way."""

    telltale: frozenset[str]
    letters: dict[int, str]


def _cyrillic_variants() -> dict[str, Variant]:
    found: dict[str, Variant] = {}
    for language, telltale, letters in rows("cyrillic_variants.tsv"):
        read = dict(pair.split("=") for pair in letters.split())
        found[language] = Variant(frozenset(telltale), {ord(letter): latin for letter, latin in read.items()})
    return found


ALPHABETS: dict[int, str] = _alphabet("cyrillic.tsv") | _alphabet("georgian.tsv") | _alphabet("armenian.tsv")
CYRILLIC_VARIANTS: dict[str, Variant] = _cyrillic_variants()
INDIC: dict[str, tuple[str, str]] = {
    letter: (latin.replace("-", ""), kind)
    for file in ("devanagari.tsv", "bengali.tsv")
    for letter, latin, kind in rows(file)
}
"""Letters of Devanagari and Bengali: their Latin letters and kind (consonant, vowel, sign, virama or end)."""

WADE_GILES: dict[str, str] = dict(rows("wade_giles.tsv"))
HAN_FAMILIES: dict[str, tuple[str, ...]] = {
    form: (pinyin, *others.replace("-", "").split())
    for forms, pinyin, others in rows("han_family.tsv")
    for form in forms.split()
}
HAN_GIVEN: dict[str, str] = {
    form: spellings.split()[0] for forms, spellings in rows("han_given.tsv") for form in forms.split()
}
HAN_SIMPLE: dict[int, str] = {
    ord(form): forms.split()[0]
    for file in ("han_family.tsv", "han_given.tsv")
    for forms, *_ in rows(file)
    for form in forms.split()[1:]
    if len(form) == 1
}
HANGUL_FAMILIES: dict[str, tuple[str, ...]] = {
    name: tuple(spellings.split()) for place, name, spellings in rows("hangul.tsv") if place == "family"
}
JAMO: dict[str, str] = {
    letter: latin.replace("-", "") for place, letter, latin in rows("hangul.tsv") if place != "family"
}


def _variants() -> dict[str, tuple[str, ...]]:
    heads: dict[str, list[str]] = {}
    for _, names in rows("variants.tsv"):
        head, *others = names.split()
        for name in others:
            heads.setdefault(name, []).append(head)
    return {name: tuple(dict.fromkeys(found)) for name, found in heads.items()}


VARIANTS: dict[str, tuple[str, ...]] = _variants()
"""Names, and those they are a foreign or a short form of."""

ARABIC_FORMS = str.maketrans("أإآٱيىكہەةۃۀ", "ااااییکههههه")
"""Letters that writers of the script put for each other: for looking words up, not for sounds."""

WORDS: dict[str, Meaning] = {
    spelling.translate(ARABIC_FORMS): Meaning(kind, form)
    for kind, form, spellings in rows("words.tsv")
    for spelling in spellings.split()
}
THINGS: tuple[tuple[str, Meaning], ...] = tuple(
    (phrase.strip(), Meaning(kind, form)) for kind, form, phrases in rows("things.tsv") for phrase in phrases.split(";")
)
"""Phrases in names of organisations and ships, as written, and what they are."""
COMMON: dict[str, float] = {name: float(bits) for bits, names in rows("common.tsv") for name in names.split()}
"""Bits that meeting a common part of a name tells."""
