"""Names in the Arabic script as ICAO's machine-readable codes, and back."""

import re

from tansiq.detectors.names.tables import ICAO_ARABIC

_CODE = re.compile("|".join(sorted(ICAO_ARABIC, key=len, reverse=True)))
_FILLERS = re.compile("<+")


def decode_icao_arabic(text: str) -> str | None:
    """The Arabic-script name behind a machine-readable one, or None where it is not written in ICAO's codes.

    text: a name field such as "ABW<BKR<MXHMD<BN<ZKRYA<ALRAZY"; fillers become spaces, in the order they stand. Without a
    code that begins with X nothing tells codes from an ordinary Latin name, so that is None as well; and an ordinary
    name may by chance read as codes (MAXIM): ask only of documents whose issuer writes the Arabic script, or keep both.
    Doubled letters stay doubled. Source: ICAO Doc 9303, part 3, section 6, table C.
    """
    words = _FILLERS.sub(" ", text.upper()).split()
    decoded = [_CODE.sub(lambda code: ICAO_ARABIC[code[0]], word) for word in words]
    if not any("X" in word for word in words) or any(word.isascii() or _has_latin(word) for word in decoded):
        return None
    return " ".join(decoded)


def _has_latin(word: str) -> bool:
    return any(letter.isascii() for letter in word)
