"""Words of other alphabets in Latin letters by our own tables; what no table knows goes through anyascii."""

import re

from anyascii import anyascii

from tansiq.detectors.names.tables import ALPHABETS, CYRILLIC_VARIANTS, INDIC

_INDIC = re.compile("[\u0900-\u09ff]+")
_INDIC_LETTER = re.compile("|".join(sorted(INDIC, key=len, reverse=True)))
_ARMENIAN_U = "\u0578\u0582"
_SCHWA = "\u0259"
_MEDIAL_SCHWA = re.compile(f"(?<=[aeiou{_SCHWA}])([^aeiou{_SCHWA}]h?){_SCHWA}(?=[^aeiou{_SCHWA}]h?[aeiou])")
_FINAL_SCHWA = re.compile(f"(?<=[^{_SCHWA}])(?<![^aeiou{_SCHWA}][rvy]){_SCHWA}$")


def cyrillic_variant(text: str) -> str:
    """The Cyrillic alphabet a text betrays by its letters: uk, sr or uz; "" where nothing tells."""
    for language, (telltale, _) in CYRILLIC_VARIANTS.items():
        if not telltale.isdisjoint(text):
            return language
    return ""


def latin(text: str, cyrillic: str = "") -> str:
    """The text in lower-case Latin letters. cyrillic: the variant its Cyrillic letters are read by."""
    lower = text.lower()
    if lower.isascii():
        return lower
    if cyrillic:
        lower = lower.translate(CYRILLIC_VARIANTS[cyrillic][1])
    lower = lower.replace(_ARMENIAN_U, "u").translate(ALPHABETS)
    return anyascii(_INDIC.sub(lambda run: _abugida(run[0]), lower)).lower()


def _abugida(run: str) -> str:
    """Consonants with their inherent a where no sign follows, which is left out where it is not spoken."""
    spelt: list[str] = []
    carries = False
    for found in _INDIC_LETTER.finditer(run):
        letter, kind = INDIC[found[0]]
        if carries and kind in {"consonant", "vowel", "end"}:
            spelt.append(_SCHWA)
        spelt.append(letter)
        carries = kind == "consonant"
    if carries:
        spelt.append(_SCHWA)
    word = _FINAL_SCHWA.sub("", "".join(spelt))
    return _MEDIAL_SCHWA.sub(r"\1", word).replace(_SCHWA, "a")
