"""Written names to words: Unicode forms, marks, scripts, machine-readable fillers, misread digits. Nothing raises."""

import re
import unicodedata
from typing import NamedTuple

from anyascii import anyascii

from tansiq.detectors.names.tables import CYRILLIC

LONGEST_NAME = 400
"""Characters of a name that are read; more is not a name, and reading stays bounded."""
MOST_WORDS = 24

_ARABIC_MARKS = re.compile("[\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06ed\u0640]")
_ARABIC_RUN = re.compile("([\u0620-\u06ff\u0750-\u077f\u08a0-\u08ff]+)")
_UNWRITTEN = re.compile("[\u0590-\u08ff\u0900-\u0fff\u1780-\u17ff]")
_APOSTROPHES = re.compile("(?<=\\w)['\u2018\u2019\u02bb\u02bc\u02bf\u02be`\u00b4\u05f3](?=\\w)")
_DOTTED = re.compile(r"(?<!\w)(?:[a-z]\.){2,}[a-z]?(?!\w)")
_WORD = re.compile(r"(?<!\w)[sdwm]/[ovt](?!\w)|[^\W_]+")
_MIXED = re.compile(r"(?=.*[a-z].*[a-z].*[a-z])(?=.*[0158])[a-z0158]+")
_MISREAD = str.maketrans("0158", "oisb")
_GLUED_TITLE = re.compile(r"([a-z]{3,})(?:mr|mrs|mstr)")


class Word(NamedTuple):
    """One word of a name in lower-case Latin or Arabic letters. unwritten: its script leaves short vowels out."""

    text: str
    unwritten: bool = False


class Writing(NamedTuple):
    """A name as words. cut: it stood in a machine-readable line, whose last word may be cut short."""

    words: tuple[Word, ...]
    cut: bool = False


def write(name: str, *, person: bool = True) -> Writing:
    """The words of a name in any script, at most MOST_WORDS; "Family, Given" of a person is turned around."""
    text = unicodedata.normalize("NFKC", name[:LONGEST_NAME])[:LONGEST_NAME]
    text = "".join(letter if unicodedata.category(letter)[0] != "C" else " " for letter in text)
    text = _ARABIC_MARKS.sub("", _APOSTROPHES.sub("", text))
    if person and text.count(",") == 1:
        text = " ".join(reversed(text.split(",")))
    cut = "<" in text
    words: list[Word] = []
    for chunk in text.replace("<", " ").split():
        words += _chunk_words(chunk, person=person)
        if len(words) >= MOST_WORDS:
            break
    return Writing(tuple((_without_fillers(words) if cut else words)[:MOST_WORDS]), cut)


def _without_fillers(words: list[Word]) -> list[Word]:
    """The words without fillers that OCR read as K; the word before such a run loses its own last K."""
    kept = [word for word in words if word.text.strip("k")]
    if kept and len(kept) < len(words):
        kept[-1] = kept[-1]._replace(text=kept[-1].text.rstrip("k"))
    return kept


def _chunk_words(chunk: str, *, person: bool) -> list[Word]:
    unwritten = bool(_UNWRITTEN.search(chunk))
    plain = "".join(
        piece if _ARABIC_RUN.fullmatch(piece) else _latin(piece) for piece in _ARABIC_RUN.split(chunk) if piece
    )
    if not person:
        plain = _DOTTED.sub(lambda dotted: dotted[0].replace(".", ""), plain)
    return [Word(_repaired(word), unwritten) for word in _WORD.findall(plain)]


def _latin(text: str) -> str:
    return anyascii(text.lower().translate(CYRILLIC)).lower()


def _repaired(word: str) -> str:
    if _MIXED.fullmatch(word):
        word = word.translate(_MISREAD)
    glued = _GLUED_TITLE.fullmatch(word)
    return glued[1] if glued else word
