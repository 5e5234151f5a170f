"""Lines of text as people, scanners and character recognition give them, as lines of a machine-readable zone."""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from tansiq.readers.mrz.values import NoteCode

LONGEST_LINE_BYTES = 1024
"""No zone has a tenth of it; what is beyond is never looked at, and the line is refused."""
MOST_LINES = 3000
"""So many lines without a blank one are cut here: a multiple of two and three, so that no zone is cut in a tidy file."""

_PLAIN = re.compile(rb"[A-Z0-9<]+")
_INVISIBLE = re.compile("[\u00ad\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
_LINE_END = re.compile(rb"\r+\n|\n|\r")
_BLANK = re.compile(r"\s")
_LOOK_ALIKES = str.maketrans(
    {
        "«": "<<", "≪": "<<", "《": "<<", "⟪": "<<", "‹": "<", "〈": "<", "⟨": "<", "❮": "<", "˂": "<", "ᐸ": "<", "≺": "<", "⋖": "<",
        "А": "A", "В": "B", "Е": "E", "К": "K", "М": "M", "Н": "H", "О": "O", "Р": "P", "С": "C", "Т": "T", "Х": "X", "І": "I", "Ѕ": "S",
    }
)  # fmt: skip
_UPPER = str.maketrans("abcdefghijklmnopqrstuvwxyz", "ABCDEFGHIJKLMNOPQRSTUVWXYZ")


@dataclass(frozen=True, slots=True)
class Line:
    """A line that is not blank: upper case, without blanks at its ends; those inside are kept. start, end: byte offsets."""

    text: str
    start: int
    end: int
    notes: frozenset[NoteCode] = frozenset()


def blocks(raws: Iterable[bytes]) -> Iterator[list[Line]]:
    """The lines that stand together, between blank ones. raws: the input, cut behind line ends, or not at all."""
    block: list[Line] = []
    start = 0
    for raw in raws:
        for line in _lines(raw, start):
            if line is None or len(block) == MOST_LINES:
                if block:
                    yield block
                block = []
            if line is not None:
                block.append(line)
        start += len(raw)
    if block:
        yield block


def _lines(raw: bytes, start: int) -> Iterator[Line | None]:
    """The lines of some bytes; None for a blank one."""
    at = 0
    for line_end in _LINE_END.finditer(raw):
        yield _line(raw[at : line_end.start()], start + at)
        at = line_end.end()
    if at < len(raw):
        yield _line(raw[at:], start + at)


def _line(piece: bytes, start: int) -> Line | None:
    end = start + len(piece)
    if len(piece) <= LONGEST_LINE_BYTES and _PLAIN.fullmatch(piece):
        return Line(piece.decode("ascii"), start, end)
    text = piece[:LONGEST_LINE_BYTES].decode("utf-8", errors="replace")
    shaped = _BLANK.sub(" ", _INVISIBLE.sub("", text).replace("&lt;", "<")).strip()
    upper = shaped.translate(_UPPER)
    latin = upper if upper.isascii() else _latin(upper)
    if not latin:
        return None
    found = {NoteCode.LOWER_CASE} if upper != shaped else set()
    if latin != upper:
        found.add(NoteCode.LOOK_ALIKES)
    return Line(latin, start, end, frozenset(found))


def _latin(text: str) -> str:
    """Look-alikes as the characters they are drawn like; what is none stays, so that its place can be named."""
    return unicodedata.normalize("NFKC", text.translate(_LOOK_ALIKES)).translate(_LOOK_ALIKES).translate(_UPPER).strip()
