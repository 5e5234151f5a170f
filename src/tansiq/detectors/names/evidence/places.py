"""Places as evidence: countries and towns known by their spellings, all others by their sound."""

from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from tansiq.detectors.names import messages, weights
from tansiq.detectors.names.tables import ARABIC_FORMS, rows
from tansiq.detectors.names.words.sounds import likeness, skeletons_of, sounds_of
from tansiq.detectors.names.words.spelling import write
from tansiq.model.findings import Reason

_MOST_WORDS_OF_A_SPELLING = 4
_SAME_SOUND = 0.88
_SHORTEST_WORD = 3
_SHORTEST_BY_SOUND = 5


class Place(NamedTuple):
    """A place ready for comparing. towns: as "PK:karachi". others: the sounds of the words no table knows."""

    text: str
    countries: frozenset[str]
    towns: frozenset[str]
    others: tuple[str, ...] = ()

    @property
    def says_anything(self) -> bool:
        """Whether there is a place in it at all."""
        return bool(self.countries or self.towns or self.others)

    @property
    def is_exact(self) -> bool:
        """Whether it says more than a country."""
        return bool(self.towns or self.others)


class _Known(NamedTuple):
    kind: str
    country: str
    town: str = ""


def _words(text: str) -> tuple[str, ...]:
    return tuple(word.text.translate(ARABIC_FORMS) for word in write(text, person=False).words)


def _known() -> dict[tuple[str, ...], _Known]:
    table: dict[tuple[str, ...], _Known] = {}
    for kind, country, written in rows("places.tsv"):
        spellings = [_words(spelling) for spelling in written.split("|")]
        town = f"{country}:{'_'.join(spellings[0])}" if kind == "town" else ""
        for spelling in spellings:
            table.setdefault(spelling, _Known(kind, country, town))
    return table


_KNOWN = _known()


def _by_skeleton() -> dict[str, list[tuple[str, _Known]]]:
    table: dict[str, list[tuple[str, _Known]]] = {}
    for words, known in _KNOWN.items():
        if known.kind == "town" and len(words) == 1:
            sounds = sounds_of(words[0])
            table.setdefault(skeletons_of(sounds)[0], []).append((sounds, known))
    return table


_BY_SKELETON = _by_skeleton()


@lru_cache(maxsize=1 << 14)
def read_place(text: str) -> Place:
    """A place in any script: the countries and towns it names, and what else stands there."""
    words = _words(text)
    countries, towns, others = set(), set(), []
    at = 0
    while at < len(words):
        length, known = _longest(words, at)
        sounds = "" if known or len(words[at]) < _SHORTEST_WORD else sounds_of(words[at])
        known = known or _sounding_like(sounds)
        if known is None:
            others.append(sounds)
        elif known.kind == "country":
            countries.add(known.country)
        elif known.kind == "town":
            towns.add(known.town)
        at += length
    countries = countries or {town.partition(":")[0] for town in towns}
    return Place(text, frozenset(countries), frozenset(towns), tuple(filter(None, others)))


def _longest(words: Sequence[str], at: int) -> tuple[int, _Known | None]:
    for length in range(min(_MOST_WORDS_OF_A_SPELLING, len(words) - at), 0, -1):
        known = _KNOWN.get(tuple(words[at : at + length]))
        if known:
            return length, known
    return 1, None


def _sounding_like(sounds: str) -> _Known | None:
    """The town of the table that a word sounds like, where there is one."""
    if len(sounds) < _SHORTEST_BY_SOUND:
        return None
    near = [(likeness(sounds, other), known) for other, known in _BY_SKELETON.get(skeletons_of(sounds)[0], ())]
    alike, town = max(near, key=lambda found: found[0], default=(0.0, None))
    return town if alike >= _SAME_SOUND else None


def place_reasons(left: Sequence[Place], right: Sequence[Place]) -> Iterator[Reason]:
    """What the birth places of two subjects say: of all pairs the one that agrees best."""
    best: Reason | None = None
    for mine in left:
        for other in right:
            found = _compared(mine, other)
            if found and (best is None or found.weight > best.weight):
                best = found
    if best:
        yield best


def _compared(left: Place, right: Place) -> Reason | None:
    if left.countries and right.countries and left.countries.isdisjoint(right.countries):
        return _reason("birth_place.other_country", messages.PLACE_OTHER_COUNTRY, left, right)
    if not left.towns.isdisjoint(right.towns) or _sound_alike(left.others, right.others):
        return _reason("birth_place.same", messages.PLACE_SAME, left, right)
    if left.is_exact and right.is_exact:
        return _reason("birth_place.differs", messages.PLACE_DIFFERS, left, right)
    if left.countries and right.countries:
        return _reason("birth_place.country", messages.PLACE_SAME_COUNTRY, left, right)
    return None


def _sound_alike(left: Sequence[str], right: Sequence[str]) -> bool:
    return any(likeness(one, other) >= _SAME_SOUND for one in left for other in right)


def _reason(feature: str, message: str, left: Place, right: Place) -> Reason:
    return Reason(feature, message, weights.of(feature), left.text, right.text)
