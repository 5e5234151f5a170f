"""What happens to a name between a passport and an airline's message, and between two offices. Method: docs/alarms.md."""

import re
from collections.abc import Callable
from random import Random
from typing import Literal, NamedTuple

from tansiq.detectors.names.alarms.ordinary_tables import noise

CUT_LENGTH = 24
"""Letters after which the given names of an old booking system are cut."""
_LETTERS = "abcdefghijklmnopqrstuvwxyz"
_SHORTEST_WORD = 4

Where = Literal["record", "entry"]


class Written(NamedTuple):
    """A name as a passport parts it; either part may be empty."""

    given: str
    family: str = ""


def taken_apart(name: str) -> Written:
    """The given names and the family name of a list's entry: parted by a comma, else the last word is the family name."""
    family, comma, given = name.partition(",")
    if comma:
        return Written(_plain(given), _plain(family))
    *first, last = _plain(name).split() or [""]
    return Written(" ".join(first), last)


def respelt(name: Written, rng: Random, *, where: Where, sex: str = "") -> str:
    """The name as a message has it: upper case, given names first unless they were turned, each noise by its share."""
    shares = noise().record if where == "record" else noise().entry
    given, family = _plain(name.given), _plain(name.family)
    for kind, change in _CHANGES:
        if rng.random() < shares[kind]:
            given, family = change(given, family, rng)
    if sex in noise().glued and rng.random() < shares["title"]:
        given = f"{given}{rng.choice(noise().glued[sex])}"
    if rng.random() < shares["turned"]:
        given, family = family, given
    return f"{given} {family}".strip().upper()


def _plain(text: str) -> str:
    """Lower case, as the machine-readable zone has it: hyphens are blanks, apostrophes and points go (ICAO 9303-3)."""
    return re.sub(r"\s+", " ", re.sub(r"[-/]", " ", re.sub(r"[’'`.\"]", "", text))).strip().lower()


def _habit(given: str, family: str, rng: Random) -> tuple[str, str]:
    """Another spelling of one sound or word."""
    words = [*given.split(), *family.split()]
    at = rng.randrange(len(words)) if words else 0
    others = [_other_spelling(word, rng) for word in words[at : at + 1]]
    changed = [*words[:at], *others, *words[at + 1 :]]
    count = len(given.split())
    return " ".join(changed[:count]), " ".join(changed[count:])


def _other_spelling(word: str, rng: Random) -> str:
    if word in noise().words:
        return rng.choice(noise().words[word])
    fits = [(one, other) for one, other in noise().habits if one in word[1:]]
    if not fits:
        return word
    one, other = rng.choice(fits)
    places = [found.start() for found in re.finditer(f"(?={one})", word) if found.start()]
    at = rng.choice(places)
    return f"{word[:at]}{other}{word[at + len(one) :]}"


def _slip(given: str, family: str, rng: Random) -> tuple[str, str]:
    """One slip of the keyboard: a letter left out, doubled, another in its place, or two turned."""
    if rng.random() * (len(given) + len(family)) < len(given):
        return _slipped(given, rng), family
    return given, _slipped(family, rng)


def _slipped(text: str, rng: Random) -> str:
    if len(text) < _SHORTEST_WORD:
        return text
    at = rng.randrange(1, len(text) - 1)
    if not text[at].isalpha():
        return text
    kept = rng.choice(("", text[at] * 2, rng.choice(_LETTERS), f"{text[at + 1]}{text[at]}"))
    after = at + 2 if kept == f"{text[at + 1]}{text[at]}" else at + 1
    return text[:at] + kept + text[after:]


def _joined(given: str, family: str, _: Random) -> tuple[str, str]:
    first, *rest = given.split(" ", 1)
    return (first + rest[0], family) if rest else (given, family.replace(" ", "", 1))


def _dropped(given: str, family: str, _: Random) -> tuple[str, str]:
    first, *more = given.split() or [""]
    return " ".join([first, *more[1:]]), family


def _initial(given: str, family: str, _: Random) -> tuple[str, str]:
    first, *more = given.split() or [""]
    return " ".join([first, *(word[0] for word in more)]), family


def _cut(given: str, family: str, _: Random) -> tuple[str, str]:
    return given[: max(1, CUT_LENGTH - len(family))].strip(), family


_Change = Callable[[str, str, Random], tuple[str, str]]
_CHANGES: tuple[tuple[str, _Change], ...] = (
    ("habit", _habit),
    ("habit_again", _habit),
    ("slip", _slip),
    ("dropped", _dropped),
    ("initial", _initial),
    ("joined", _joined),
    ("cut", _cut),
)
