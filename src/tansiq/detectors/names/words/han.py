"""Chinese and Korean names: which character is the family name, and how the words are spelt in Latin letters."""

import re
import unicodedata
from functools import lru_cache

from anyascii import anyascii

from tansiq.detectors.names.tables import HAN_FAMILIES, HAN_GIVEN, HAN_SIMPLE, HANGUL_FAMILIES, JAMO, WADE_GILES

HAN = "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
HANGUL = "\uac00-\ud7a3"
_NATIVE = re.compile(f"[{HAN}{HANGUL}]")
_LONGEST_NAME = 4
_LONGEST_GIVEN = 3
_MOST_SPELLINGS = 6
_APART = "-"
"""Between syllables, so that kwok-ho has no kh."""
_INITIAL = re.compile("zh|[xqjzcbdgr]")


def is_native(word: str) -> bool:
    """Whether the word is written in Chinese characters or Hangul."""
    return bool(_NATIVE.match(word))


def simplified(word: str) -> str:
    """The word with traditional forms of frequent name characters as their simplified ones."""
    return word.translate(HAN_SIMPLE)


def divided(name: str) -> list[str]:
    """A name written without a space as family and given name: 习近平 as 习, 近平; other words as they are."""
    families = HANGUL_FAMILIES if "\uac00" <= name[0] <= "\ud7a3" else HAN_FAMILIES
    for length in (2, 1):
        given = len(name) - length
        if name[:length] in families and 1 <= given <= _LONGEST_GIVEN - (length == 1):
            return [name[:length], name[length:]]
    return [name]


@lru_cache(maxsize=1 << 14)
def spellings(word: str) -> tuple[str, ...]:
    """How a word in Chinese characters or Hangul is spelt in Latin letters, the most usual spelling first; never none."""
    if "\uac00" <= word[0] <= "\ud7a3":
        return _korean(word)
    if known := HAN_FAMILIES.get(word):
        return known[:_MOST_SPELLINGS]
    syllables = [_pinyin(character) for character in word]
    spelt = [_APART.join(syllables)]
    if len(word) < _LONGEST_NAME:
        spelt.append(
            "".join(HAN_GIVEN.get(character, pinyin) for character, pinyin in zip(word, syllables, strict=True))
        )
        spelt.append(
            _APART.join(_INITIAL.sub(lambda found: WADE_GILES[found[0]], pinyin, count=1) for pinyin in syllables)
        )
    return tuple(dict.fromkeys(spelt))


def _pinyin(character: str) -> str:
    return "".join(letter for letter in anyascii(character).lower() if letter.isalnum())


def _korean(word: str) -> tuple[str, ...]:
    if known := HANGUL_FAMILIES.get(word):
        return known
    syllables = (unicodedata.normalize("NFD", syllable) for syllable in word)
    return (_APART.join("".join(JAMO.get(letter, "") for letter in syllable) for syllable in syllables),)
