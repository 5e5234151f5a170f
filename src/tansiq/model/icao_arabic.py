"""Names in the Arabic script as ICAO's machine-readable codes, and back.

Source: ICAO Doc 9303, part 3 (8th edition), section 6, table C. Marks (U+064B to U+0652, U+0670) have no code; shadda
doubles the letter. XTA and XAH are one letter, XAH where it ends a name. XW is the code for U+0624 of the drafts before
the 7th edition. U+06D0 shares Y with U+064A. No code begins another, so that reading back has one outcome.
"""

import re

_CODES = """
XE:ء XAA:آ XAE:أ U:ؤ I:إ XI:ئ A:ا B:ب XTA:ة XAH:ة T:ت XTH:ث J:ج XH:ح XKH:خ D:د XDH:ذ R:ر Z:ز S:س
XSH:ش XSS:ص XDZ:ض XTT:ط XZZ:ظ E:ع G:غ F:ف Q:ق K:ك L:ل M:م N:ن H:ه W:و XAY:ى Y:ي XXA:ٱ XXT:ٹ XRT:ټ
P:پ XKE:ځ XXH:څ XC:چ XXD:ڈ XDR:ډ XXR:ڑ XRR:ړ XRX:ږ XJ:ژ XXS:ښ XKK:ک XXK:ګ XNG:ڭ XGG:گ XNN:ں XXN:ڼ
XDO:ھ XYH:ۀ XXG:ہ XGE:ۂ XTG:ۃ XYA:ی XXY:ۍ XYB:ے XBE:ۓ XW:ؤ
"""

ICAO_ARABIC: dict[str, str] = dict(pair.split(":") for pair in _CODES.split())
"""Codes of the machine-readable zone, and the letters of the Arabic script they stand for."""

_CODE = re.compile("|".join(sorted(ICAO_ARABIC, key=len, reverse=True)))
_FILLERS = re.compile("<+")


def decode_icao_arabic(text: str) -> str | None:
    """The Arabic-script name behind a machine-readable one, or None where it is not written in ICAO's codes.

    text: a name field such as "ABW<BKR<MXHMD<BN<ZKRYA<ALRAZY"; fillers become spaces, in the order they stand. Without a
    code that begins with X nothing tells codes from an ordinary Latin name, so that is None as well; and an ordinary
    name may by chance read as codes (MAXIM): ask only of documents whose issuer writes the Arabic script, or keep both.
    Doubled letters stay doubled.
    """
    words = _FILLERS.sub(" ", text.upper()).split()
    decoded = [_CODE.sub(lambda code: ICAO_ARABIC[code[0]], word) for word in words]
    if not any("X" in word for word in words) or any(word.isascii() or _has_latin(word) for word in decoded):
        return None
    return " ".join(decoded)


def _has_latin(word: str) -> bool:
    return any(letter.isascii() for letter in word)
