"""Written names to words: Unicode forms, marks, scripts, machine-readable fillers, misread digits. Nothing raises."""

import re
import unicodedata
from typing import NamedTuple

from tansiq.detectors.names.words.han import HAN, HANGUL, divided, is_native
from tansiq.detectors.names.words.scripts import cyrillic_variant, latin

LONGEST_NAME = 400
"""Characters of a name that are read; more is not a name, and reading stays bounded."""
MOST_WORDS = 24

_MARKS = re.compile(
    "[\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06dc\u06df-\u06e8\u06ea-\u06ed\u0640]"
)
_UNVOWELLED = "\u05d0-\u05ea\u05ef-\u05f2\u0620-\u06ff\u0750-\u077f\u08a0-\u08ff"
_NATIVE_RUN = re.compile(f"([{_UNVOWELLED}]+|[{HAN}]+|[{HANGUL}]+)")
_UNWRITTEN = re.compile("[\u0590-\u08ff\u0a00-\u0fff\u1780-\u17ff]")
_EAST_ASIAN_RUN = re.compile(f"[{HAN}{HANGUL}]+")
_EAST_ASIAN_LEGAL = re.compile(
    "股份有限公司|有限责任公司|有限責任公司|有限公司|株式会社|株式會社|주식회사|유한회사|集团|集團|公司|银行|銀行"
)
_FIELD_LENGTHS = frozenset({30, 39})
"""Characters that the name field of a machine-readable line holds: ICAO Doc 9303, parts 5 and 4."""
_GENITIVE = re.compile("(?<=\\w)['\u2019]s\\b")
_GLUED_CAPITALS = re.compile("(?<=[a-z]{3})(?=[A-Z]{2,}\\b)")
_SON_OF = re.compile(r"(?i)(?<= )([sdw])(?:on|aughter|ife|idow) of(?= )")
_MISREAD_FILLERS = re.compile(r"^([^<]{3,}?)KK+(?=[^<K][^<]{2,}<+$)")
_MISREAD_TAIL = re.compile(r"K{3,}(?=<*$)")
_APOSTROPHES = re.compile("(?<=\\w)['\u2018\u2019\u02bb\u02bc\u02bf\u02be`\u00b4\u05f3](?=\\w)")
_DOTTED = re.compile(r"(?<!\w)(?:[a-z]\.){2,}[a-z]?(?!\w)")
_WORD = re.compile(r"(?<!\w)[sdwm]/[ovt](?!\w)|[^\W_]+")
_MIXED = re.compile(r"(?=.*[a-z].*[a-z].*[a-z])(?=.*[0-9])[a-z0-9]+")
_MISREAD = str.maketrans("0123456789", "oizeasgtbg")
_TITLES_GLUED = ("mr", "mrs", "mstr")
_GLUED_TITLE = re.compile(rf"([a-z]{{3,}})(?:{'|'.join(_TITLES_GLUED)})")


class Word(NamedTuple):
    """One word of a name in lower-case Latin or Arabic letters. unwritten: its script leaves short vowels out."""

    text: str
    unwritten: bool = False


class Writing(NamedTuple):
    """A name as words. cut: it stood in a machine-readable line, whose last word may be cut short."""

    words: tuple[Word, ...]
    cut: bool = False


class _Manner(NamedTuple):
    """How the pieces of one name are read. alone: all its Chinese or Korean characters stand together."""

    person: bool
    cyrillic: str
    alone: bool


def write(name: str, *, person: bool = True) -> Writing:
    """The words of a name in any script, at most MOST_WORDS; "Family, Given" of a person is turned around."""
    text = _tidied(name, person=person)
    if person and text.count(",") == 1:
        text = " ".join(reversed(text.split(",")))
    cut = "<" in text or (text.isupper() and text.isascii() and len(text.strip()) in _FIELD_LENGTHS)
    if text.isascii():
        manner = _Manner(person, "", alone=False)
    else:
        manner = _Manner(person, cyrillic_variant(text.lower()), alone=len(_EAST_ASIAN_RUN.findall(text)) == 1)
    words: list[Word] = []
    for chunk in text.replace("<", " ").split():
        words += _chunk_words(chunk, manner)
        if len(words) >= MOST_WORDS:
            break
    return Writing(tuple((_without_fillers(words) if "<" in text else words)[:MOST_WORDS]), cut)


def _tidied(name: str, *, person: bool) -> str:
    text = name[:LONGEST_NAME]
    if not text.isascii():
        text = _MARKS.sub("", unicodedata.normalize("NFKC", text)[:LONGEST_NAME])
    if not text.isprintable():
        text = "".join(letter if unicodedata.category(letter)[0] != "C" else " " for letter in text)
    if person:
        text = _SON_OF.sub(r"\g<1>/o", text) if " of " in text.lower() else text
        text = _MISREAD_FILLERS.sub(r"\g<1><<", _MISREAD_TAIL.sub("", text)) if "<" in text else text
    else:
        text = _GLUED_CAPITALS.sub(" ", _GENITIVE.sub("", text))
    return text if text.isascii() and "'" not in text and "`" not in text else _APOSTROPHES.sub("", text)


def _without_fillers(words: list[Word]) -> list[Word]:
    """The words without fillers that OCR read as K; the word before such a run loses its own last K."""
    kept = [word for word in words if word.text.strip("k")]
    if kept and len(kept) < len(words):
        kept[-1] = kept[-1]._replace(text=kept[-1].text.rstrip("k"))
    return kept


def _chunk_words(chunk: str, manner: _Manner) -> list[Word]:
    if chunk.isascii():
        if manner.person and chunk.isalpha():
            return [Word(_repaired(chunk.lower()))]
        unwritten, plain = False, chunk.lower()
    else:
        unwritten = bool(_UNWRITTEN.search(chunk))
        plain = "".join(_spelt(piece, manner) for piece in _NATIVE_RUN.split(chunk) if piece)
    if not manner.person:
        plain = _DOTTED.sub(lambda dotted: dotted[0].replace(".", ""), plain)
        return [Word(word, unwritten) for word in _WORD.findall(plain)]
    return [Word(_repaired(word), unwritten) for word in _WORD.findall(plain)]


def _spelt(piece: str, manner: _Manner) -> str:
    if not _NATIVE_RUN.fullmatch(piece):
        return latin(piece, manner.cyrillic)
    if not is_native(piece):
        return piece
    if manner.person:
        return " ".join(divided(piece)) if manner.alone else piece
    return _EAST_ASIAN_LEGAL.sub(r" \g<0> ", piece)


def _repaired(word: str) -> str:
    if not word.isalpha() and _MIXED.fullmatch(word):
        word = word.translate(_MISREAD)
    glued = _GLUED_TITLE.fullmatch(word) if word.endswith(_TITLES_GLUED) else None
    return glued[1] if glued else word
