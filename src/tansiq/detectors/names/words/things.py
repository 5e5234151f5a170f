"""Names of organisations and ships as parts: legal forms, generic words, places and numbers told from the name itself."""

import re
from collections.abc import Iterator, Sequence

from tansiq.detectors.names.tables import ARABIC_FORMS, THINGS, WORDS, Meaning
from tansiq.detectors.names.words.pieces import MOST_PARTS, Name, Part, part
from tansiq.detectors.names.words.spelling import Word, write

_ROMAN_UNITS = ("", "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix")
_NUMERALS = {
    tens + unit: str(10 * i + j)
    for i, tens in enumerate(("", "x", "xx", "xxx"))
    for j, unit in enumerate(_ROMAN_UNITS)
    if tens + unit
}
_TENS = frozenset(map(str, range(20, 100, 10)))
_UNITS = frozenset("123456789")
_FEWEST_INITIALS = 2
_NATIVE_ARTICLE = re.compile(r"^ال(?=\w{3})")


def _key(text: str) -> tuple[str, ...]:
    return tuple(word.text.translate(ARABIC_FORMS) for word in write(text, person=False).words)


def _phrases() -> dict[str, list[tuple[tuple[str, ...], Meaning]]]:
    """The phrases that begin with a word, longest first."""
    found: dict[str, list[tuple[tuple[str, ...], Meaning]]] = {}
    for phrase, meaning in THINGS:
        key = _key(phrase)
        found.setdefault(key[0], []).append((key, meaning))
    for phrases in found.values():
        phrases.sort(key=lambda phrase: -len(phrase[0]))
    return found


_PHRASES = _phrases()


def thing(text: str, words: Sequence[Word]) -> Name:
    """A written name of an organisation or ship as parts, links and articles left out."""
    parts: list[Part] = []
    for found in _parts(words):
        if found.kind == "number" and parts and parts[-1].text in _TENS and found.text in _UNITS:
            parts[-1] = part(str(int(parts[-1].text) + int(found.text)), "number")
        elif found.kind != "legal" or all(found.form != other.form for other in parts):
            parts.append(found)
    named = [found for found in parts if found.kind != "legal"]
    initials = "".join(found.text[0] for found in named)
    return Name(text, tuple(parts[:MOST_PARTS]), initials=initials if len(named) >= _FEWEST_INITIALS else "")


def _parts(words: Sequence[Word]) -> Iterator[Part]:
    folded = [word.text.translate(ARABIC_FORMS) for word in words]
    at = 0
    while at < len(words):
        size, meaning = _meaning(folded, at)
        if meaning is None:
            yield _own(words[at], last=at == len(words) - 1, first=at == 0)
        elif meaning.kind not in {"link", "article"}:
            yield _known(words[at : at + size], meaning)
        at += size


def _meaning(folded: Sequence[str], at: int) -> tuple[int, Meaning | None]:
    for key, meaning in _PHRASES.get(folded[at], ()):
        if len(key) == 1 or tuple(folded[at : at + len(key)]) == key:
            return len(key), meaning
    known = WORDS.get(folded[at])
    return 1, known if known and known.kind == "article" else None


def _known(words: Sequence[Word], meaning: Meaning) -> Part:
    if meaning.kind == "number":
        return part(meaning.form, "number")
    text = " ".join(word.text for word in words)
    return part(text, meaning.kind, unwritten=words[0].unwritten, form=meaning.form)


def _own(word: Word, *, last: bool, first: bool) -> Part:
    if word.text.isdecimal():
        return part(str(int(word.text)), "number")
    if not first and word.text in _NUMERALS and (last or len(word.text) > 1):
        return part(_NUMERALS[word.text], "number")
    return part(_NATIVE_ARTICLE.sub("", word.text, count=1), unwritten=word.unwritten)
