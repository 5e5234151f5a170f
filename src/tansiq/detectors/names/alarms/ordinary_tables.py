"""Who ordinary travellers are and how they are called: the tables `data/ordinary_*.tsv`, read once."""

from dataclasses import dataclass, field
from functools import cache
from itertools import accumulate
from random import Random
from typing import Generic, Literal, NamedTuple, TypeVar

from tansiq.detectors.names.tables import rows

T = TypeVar("T")

Part = Literal["male", "female", "family"]
RARE_SHARE: dict[Part, float] = {"male": 0.15, "female": 0.15, "family": 0.3}
"""The share of a people's names that are rare each."""


class Choice(Generic[T]):
    """Things that are drawn by how common they are."""

    def __init__(self) -> None:
        self.items: list[T] = []
        self.shares: list[float] = []
        self._sums: list[float] = []

    def add(self, item: T, share: float) -> None:
        """Have something drawn in this share of cases, of the sum of all shares."""
        self.items.append(item)
        self.shares.append(share)
        self._sums = []

    def draw(self, rng: Random) -> T:
        """One of them."""
        self._sums = self._sums or list(accumulate(self.shares))
        return rng.choices(self.items, cum_weights=self._sums)[0]


class Origin(NamedTuple):
    """A nationality and whose names its travellers bear. women, placeholder and father: shares, 0 to 1.

    placeholder: birth dates recorded as 1 January. father: documents that name the father. number: A a letter, 9 a digit.
    """

    nationality: str
    people: str
    women: float
    placeholder: float
    father: float
    number: str
    places: tuple[str, ...]


class Syllables(NamedTuple):
    """What names that are rare each are put together from."""

    beginnings: list[str]
    middles: list[str]
    endings: list[str]


class Pattern(NamedTuple):
    """Given names and family name of a passport, with places for the parts."""

    given: str
    family: str


_PARTS: dict[str, Part] = {"male": "male", "female": "female", "family": "family"}


@dataclass(frozen=True, slots=True)
class Noise:
    """What happens to written names. record, entry: the share of each kind, 0 to 1. The rest: spellings of one thing."""

    record: dict[str, float] = field(default_factory=dict)
    entry: dict[str, float] = field(default_factory=dict)
    habits: list[tuple[str, str]] = field(default_factory=list)
    words: dict[str, list[str]] = field(default_factory=dict)
    glued: dict[str, list[str]] = field(default_factory=dict)


@cache
def origins() -> Choice[Origin]:
    """Where travellers come from."""
    found: Choice[Origin] = Choice()
    for nationality, people, share, women, placeholder, father, number, places in rows("ordinary_peoples.tsv"):
        women_share, placeholder_share, father_share = (int(percent) / 100 for percent in (women, placeholder, father))
        origin = Origin(
            nationality, people, women_share, placeholder_share, father_share, number, tuple(places.split(";"))
        )
        found.add(origin, float(share))
    return found


@cache
def patterns() -> dict[tuple[str, str], Choice[Pattern]]:
    """How the names of a people stand in passports, by people and "M", "F" or "father"."""
    found: dict[tuple[str, str], Choice[Pattern]] = {}
    for people, who, share, name in rows("ordinary_patterns.tsv"):
        given, _, family = name.partition(" / ")
        pattern = Pattern(given, "" if family == "-" else family)
        found.setdefault((people, who), Choice()).add(pattern, float(share))
    return found


@cache
def names() -> dict[tuple[str, Part], Choice[str]]:
    """The parts of a people's names; "" stands for all those that are rare each. "x|y": the form for men, and for women."""
    found: dict[tuple[str, Part], Choice[str]] = {}
    for people, part, bearers, spelt in rows("ordinary_names.tsv"):
        choice = found.setdefault((people, _part(part)), Choice())
        for name in spelt.split():
            choice.add(name.replace("_", " "), float(bearers))
    for (_, part), choice in found.items():
        choice.add("", sum(choice.shares) * RARE_SHARE[part] / (1 - RARE_SHARE[part]))
    return found


@cache
def rare() -> dict[tuple[str, Part], Syllables]:
    """The sounds of a people's rare names; those of "*" hold for peoples not named."""
    found: dict[tuple[str, Part], Syllables] = {}
    for peoples, part, beginnings, middles, endings in rows("ordinary_rest.tsv"):
        syllables = Syllables(beginnings.split(), middles.split() or [""], endings.replace("-", "").split() or [""])
        found.update({(people, _part(part)): syllables for people in peoples.split()})
    return found


@cache
def noise() -> Noise:
    """What happens to written names on their way."""
    told = Noise()
    for row in rows("ordinary_noise.tsv"):
        what, one, other = row[:3]
        if what == "share":
            told.record[one], told.entry[one] = float(other) / 100, float(row[3]) / 100
        elif what == "habit":
            told.habits.extend([(one, other), (other, one)])
        elif what == "word":
            spellings = [spelling.replace("_", " ") for spelling in (one, *other.split())]
            told.words.update({s: [w for w in spellings if w != s] for s in spellings})
        else:
            told.glued[one] = other.split()
    return told


def _part(text: str) -> Part:
    return _PARTS[text]
