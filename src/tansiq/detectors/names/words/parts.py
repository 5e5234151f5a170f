"""A written name as parts: names, titles, initials, numbers, legal words; compounds as one part with its markers.

"Abdul Rahman", "Abd al-Rahman", "Abdurrahman" and the Arabic spelling become the part "rahman" marked abd; "Naveed Ullah"
and "Naveedullah" the part "naveed" marked ullah; "Abu Omar" the part "omar" marked abu.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from tansiq.detectors.names.tables import ARABIC_FORMS, WORDS, Meaning
from tansiq.detectors.names.words.compounds import is_abd, is_din, loosened, unglued
from tansiq.detectors.names.words.pieces import MOST_PARTS, Name, Part, joined, part
from tansiq.detectors.names.words.spelling import LONGEST_NAME, Word, Writing, write
from tansiq.detectors.names.words.things import thing
from tansiq.detectors.names.words.turned import turned
from tansiq.model.icao_arabic import decode_icao_arabic

__all__ = ["MOST_PARTS", "Name", "Part", "Written", "joined", "part", "read_name"]


_FEWEST_NAMES = 2
_RELATIONS = frozenset({"father", "husband"})


@dataclass(frozen=True, slots=True)
class Written:
    """What one written name says: the person's own names (the husband's added in a second one), and the father's."""

    own: tuple[Name, ...]
    father: Name | None = None


def _meaning(word: Word) -> Meaning | None:
    text = word.text
    return WORDS.get(text if text.isascii() else text.translate(ARABIC_FORMS))


def _is_marker(text: str) -> bool:
    return is_abd(text) or is_din(text, linked=True)


class _Folding:
    """Words of a person's name folded into parts, one after the other."""

    def __init__(self, words: Sequence[Word]) -> None:
        self.words = words
        self.parts: list[Part] = []
        self.prefix = ""
        self.opener: Word | None = None
        self.linked = False
        self.chained = False

    def fold(self) -> tuple[Part, ...]:
        before_last = len(self.words) - 1
        for position, word in enumerate(self.words):
            meaning = _meaning(word)
            if meaning is None and not self.prefix and not _is_marker(word.text):
                self._add(word, "")
                self.linked = False
            else:
                self._take(
                    word, meaning, inner=bool(self.parts) and position < before_last, last=position == before_last
                )
        return tuple(self.parts[:MOST_PARTS])

    def _take(self, word: Word, meaning: Meaning | None, *, inner: bool, last: bool) -> None:
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
            self.prefix, self.opener = "abd", word
        elif kind == "kunya" or (kind == "patronym" and not self.parts):
            self.prefix = form
        else:
            return False
        return True

    def _closes(self, word: Word, meaning: Meaning | None) -> bool:
        """Whether the word only marks the one before."""
        if meaning and meaning.form == "allah" and self.prefix == "abd" and self.opener:
            self.parts.append(part(self.opener.text, unwritten=word.unwritten, suffix="ullah"))
            self.prefix = ""
            return True
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
            self.parts.append(part(str(int(text)), "number"))
        elif len(text) == 1 and text.isascii():
            self.parts.append(part(text, "initial", prefix=prefix))
        elif kind == "title":
            self.parts.append(part(text, "title", unwritten=word.unwritten))
        else:
            if kind != "name":
                text, glued, suffix = unglued(text)
                prefix = prefix or glued
            self.parts.append(part(text, unwritten=word.unwritten, prefix=prefix, suffix=suffix))


def _person(text: str, words: Sequence[Word], *, cut: bool) -> Name:
    folding = _Folding(loosened(turned(words)))
    return Name(text, folding.fold(), cut, folding.chained)


def _called_ben(text: str, writing: Writing) -> tuple[Name, ...]:
    """The name in which a first word Ben is no "son of" but Benjamin."""
    words = writing.words
    if len(words) < _FEWEST_NAMES:
        return ()
    return (_person(text, (Word("benjamin"), *words[1:]), cut=writing.cut),)


def _relation(words: Sequence[Word]) -> tuple[int, str]:
    for position in range(1, len(words) - 1):
        meaning = _meaning(words[position])
        if meaning and meaning.kind in _RELATIONS:
            return position, meaning.kind
    return len(words), ""


def read_name(text: str, *, person: bool = True) -> Written:
    """A written name in any script as parts; "s/o", "walad" and the like give the father's name apart.

    A machine-readable name in ICAO's codes for the Arabic script is read as both, in Latin and in Arabic letters.
    """
    writing = write(text, person=person)
    if not person:
        return Written((thing(text, writing.words),))
    written = _read(text, writing)
    native = decode_icao_arabic(text[:LONGEST_NAME]) if "<" in text and "X" in text else None
    if native:
        coded = _person(text, write(native).words, cut=writing.cut)
        return Written((*written.own, coded), written.father)
    return written


def _read(text: str, writing: Writing) -> Written:
    at, relation = _relation(writing.words)
    own = _person(text, writing.words[:at], cut=writing.cut)
    if not relation:
        return Written(
            (own, *_called_ben(text, writing)) if writing.words and writing.words[0].text == "ben" else (own,)
        )
    other = writing.words[at + 1 :]
    if relation == "husband":
        return Written((own, _person(text, (*writing.words[:at], *other), cut=writing.cut)))
    return Written((own,), _person(" ".join(word.text for word in other), other, cut=writing.cut))
