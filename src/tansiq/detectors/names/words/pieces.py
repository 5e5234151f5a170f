"""Parts of names as they are compared: their sounds, how they are searched, and how much meeting one tells."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import Generic, TypeVar

from rapidfuzz.distance import OSA

from tansiq.detectors.names import weights
from tansiq.detectors.names.tables import ARABIC_FORMS, COMMON, VARIANTS, WORDS
from tansiq.detectors.names.words.han import is_native, simplified, spellings
from tansiq.detectors.names.words.sounds import likeness, skeletons_of, sounds_of

MOST_PARTS = 10
MOST_LETTERS = 24
_MISREAD_I = re.compile(r"l[^aeiouy]\w")
_GLUED_ARTICLE = re.compile(r"[ae]l(?=[^aeiouyl]\w{3})")
_GLUED_BIN = re.compile(r"bin(?:al|el|ul)(?=\w{4})|b[ei]n(?=[^aeiou]\w{4})")
_PINYIN = re.compile(r"x(?=[iu])|hs(?=[iu])")
_PINYIN_Q = re.compile(r"q(?=(?:i|ian|iang|iao|ie|in|ing|iong|iu|u|uan|ue|un)$)")
_LATVIAN = re.compile(r"(\w{3,}[vjnlrkd])s")
_SAME_PART = 0.93
_MOST_EDITS = 3
"""Sounds that two spellings of a common name differ in; more are not looked at, to save time."""
_edits = OSA.distance
_SHORT_BITS = {0: 4.0, 1: 5.0, 2: 8.0}
_RARE_BITS = 10.0
_BITS = {"place": 6.0, "generic": 3.0}
Made = TypeVar("Made")
_SOUGHT = frozenset({"name", "title", "generic", "place"})
_MOST_READINGS = 6


@dataclass(frozen=True, slots=True, eq=False)
class Part:
    """One part of a name, compared and remembered by identity: `part` gives one object for one word.

    kind: name, initial, title, number, legal, generic, place or ship. form: what parts that are not names are compared by.
    readings: its sounds, then other ways a misread word may be meant. prefix: abd, abu, umm or ibn; suffix: ullah, din.
    bits: how much meeting it tells. weight: how much of the name it is. known: it stands in the table of common names, as `names`.
    native: its characters, simplified, where it is Chinese or Korean. letters: those of the text, sorted.
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
    names: frozenset[str] = frozenset()
    native: str = ""
    letters: str = ""

    @property
    def shown(self) -> str:
        """The part in words a person reads, compounds put together again."""
        return " ".join(filter(None, (self.prefix, self.text, self.suffix)))


class _Once(Generic[Made]):
    """A property made when it is first asked for, and kept: `functools.cached_property` without its lock."""

    def __init__(self, make: Callable[["Name"], Made]) -> None:
        self.make = make
        self.place = make.__name__
        self.__doc__ = make.__doc__

    def __get__(self, name: "Name", owner: type | None = None) -> Made:
        made = name.__dict__[self.place] = self.make(name)
        return made


@dataclass(frozen=True)  # no slots: what most comparisons never ask for is made when it is asked for
class Name:
    """A name as parts. cut: the last part may be cut short. chained: parts are joined by bin or ibn, so order is firm.

    initials: what an organisation's name may be abbreviated to. partial: a weak name that only repeats one part of a full
    name of the same subject.
    """

    text: str
    parts: tuple[Part, ...]
    cut: bool = False
    chained: bool = False
    initials: str = ""
    partial: bool = False

    @_Once
    def rank(self) -> str:
        """Which of two names is laid first, so that comparing is symmetric."""
        shown = [part.shown if part.prefix or part.suffix else part.text for part in self.parts]
        return f"{'|'.join(shown)} {self.cut} {self.chained}"

    @_Once
    def skeleton(self) -> str:
        """All of it as heard, in no order of the parts."""
        return " ".join(sorted(part.skeletons[0] for part in self._named if part.kind != "title"))

    @_Once
    def sought(self) -> frozenset[str]:
        """The skeletons of its parts."""
        return frozenset([skeleton for part in self.parts for skeleton in part.skeletons])

    @_Once
    def joins(self) -> frozenset[str]:
        """The skeletons that two or three neighbours would have as one word."""
        heard = [joined_skeleton((part,)) for part in self.parts if part.skeletons]
        twos = [one + two for one, two in pairwise(heard)]
        return frozenset([*twos, *(two + three for two, three in zip(twos, heard[2:], strict=False))])

    @property
    def _named(self) -> list[Part]:
        return [part for part in self.parts if part.skeletons]


def joined_skeleton(parts: Sequence[Part]) -> str:
    """The skeleton that neighbours have as one word. Each needs one of its own."""
    return "".join(part.skeletons[0] for part in parts if part.skeletons[0][0] != "~")


def _weight(kind: str, bits: float) -> float:
    fixed = weights.KIND_WEIGHTS.get(kind)
    return weights.NAME_PART_LEAST + weights.NAME_PART_PER_BIT * bits if fixed is None else fixed


def _common() -> dict[str, list[tuple[str, str]]]:
    table: dict[str, list[tuple[str, str]]] = {}
    for name in COMMON:
        sounds = sounds_of(name)
        for skeleton in skeletons_of(sounds):
            table.setdefault(skeleton, []).append((sounds, name))
    return table


_COMMON = _common()


def _known_names(sounds: str, skeletons: Sequence[str], *, unwritten: bool) -> frozenset[str]:
    """The common names a word can be."""
    return frozenset(
        name
        for skeleton in skeletons
        for other, name in _COMMON.get(skeleton, ())
        if _edits(sounds, other, score_cutoff=_MOST_EDITS) <= _MOST_EDITS
        and (sounds == other or likeness(sounds, other, left_unwritten=unwritten) >= _SAME_PART)
    )


def _bits_by_length(skeleton: str) -> float:
    return _SHORT_BITS.get(0 if skeleton.startswith("~") else len(skeleton), _RARE_BITS)


def _readings(text: str) -> tuple[str, ...]:
    if is_native(text):
        return tuple(dict.fromkeys(map(sounds_of, spellings(text))))
    readings = [sounds_of(text)]
    if "rn" in text:
        readings.append(sounds_of(text.replace("rn", "m")))
    if _MISREAD_I.match(text):
        readings.append(sounds_of("i" + text[1:].replace("rn", "m")))
    if _GLUED_ARTICLE.match(text):
        readings.append(sounds_of(text[2:]))
    if found := _GLUED_BIN.match(text):
        readings.append(sounds_of(text[found.end() :]))
    if text[0] in "xhq" and (_PINYIN.match(text) or _PINYIN_Q.match(text)):
        readings.append(sounds_of(_PINYIN_Q.sub("ch", _PINYIN.sub("sh", text))))
    if text.endswith("ic"):
        readings.append(sounds_of(text.replace("c", "ch")))
    if found := _LATVIAN.fullmatch(text):
        readings.append(sounds_of(found[1]))
    readings += [sounds_of(head) for head in VARIANTS.get(text, ())]
    return tuple(dict.fromkeys(readings))[:_MOST_READINGS]


def _skeletons(readings: Sequence[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(skeleton for reading in readings for skeleton in skeletons_of(reading)))


@lru_cache(maxsize=1 << 16)
def part(
    text: str, kind: str = "name", *, unwritten: bool = False, prefix: str = "", suffix: str = "", form: str = ""
) -> Part:
    """A part of a name; the same object for the same word. form: what it is compared by, where the caller knows it."""
    meaning = WORDS.get(text.translate(ARABIC_FORMS)) if not form else None
    native = simplified(text) if is_native(text) else ""
    form = form or (meaning.form if meaning and (kind != "name" or meaning.kind == "name") else native or text)
    spoken = form if meaning and kind == "name" and meaning.kind == "name" else text[:MOST_LETTERS]
    readings = _readings(spoken)
    unwritten = unwritten and spoken == text[:MOST_LETTERS]
    skeletons = _skeletons(readings) if kind in _SOUGHT else ()
    names: frozenset[str] = frozenset()
    bits = _BITS.get(kind, 1.0)
    if kind == "name":
        names = _known_names(readings[0], skeletons_of(readings[0]), unwritten=unwritten)
        bits = min([_bits_by_length(skeletons[0]), *(COMMON[name] for name in names)], default=_RARE_BITS)
    weight = _weight(kind, bits)
    return Part(
        text, kind, form, readings, unwritten, prefix, suffix, skeletons, bits, weight,
        known=bool(names), names=names, native=native, letters="".join(sorted(text)),
    )  # fmt: skip


@lru_cache(maxsize=1 << 14)
def joined(left: Part, right: Part) -> Part:
    """Two neighbours as the one part another writer makes of them."""
    both = part(left.text + right.text, unwritten=left.unwritten)
    return Part(
        f"{left.text} {right.text}", "name", both.form, (left.readings[0] + right.readings[0], both.readings[0]), both.unwritten,
        left.prefix, right.suffix, both.skeletons, left.bits + right.bits, left.weight + right.weight,
    )  # fmt: skip
