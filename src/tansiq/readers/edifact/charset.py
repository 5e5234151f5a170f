"""Text of an EDIFACT interchange, by the syntax identifier in UNB (ISO 9735-1 annex, UN/EDIFACT code list 0001).

Segments are cut from bytes seen as ISO 8859-1, so that a character is a byte and an offset an offset. A character after
a release character is kept as a private-use one, behind padding, until its value stands alone; `Text` gives both their
meaning back.
"""

from collections.abc import Callable

CODEC_OF = {
    "UNOC": "iso8859-1",
    "UNOD": "iso8859-2",
    "UNOE": "iso8859-5",
    "UNOF": "iso8859-7",
    "UNOG": "iso8859-3",
    "UNOH": "iso8859-4",
    "UNOI": "iso8859-6",
    "UNOJ": "iso8859-8",
    "UNOK": "iso8859-9",
    "UNOL": "iso8859-15",
    "UNOX": "iso2022_jp_2",
    "UNOY": "utf-8",
    "UNOW": "utf-8",
}
"""Syntax identifiers that announce more than ASCII; UNOA, UNOB, IATA, IATB, SIRE and unknown ones announce ASCII."""

_NOT_LATIN = frozenset({"iso8859-5", "iso8859-6", "iso8859-7", "iso8859-8"})
_PRIVATE = 0xE000
PADDING = chr(_PRIVATE + 256)
"""Stands where a release character stood, so that offsets stay; no part of any value."""

_MEANT: dict[int, int | None] = {_PRIVATE + code: code for code in range(256)} | {ord(PADDING): None}
_C1 = frozenset(range(0x80, 0xA0))


def protect(character: str) -> str:
    """A character below U+0100 as the private-use one that stands for it while a segment is taken apart."""
    return chr(_PRIVATE + ord(character))


class Text:
    """Turns raw values into text, and counts those whose bytes the announced character set does not explain."""

    def __init__(self, syntax: str) -> None:
        self.announced = CODEC_OF.get(syntax.upper(), "ascii")
        self.unexplained = 0
        self.read_as = ""
        self._decode: Callable[[bytes], str] = self._ascii if self.announced == "ascii" else self._announced

    def __call__(self, raw: str) -> str:
        """The text that a raw value stands for."""
        if raw.isascii():
            return raw
        meant = raw.translate(_MEANT)
        return meant if meant.isascii() else self._decode(meant.encode("latin-1", errors="replace"))

    def _ascii(self, value: bytes) -> str:
        self.unexplained += 1
        return self._guess(value)

    def _guess(self, value: bytes) -> str:
        for codec in ("utf-8", "cp1252"):
            try:
                text = value.decode(codec)
            except UnicodeDecodeError:
                continue
            self.read_as = codec
            return text
        self.read_as = "iso8859-1"
        return value.decode("latin-1")

    def _announced(self, value: bytes) -> str:
        if self.announced.startswith("iso8859") and self._rather_utf8(value):
            self.unexplained += 1
            return self._guess(value)
        try:
            return value.decode(self.announced)
        except UnicodeDecodeError:
            self.unexplained += 1
            return self._guess(value)

    def _rather_utf8(self, value: bytes) -> bool:
        """Whether the value is UTF-8 under a false name: valid, and no likely text of the announced set."""
        if self.announced in _NOT_LATIN and _C1.isdisjoint(value):
            return False
        try:
            value.decode("utf-8")
        except UnicodeDecodeError:
            return False
        return True
