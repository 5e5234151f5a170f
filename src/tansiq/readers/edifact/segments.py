"""The EDIFACT syntax (ISO 9735-1): an input cut into segments, lazily, every byte in one of them.

Fast by staying in C: blocks are split at the terminator, segments at the element separator; components are split by
whoever needs them. What travels around the segments (line ends, wrapped lines, Type-B lines, mail footers) is met here.
"""

import re
from collections.abc import Iterator

from tansiq.readers.edifact.charset import PADDING, protect
from tansiq.readers.edifact.service import (
    ENDS,
    GROUP_TYPE,
    KNOWN_TAGS,
    MESSAGE_TYPE,
    START,
    Opening,
    ServiceCharacters,
    find_opening,
)

Segment = tuple[int, int, list[str]]
"""Start, end (exclusive), elements; elements[0] is the tag. No elements: bytes that hold nothing (line ends, blanks).

A tag of "" marks bytes that are no segment. Values are raw: see `charset.Text`.
"""

BLANKS = " \t\r\n\x00\x01\x02\x03\x04\x0b\x0c\x1a"
_NOT_BLANK = re.compile(rb"[^ \t\r\n\x01\x02\x03\x04\x0b\x0c\x1a\xef\xbb\xbf]")
_EDGE = re.compile(rb"[ \t\r\n\x00-\x04\x0b\x0c\x1a]*")
_FIRST_BLOCK_BYTES = 1 << 12  # blocks grow from here, so that a file of many small interchanges is not cut many times
_BLOCK_BYTES = 1 << 18
_LONGEST_SEGMENT = 1 << 16  # ISO 9735 allows far less; what is longer is no segment
_SUSPICIOUS = 2000  # a longer segment may have swallowed the start of the next interchange
_TAG = 3
_TYPES_WITHIN_BYTES = 1 << 26


def is_blank(data: bytes, start: int, end: int) -> bool:
    """Whether these bytes hold only blanks, line ends, transmission controls or a byte-order mark."""
    return _NOT_BLANK.search(data, start, end) is None


def message_types(data: bytes) -> tuple[str, ...]:
    """The message types in UNH or UIH, each once, in their order; of UNG where no UNH can be seen. () for anything else."""
    limit = min(len(data), _TYPES_WITHIN_BYTES)
    for pattern in (MESSAGE_TYPE, GROUP_TYPE):
        found = (
            m["type"].replace(b"\r", b"").replace(b"\n", b"").decode("ascii") for m in pattern.finditer(data, 0, limit)
        )
        types = tuple(dict.fromkeys(found))
        if types:
            return types
    return ()


def segments(data: bytes) -> Iterator[Segment]:
    """Every segment of an input, of all its interchanges; what stands between them comes as segments of tag ""."""
    scanner = Scanner(data)
    while True:
        before = scanner.position
        opening = scanner.opening()
        if scanner.position > before:
            blank = is_blank(data, before, scanner.position)
            yield before, scanner.position, [] if blank else ["", _head(data, before)]
        if opening is None:
            return
        last = opening.start
        for segment in scanner.segments(opening):
            yield segment
            last = segment[1]
        if last < scanner.position:
            yield last, scanner.position, []


def _head(data: bytes, start: int) -> str:
    return data[start : start + 80].decode("latin-1")


class Scanner:
    """Cuts one input. position: every byte before it has been given out, in a segment or by `opening`.

    terminated: whether the segment given out last ended with the terminator.
    """

    def __init__(self, data: bytes) -> None:
        self._data = data
        self.position = 0
        self.terminated = True

    def opening(self) -> Opening | None:
        """Move to the next start of an interchange and describe it; None, and to the end, where there is none."""
        found = find_opening(self._data, self.position)
        self.position = len(self._data) if found is None else found.start
        return found

    def segments(self, opening: Opening) -> Iterator[Segment]:
        """The segments of one interchange: to its UNZ or UIZ, to the start of the next, or to the end of the input.

        Blanks after the last of them are in none; `position` is behind them.
        """
        cutter = _Cutter(opening.characters)
        if opening.body > opening.start:
            self.position = opening.body
            yield opening.start, opening.body, ["UNA"]
        first = True
        for segment in self._pieces(opening.body, cutter):
            start, end, elements = segment
            tag = elements[0]
            if tag[:1] == "U" or end - start > _SUSPICIOUS:
                cut = self._cut(tag, start, end, first=first)
                if cut == start:
                    return
                if cut < end:
                    self.position = cut
                    yield start, cut, cutter.elements(_flat(cutter.released(self._data[start:cut].decode("latin-1"))))
                    return
                if tag in ENDS:
                    self.position = end
                    yield segment
                    return
            first = False
            self.position = end
            yield segment
        self.position = len(self._data)

    def _cut(self, tag: str, start: int, end: int, *, first: bool) -> int:
        """Where a segment ends that may hold, or be, the start of the next interchange; `end` where it does not."""
        lead = _lead(self._data, start, end)
        if tag[:3] in ("UNA", "UNB", "UIB") and not first and START.match(self._data, lead) is not None:
            return start
        if tag in ENDS or (not first and end - start > _SUSPICIOUS):
            found = START.search(self._data, lead + _TAG, end)
            if found is not None:
                return found.start()
        if tag in ENDS and not self.terminated:
            line = self._data.find(b"\n", lead, end)
            return line + 1 if line >= 0 else end
        return end

    def _pieces(self, start: int, cutter: "_Cutter") -> Iterator[Segment]:
        """Every segment from the byte `start` on, whatever its tag.

        A span starts where the one before ended, so that blanks belong to what follows them.
        """
        data, width, element, rest = self._data, cutter.width, cutter.element, ""
        at = loaded = start  # `rest` is the text from `at` to `loaded`
        block, self.terminated = _FIRST_BLOCK_BYTES, True
        while loaded < len(data):
            text = cutter.released(rest + data[loaded : loaded + block].decode("latin-1"))
            loaded, block = min(loaded + block, len(data)), min(block * 2, _BLOCK_BYTES)
            parts = text.split(cutter.terminator)
            rest = parts.pop()
            for part in parts:
                at += len(part) + width
                body = part.strip(BLANKS)
                if not body:
                    continue
                if "\n" in body or "\r" in body:
                    yield from cutter.lines(start, at, at - width - len(part), part)
                else:
                    elements = body.split(element)
                    if len(elements[0]) != _TAG:
                        elements[0] = elements[0].strip(BLANKS)
                    yield start, at, elements
                start = at
            if len(rest) > _LONGEST_SEGMENT and loaded < len(data):
                at += len(rest)
                yield start, at, ["", ""]
                start, rest = at, ""
        if rest.strip(BLANKS):
            self.terminated = False
            yield from cutter.lines(start, len(data), at, rest)


def _lead(data: bytes, start: int, end: int) -> int:
    """The first byte of a segment that is no blank."""
    found = _EDGE.match(data, start, end)
    return found.end() if found else start


def _flat(text: str) -> str:
    """A segment's text without the blanks around it and the line ends in it (wrapped lines are joined as they are)."""
    return text.strip(BLANKS).replace("\r", "").replace("\n", "")


class _Cutter:
    """Splits text at one interchange's service characters."""

    def __init__(self, characters: ServiceCharacters) -> None:
        self.terminator, self.element = characters.terminator, characters.element
        self.width = len(characters.terminator)
        self._release = characters.release
        element, tags = re.escape(characters.element), "|".join(sorted(KNOWN_TAGS))
        self._released = re.compile(f"{re.escape(self._release)}([\r\n]*)(.)", re.DOTALL)
        self._segment_start = re.compile(rf"\s*(?:{tags}) *{element}")
        self._lost_terminator = re.compile(rf"[\r\n][ \t]*(?=(?:{tags}) *{element})")

    def released(self, text: str) -> str:
        """The text with released characters as private-use ones, each behind padding: as long as before.

        A release right before the end of a segment stands for damage, where a known tag follows: nothing is released.
        """
        if not self._release or self._release not in text:
            return text
        return self._released.sub(self._protected, text)

    def _protected(self, found: re.Match[str]) -> str:
        if found[2] == self.terminator and self._segment_start.match(found.string, found.end()):
            return PADDING + found[1] + found[2]
        return PADDING + found[1] + protect(found[2])

    def elements(self, body: str) -> list[str]:
        """The elements of a segment, its tag first."""
        elements = body.split(self.element)
        if len(elements[0]) != _TAG:
            elements[0] = elements[0].strip(BLANKS)
        return elements

    def lines(self, start: int, end: int, at: int, part: str) -> Iterator[Segment]:
        """Segments of a part with line ends in it: one, its lines joined, or more where a terminator was lost.

        start, end: the span to give out; at: the place of the first character of `part`.
        """
        if self._release:
            part = part.removesuffix(self._release)  # at the very end of an input it stands for nothing
        begin, line_start = start, 0
        for found in self._lost_terminator.finditer(part):
            body = _flat(part[line_start : found.end()])
            if body:
                yield begin, at + found.end(), self.elements(body)
                begin, line_start = at + found.end(), found.end()
        yield begin, end, self.elements(_flat(part[line_start:]))
