"""The EDIFACT syntax (ISO 9735-1): an input cut into segments, lazily, every byte in one of them.

Fast by staying in C: blocks are split at the terminator, segments at the element separator; components are split by
whoever needs them. What travels around the segments (line ends, wrapped lines, Type-B lines, mail footers) is met here.
"""

import re
from collections.abc import Callable, Iterator

from tansiq.readers.edifact.charset import PADDING, protect
from tansiq.readers.edifact.input import Input, search
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
from tansiq.readers.edifact.wrapping import is_wrapped

Segment = tuple[int, int, list[str]]
"""Start, end (exclusive), elements; elements[0] is the tag. No elements: bytes that hold nothing (line ends, blanks).

A tag of "" marks bytes that are no segment. Values are raw: see `charset.Text`.
"""

Lane = Callable[[str, int, int], tuple[int, int]]
"""Takes segments that it knows as a whole, from a place in a text on: the text, the place, the byte offset of the place.

Gives the place after the last segment taken, and how many they were: the place itself and 0 where it knows none.
The text has its released characters protected (see `charset`). It may end anywhere: a lane takes no segment whose
terminator it does not see, and after whose terminator it does not see what shows that they are whole.
"""

BLANKS = " \t\r\n\x00\x01\x02\x03\x04\x0b\x0c\x1a"
_NOT_BLANK = re.compile(rb"[^ \t\r\n\x01\x02\x03\x04\x0b\x0c\x1a\xef\xbb\xbf]")
_EDGE = re.compile(rb"[ \t\r\n\x00-\x04\x0b\x0c\x1a]*")
_FIRST_BLOCK_BYTES = 1 << 12  # blocks grow from here, so that a file of many small interchanges is not cut many times
_BLOCK_BYTES = 1 << 18
_CHUNK_BYTES = 1 << 12  # cut at once: few, as a lane may take what is already cut
_AHEAD_BYTES = 1 << 11  # in sight before a chunk is cut, so that a lane sees things whole
_LONGEST_SEGMENT = 1 << 16  # ISO 9735 allows far less; what is longer is no segment
SUSPICIOUS = 2000
"""A longer segment may have swallowed the start of the next interchange: no lane takes it."""

_TAG = 3
_OPENING_BYTES = 4096  # more than the start of an interchange is long
_TYPES_WITHIN_BYTES = 1 << 26


def is_blank(data: Input, start: int, end: int) -> bool:
    """Whether these bytes hold only blanks, line ends, transmission controls or a byte-order mark."""
    return search(_NOT_BLANK, data, start, end) is None


def message_types(data: Input) -> tuple[str, ...]:
    """The message types in UNH or UIH, each once, in their order; of UNG where no UNH can be seen. () for anything else."""
    first = data[:_TYPES_WITHIN_BYTES]
    for pattern in (MESSAGE_TYPE, GROUP_TYPE):
        found = (m["type"].replace(b"\r", b"").replace(b"\n", b"").decode("ascii") for m in pattern.finditer(first))
        types = tuple(dict.fromkeys(found))
        if types:
            return types
    return ()


def segments(data: Input) -> Iterator[Segment]:
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


def _head(data: Input, start: int) -> str:
    return data[start : start + 80].decode("latin-1")


class Scanner:
    """Cuts one input. position: every byte before it has been given out, in a segment or by `opening`.

    terminated: whether the segment given out last ended with the terminator. lane: is asked before each segment, and
    what it takes is not given out. passed: how many segments it has taken; only a lane for the usual service
    characters is asked.
    """

    def __init__(self, data: Input) -> None:
        self._data = data
        self.position = 0
        self.terminated = True
        self.lane: Lane | None = None
        self.passed = 0

    def opening(self) -> Opening | None:
        """Move to the next start of an interchange and describe it; None, and to the end, where there is none."""
        found = find_opening(self._data, self.position)
        self.position = len(self._data) if found is None else found.start
        return found

    def segments(self, opening: Opening) -> Iterator[Segment]:
        """The segments of one interchange: to its UNZ or UIZ, to the start of the next, or to the end of the input.

        Blanks after the last of them are in none; `position` is behind them.
        """
        cutter = _Cutter(opening.characters, self._data)
        if opening.body > opening.start:
            self.position = opening.body
            yield opening.start, opening.body, ["UNA"]
        first = True
        for segment in self._pieces(opening.body, cutter):
            start, end, elements = segment
            tag = elements[0]
            if tag[:1] == "U" or end - start > SUSPICIOUS:
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
        text = self._data[start:end]
        lead = _lead(text)
        if tag[:3] in ("UNA", "UNB", "UIB") and not first:
            ahead = self._data[start + lead : start + lead + _OPENING_BYTES]
            if START.match(ahead) is not None:
                return start
        if tag in ENDS or (not first and end - start > SUSPICIOUS):
            found = START.search(text, lead + _TAG)
            if found is not None:
                return start + found.start()
        if tag in ENDS and not self.terminated:
            line = text.find(b"\n", lead)
            return start + line + 1 if line >= 0 else end
        return end

    def _pieces(self, start: int, cutter: "_Cutter") -> Iterator[Segment]:
        """Every segment from the byte `start` on, whatever its tag, but for those that the lane takes.

        A span starts where the one before ended, so that blanks belong to what follows them.
        """
        width, element = cutter.width, cutter.element
        window = _Window(self._data, start, cutter)
        at, self.terminated = start, True
        while (parts := window.parts(at)) or window.loaded < len(self._data):
            if not parts:  # too long for a segment
                at = window.loaded
                yield start, at, ["", ""]
                start = at
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
                if self.lane is not None and self._passes(self.lane, window, at):
                    start = at = self.position
                    break
        rest = window.text[at - window.base :]
        if rest.strip(BLANKS):
            self.terminated = False
            yield from cutter.lines(start, len(self._data), at, rest)

    def _passes(self, lane: Lane, window: "_Window", at: int) -> bool:
        """Whether the lane takes segments from the byte `at` on; `position` is then behind them."""
        taken = False
        while True:
            window.look(at)
            place, count = lane(window.text, at - window.base, at)
            if not count:
                return taken
            self.passed += count
            self.position = at = window.base + place
            taken = True


class _Window:
    """The text of an input about the place where it is being cut. text: starts at the byte `base`, ends at `loaded`."""

    def __init__(self, data: Input, start: int, cutter: "_Cutter") -> None:
        self._data, self._cutter = data, cutter
        self._block = _FIRST_BLOCK_BYTES
        self.text = ""
        self.base = self.loaded = start

    def look(self, at: int) -> None:
        """Have some text from the byte `at` on in sight, if there is any."""
        if self.loaded - at < _AHEAD_BYTES and self.loaded < len(self._data):
            self._load(at)

    def parts(self, at: int) -> list[str]:
        """The next segments from the byte `at` on, without their terminators; none where no terminator is in sight."""
        self.look(at)
        place, terminator = at - self.base, self._cutter.terminator
        end = self.text.rfind(terminator, place, place + _CHUNK_BYTES)
        if end < 0:
            end = self._far(at)
            place = at - self.base
        return self.text[place:end].split(terminator) if end >= 0 else []

    def _far(self, at: int) -> int:
        """The place of the terminator of a long segment that starts at the byte `at`, -1 where there is none."""
        while True:
            end = self.text.find(self._cutter.terminator, at - self.base)
            if end >= 0 or self.loaded == len(self._data) or self.loaded - at > _LONGEST_SEGMENT:
                return end
            self._load(at)

    def _load(self, at: int) -> None:
        """Drop the text before the byte `at`, and take in more behind it."""
        more = self._data[self.loaded : self.loaded + self._block].decode("latin-1")
        self.text = self._cutter.released(self.text[at - self.base :] + more)
        self.base, self.loaded = at, self.loaded + len(more)
        self._block = min(self._block * 2, _BLOCK_BYTES)


def _lead(text: bytes) -> int:
    """How many blanks a segment begins with."""
    found = _EDGE.match(text)
    return found.end() if found else 0


def _flat(text: str) -> str:
    """A segment's text without the blanks around it and the line ends in it (wrapped lines are joined as they are)."""
    return text.strip(BLANKS).replace("\r", "").replace("\n", "")


class _Cutter:
    """Splits text of an input at one interchange's service characters."""

    def __init__(self, characters: ServiceCharacters, data: Input) -> None:
        self._data = data
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
            if self._is_wrapped(at + found.start()):
                continue
            body = _flat(part[line_start : found.end()])
            if body:
                yield begin, at + found.end(), self.elements(body)
                begin, line_start = at + found.end(), found.end()
        yield begin, end, self.elements(_flat(part[line_start:]))

    def _is_wrapped(self, place: int) -> bool:
        """Whether a line ends at a byte because it was full, so that what begins the next one is no tag."""
        return is_wrapped(self._data, place, terminator=self.terminator, segment_start=self._segment_start)
