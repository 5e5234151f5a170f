"""Delimited text, one row at a time, with byte offsets: damage stays in its line.

Source: RFC 4180, with the delimiters, character sets and line ends that lists come in.
"""

import csv
import io
import re
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass

_HIGH = bytes(range(0x80, 0x100))
_HIGH_RUN = re.compile(rb"[\x80-\xff]{2,}")

MOST_LINES_IN_A_ROW = 200
"""A quoted value that runs on for more lines is a quote nobody closed."""


@dataclass(frozen=True, slots=True)
class Charset:
    """How the bytes of a text are to be read. mark_bytes: length of the byte order mark. guessed: nothing in it says so."""

    codec: str
    mark_bytes: int = 0
    guessed: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """A row and its place: byte offsets, end exclusive, the line end included. cells: () for an empty line."""

    cells: tuple[str, ...]
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class BrokenRow:
    """A line that is no row, and why."""

    text: str
    start: int
    end: int


def charset_of(data: bytes, *, fallback: str) -> Charset:
    """UTF-8 or UTF-16 by their marks or by their bytes; the single-byte fallback where most of it is no UTF-8."""
    marks = ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be"))
    for mark, codec in marks:
        if data.startswith(mark):
            return Charset(codec, len(mark))
    zeros = (data[0:200:2].count(0), data[1:200:2].count(0))
    if (max(zeros) > 30 and min(zeros) < 10) or _is_short_utf_16(data, zeros):  # noqa: PLR2004  of a hundred characters
        return Charset("utf-16-be" if zeros[0] > zeros[1] else "utf-16-le", guessed=True)
    text = data.decode("utf-8", "surrogateescape")
    wrong = sum("\udc80" <= c <= "\udcff" for c in text) if not _encodes(text) else 0
    right = sum(c > "\x7f" for c in text) - wrong if wrong else 0
    return Charset("utf-8") if right >= wrong else Charset(fallback, guessed=True)


def single_byte_of(data: bytes) -> str:
    """Which single-byte set a text is in that is no UTF-8.

    "cp1256" where its letters beyond ASCII stand side by side, as those of Arabic words do; "cp1252" where they stand among
    others, as accented ones do.
    """
    together = sum(len(run) for run in _HIGH_RUN.findall(data))
    return "cp1256" if together * 2 >= len(data) - len(data.translate(None, _HIGH)) else "cp1252"


def _is_short_utf_16(data: bytes, zeros: tuple[int, int]) -> bool:
    return 0 < len(data) < 200 and max(zeros) > len(data) // 4 and min(zeros) == 0  # noqa: PLR2004  a window's length


def _encodes(text: str) -> bool:
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return False
    return True


def rows(data: bytes, charset: Charset, *, delimiter: str = ",") -> Iterator[Row | BrokenRow]:
    """The rows of a text in order; their places cover every byte behind the byte order mark.

    A stray or unclosed quote, a value of more than 128 KiB, or bytes outside the character set break one line only.
    """
    lines = _Lines(data, charset)
    while not lines.ended():
        try:
            for cells in csv.reader(lines, delimiter=delimiter, strict=True):
                yield _row(cells, lines)
        except (csv.Error, _Runaway) as error:
            start, end = lines.rewind()
            yield BrokenRow(_reason(str(error)), start, end)


def _row(cells: list[str], lines: "_Lines") -> Row | BrokenRow:
    start, end = lines.settle()
    together = "".join(cells)
    if together.isascii() and "\0" not in together:
        return Row(tuple(cells), start, end)
    wide = lines.codec.startswith("utf-16")
    if not _encodes(together) or (wide and "\ufffd" in together):
        return BrokenRow(f"bytes that are not {lines.codec.upper()}", start, end)
    if "\0" in together:
        return BrokenRow("a zero byte inside a value", start, end)
    return Row(tuple(cells), start, end)


def _reason(error: str) -> str:
    if "field larger" in error:
        return "a value longer than 128 KiB"
    return "a quotation mark that is not closed, or stands inside a quoted value without being doubled"


class _Runaway(Exception):
    """A quoted value that does not end."""


class _Lines:
    """Lines for the csv reader, which takes no more than it needs for a row; the bytes taken are counted."""

    def __init__(self, data: bytes, charset: Charset) -> None:
        self.codec = charset.codec
        self._errors = "replace" if charset.codec.startswith("utf-16") else "surrogateescape"
        raw = io.BytesIO(data)
        raw.seek(charset.mark_bytes)
        self._lines = io.TextIOWrapper(raw, self.codec, self._errors, newline="")  # decodes as it goes
        self._ahead: deque[str] = deque()
        self._taken: list[str] = []
        self._at = charset.mark_bytes
        self._size = len(data)

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        if len(self._taken) >= MOST_LINES_IN_A_ROW:
            raise _Runaway
        line = self._ahead.popleft() if self._ahead else self._lines.readline()
        if not line:
            raise StopIteration
        self._taken.append(line)
        return line

    def ended(self) -> bool:
        """Whether every line was given; looks one line ahead."""
        if not self._ahead:
            line = self._lines.readline()
            if line:
                self._ahead.append(line)
        return not self._ahead

    def settle(self) -> tuple[int, int]:
        """The place of the lines taken since the last call."""
        start = self._at
        self._at = min(start + sum(map(self._bytes_in, self._taken)), self._size)
        self._taken.clear()
        if self.ended():
            self._at = self._size  # a character cut short at the end stands for fewer bytes than it has here
        return start, self._at

    def rewind(self) -> tuple[int, int]:
        """Give back all lines taken since the last settling but the first; its place."""
        self._ahead.extendleft(reversed(self._taken[1:]))
        del self._taken[1:]
        return self.settle()

    def _bytes_in(self, line: str) -> int:
        if line.isascii():
            return len(line) * (2 if self.codec.startswith("utf-16") else 1)
        return len(line.encode(self.codec, self._errors))
