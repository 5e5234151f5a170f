"""A written name as parts: names, titles, initials, numbers, legal words; compounds as one part with its markers.

"Abdul Rahman", "Abd al-Rahman", "Abdurrahman" and the Arabic spelling become the part "rahman" marked abd; "Naveed Ullah"
and "Naveedullah" the part "naveed" marked ullah; "Abu Omar" the part "omar" marked abu.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import pairwise

from tansiq.detectors.names import weights
from tansiq.detectors.names.compounds import is_abd, is_din, loosened, unglued
from tansiq.detectors.names.sounds import likeness, skeletons_of, sounds_of
from tansiq.detectors.names.spelling import Word, write
from tansiq.detectors.names.tables import ARABIC_FORMS, COMMON, WORDS, Meaning

MOST_PARTS = 10
MOST_LETTERS = 24
_MISREAD_I = re.compile(r"l[^aeiouy]\w")
_GLUED_ARTICLE = re.compile(r"[ae]l(?=[^aeiouyl]\w{3})")
_ROMAN = dict(zip(["i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x"], map(str, range(1, 11)), strict=True))
_SAME_PART = 0.93
_SHORT_BITS = {0: 4.0, 1: 5.0, 2: 8.0}
_RARE_BITS = 10.0
_SOUGHT = frozenset({"name", "title", "generic"})


@dataclass(frozen=True, slots=True, eq=False)
class Part:
    """One part of a name, compared and remembered by identity: `part` gives one object for one word.

    kind: name, initial, title, number, legal, generic or ship. form: what parts that are not names are compared by.
    readings: its sounds, then other ways a misread word may be meant. prefix: abd, abu, umm or ibn; suffix: ullah, din.
    bits: how much meeting it tells. weight: how much of the name it is. known: it stands in the table of common names.
    """

    text: str
    kind: str
    form: str
    readings: tuple[str, ...]
    unwritten: bool
    prefix: str
    suffix: str
    skeletons: tuple[str, ...]
    bits: float
    weight: float
    known: bool = False

    @property
    def shown(self) -> str:
        """The part in words a person reads, compounds put together again."""
        return " ".join(filter(None, (self.prefix, self.text, self.suffix)))


@dataclass(frozen=True, slots=True)
class Name:
    """A name as parts. cut: the last part may be cut short. chained: parts are joined by bin or ibn, so order is firm.

    rank: which of two names is laid first, so that comparing is symmetric. skeleton: all of it, in no order of the parts.
    sought: the skeletons of its parts. joins: skeletons that two neighbours would have as one word.
    """

    text: str
    parts: tuple[Part, ...]
    cut: bool = False
    chained: bool = False
    rank: str = field(init=False)
    skeleton: str = field(init=False)
    sought: frozenset[str] = field(init=False)
    joins: frozenset[str] = field(init=False)

    def __post_init__(self) -> None:
        named = [part for part in self.parts if part.skeletons]
        fields = {
            "rank": f"{'|'.join(part.shown for part in self.parts)} {self.cut} {self.chained}",
            "skeleton": " ".join(sorted(part.skeletons[0] for part in named if part.kind != "title")),
            "sought": frozenset(skeleton for part in named for skeleton in part.skeletons),
            "joins": frozenset(one.skeletons[0] + two.skeletons[0] for one, two in pairwise(named)),
        }
        for key, value in fields.items():
            object.__setattr__(self, key, value)


@dataclass(frozen=True, slots=True)
class Written:
    """What one written name says: the person's own names (the husband's added in a second one), and the father's."""

    own: tuple[Name, ...]
    father: Name | None = None


def _meaning(word: Word) -> Meaning | None:
    return WORDS.get(word.text.translate(ARABIC_FORMS))


def _weight(kind: str, bits: float) -> float:
    fixed = weights.KIND_WEIGHTS.get(kind)
    return weights.NAME_PART_LEAST + weights.NAME_PART_PER_BIT * bits if fixed is None else fixed


def _common() -> dict[str, list[tuple[str, float]]]:
    table: dict[str, list[tuple[str, float]]] = {}
    for name, bits in COMMON.items():
        sounds = sounds_of(name)
        for skeleton in skeletons_of(sounds):
            table.setdefault(skeleton, []).append((sounds, bits))
    return table


_COMMON = _common()


def _known_bits(sounds: str, skeletons: Sequence[str], *, unwritten: bool) -> float | None:
    return min(
        (
            bits
            for skeleton in skeletons
            for other, bits in _COMMON.get(skeleton, ())
            if likeness(sounds, other, left_unwritten=unwritten) >= _SAME_PART
        ),
        default=None,
    )


def _bits_by_length(skeleton: str) -> float:
    return _SHORT_BITS.get(0 if skeleton.startswith("~") else len(skeleton), _RARE_BITS)


def _readings(text: str) -> tuple[str, ...]:
    readings = [sounds_of(text)]
    if "rn" in text:
        readings.append(sounds_of(text.replace("rn", "m")))
    if _MISREAD_I.match(text):
        readings.append(sounds_of("i" + text[1:].replace("rn", "m")))
    if _GLUED_ARTICLE.match(text):
        readings.append(sounds_of(text[2:]))
    return tuple(readings)


def _skeletons(readings: Sequence[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(skeleton for reading in readings for skeleton in skeletons_of(reading)))


@lru_cache(maxsize=1 << 16)
def part(text: str, kind: str = "name", *, unwritten: bool = False, prefix: str = "", suffix: str = "") -> Part:
    """A part of a person's name; the same object for the same word."""
    meaning = WORDS.get(text.translate(ARABIC_FORMS))
    form = meaning.form if meaning and (kind != "name" or meaning.kind == "name") else text
    spoken = form if meaning and kind == "name" and meaning.kind == "name" else text[:MOST_LETTERS]
    readings = _readings(spoken)
    unwritten = unwritten and spoken == text[:MOST_LETTERS]
    skeletons = _skeletons(readings) if kind in _SOUGHT else ()
    known = _known_bits(readings[0], skeletons, unwritten=unwritten) if kind == "name" else None
    bits = min(known or _RARE_BITS, _bits_by_length(skeletons[0])) if kind == "name" else 1.0
    weight = _weight(kind, bits)
    return Part(
        text, kind, form, readings, unwritten, prefix, suffix, skeletons, bits, weight, known=known is not None
    )  # fmt: skip


@lru_cache(maxsize=1 << 14)
def joined(left: Part, right: Part) -> Part:
    """Two neighbours as the one part another writer makes of them."""
    both = part(left.text + right.text, unwritten=left.unwritten)
    return Part(
        f"{left.text} {right.text}", "name", both.form, (left.readings[0] + right.readings[0], both.readings[0]), both.unwritten,
        left.prefix, right.suffix, both.skeletons, left.bits + right.bits, left.weight + right.weight,
    )  # fmt: skip


class _Folding:
    """Words of a person's name folded into parts, one after the other."""

    def __init__(self, words: Sequence[Word]) -> None:
        self.words = words
        self.parts: list[Part] = []
        self.prefix = ""
        self.linked = False
        self.chained = False

    def fold(self) -> tuple[Part, ...]:
        for position, word in enumerate(self.words):
            inner = bool(self.parts) and position + 1 < len(self.words)
            self._take(word, inner=inner, last=position + 1 == len(self.words))
        return tuple(self.parts[:MOST_PARTS])

    def _take(self, word: Word, *, inner: bool, last: bool) -> None:
        meaning = _meaning(word)
        kind = meaning.kind if meaning else ""
        if not last and self._opens(word, kind, meaning.form if meaning else ""):
            return
        if kind == "article" or (kind == "link" and (inner or self.prefix)):
            self.linked = True
        elif kind == "patronym" and self.parts and not last:
            self.chained = True
        elif self._closes(word, meaning):
            self.linked = False
        else:
            self._add(word, kind)
            self.linked = False

    def _opens(self, word: Word, kind: str, form: str) -> bool:
        """Whether the word only marks the next one."""
        if is_abd(word.text):
            self.prefix = "abd"
        elif kind == "kunya" or (kind == "patronym" and not self.parts):
            self.prefix = form
        else:
            return False
        return True

    def _closes(self, word: Word, meaning: Meaning | None) -> bool:
        """Whether the word only marks the one before."""
        before = self.parts[-1] if self.parts else None
        if before is None or before.kind != "name" or before.suffix or self.prefix:
            return False
        if meaning and meaning.form == "allah":
            suffix = "ullah"
        elif is_din(word.text, linked=self.linked):
            suffix = "din"
        else:
            return False
        self.parts[-1] = part(before.text, unwritten=before.unwritten, prefix=before.prefix, suffix=suffix)
        return True

    def _add(self, word: Word, kind: str) -> None:
        text, prefix, suffix = word.text, self.prefix, ""
        self.prefix = ""
        if text.isdecimal():
            self.parts.append(part(text.lstrip("0") or "0", "number"))
        elif len(text) == 1 and not word.unwritten:
            self.parts.append(part(text, "initial", prefix=prefix))
        elif kind == "title":
            self.parts.append(part(text, "title", unwritten=word.unwritten))
        else:
            if kind != "name":
                text, glued, suffix = unglued(text)
                prefix = prefix or glued
            self.parts.append(part(text, unwritten=word.unwritten, prefix=prefix, suffix=suffix))


def _thing_part(word: Word, *, last: bool) -> Part:
    meaning = _meaning(word)
    number = (
        word.text.lstrip("0") or "0"
        if word.text.isdecimal()
        else _ROMAN.get(word.text)
        if last or len(word.text) > 1
        else None
    )
    if number:
        return part(number, "number")
    if meaning and meaning.kind in {"legal", "generic", "ship"}:
        return part(word.text, meaning.kind, unwritten=word.unwritten)
    return part(word.text, unwritten=word.unwritten)


def _thing(text: str, words: Sequence[Word]) -> Name:
    kept = [word for word in words if not ((m := _meaning(word)) and m.kind in {"article", "link"})]
    parts = [_thing_part(word, last=word is kept[-1]) for word in kept[:MOST_PARTS]]
    return Name(text, tuple(parts))


def _person(text: str, words: Sequence[Word], *, cut: bool) -> Name:
    folding = _Folding(loosened(words))
    return Name(text, folding.fold(), cut, folding.chained)


def _relation(words: Sequence[Word]) -> tuple[int, str]:
    for position, word in enumerate(words):
        meaning = _meaning(word)
        if meaning and meaning.kind in {"father", "husband"} and 0 < position < len(words) - 1:
            return position, meaning.kind
    return len(words), ""


def read_name(text: str, *, person: bool = True) -> Written:
    """A written name in any script as parts; "s/o", "walad" and the like give the father's name apart."""
    writing = write(text, person=person)
    if not person:
        return Written((_thing(text, writing.words),))
    at, relation = _relation(writing.words)
    own = _person(text, writing.words[:at], cut=writing.cut)
    if not relation:
        return Written((own,))
    other = writing.words[at + 1 :]
    if relation == "husband":
        return Written((own, _person(text, (*writing.words[:at], *other), cut=writing.cut)))
    return Written((own,), _person(" ".join(word.text for word in other), other, cut=writing.cut))
