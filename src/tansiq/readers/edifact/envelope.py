"""The envelope of EDIFACT messages: interchange (UNB..UNZ), group (UNG..UNE), message (UNH..UNT), ISO 9735-2.

In a dialogue (ISO 9735-3) interchange and message are UIB..UIZ and UIH..UIT, with their elements in another order.

Counts and references are wrong in most real files: they are noted, and nothing depends on them.
"""

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import chain

from tansiq.model.reading import NoticeCode, RefusalCode
from tansiq.readers.edifact.charset import Text
from tansiq.readers.edifact.framing import Heading, parse_heading
from tansiq.readers.edifact.input import Input
from tansiq.readers.edifact.message import Group, Interchange, Message, at, header_of
from tansiq.readers.edifact.segments import Lane, Scanner, Segment, is_blank
from tansiq.readers.edifact.service import DEFAULT, ServiceCharacters
from tansiq.readers.journal import Journal, quote
from tansiq.readers.moments import parse_moment

__all__ = ["Envelope", "Interchange", "Message", "at", "header_of"]

_FRAME = frozenset({"UNA", "UNB", "UNG", "UNH", "UNT", "UNE", "UNZ", "UIB", "UIH", "UIT", "UIZ"})
_TRAILERS = frozenset({"UNT", "UIT"})
_DIALOGUE_TRAILERS = frozenset({"UIT", "UIZ"})
_HEADING_BYTES = 4096
_TAG = re.compile(r"[A-Z][A-Z0-9]{2}")
_TYPE = re.compile(r"([A-Z]{6}):[A-Z0-9]{1,3}:")
_BODY_STARTS = frozenset({"BGM", "MSG"})
_ASK_AGAIN = "ask the sender to send the message again"


class Envelope:
    """Walks the messages of an input. found: whether any interchange, group or message header was met.

    accounted: how many bytes were given out, in messages, around them, or to the journal.
    """

    def __init__(self, data: Input, journal: Journal) -> None:
        self._data, self._journal = data, journal
        self._scanner = Scanner(data)
        self._segments: Iterator[Segment] = iter(())
        self._back: Segment | None = None
        self._in: Interchange = Interchange(ServiceCharacters(), Text(""))
        self._group: Group | None = None
        self._hinted = ""  # a message type seen in a header that cannot be read
        self._takers = {
            "UNB": self._open,
            "UIB": self._open_dialogue,
            "UNG": self._open_group,
            "UNE": self._close_group,
            "UNZ": self._close,
            "UIZ": self._close,
        }
        self.found = False
        self.accounted = 0

    def messages(self) -> Iterator[Message]:
        """Each message in order. What stands between messages is noted in the journal."""
        while True:
            before = self._scanner.position
            opening = self._scanner.opening()
            heading = self._heading(before, self._scanner.position)
            if heading is None or opening is None:
                self._outside(before, self._scanner.position)
            self.accounted += self._scanner.position - before
            if opening is None:
                return
            self.found = True
            if opening.odd:
                self._journal.notice(NoticeCode.SERVICE_CHARACTERS, opening.start, opening.body, opening.odd)
            self._in = Interchange(opening.characters, Text(""), heading=heading)
            self._group, self._hinted = None, ""
            self._segments = self._scanner.segments(opening)
            yield from self._interchange(opening.body)
            self.accounted += self._scanner.position - opening.start

    def _heading(self, start: int, end: int) -> Heading | None:
        text = self._data[start:end] if end - start <= _HEADING_BYTES else b""
        return parse_heading(text.decode("latin-1")) if text else None

    def _outside(self, start: int, end: int) -> None:
        if start < end and not is_blank(self._data, start, end):
            text = quote(self._data[start : min(end, start + 200)].decode("latin-1").strip())
            self._journal.notice(NoticeCode.OUTSIDE_ENVELOPE, start, end, f"text outside any interchange: {text}")

    def _interchange(self, start: int) -> Iterator[Message]:
        for first in self._segments:
            segment: Segment | None = first
            while segment is not None:
                self._back = None
                message = self._take(segment)
                if message is not None:
                    yield message
                    for _ in message.body:  # whatever the reader of the message left
                        pass
                segment = self._back
        here = self._in
        if not here.closed:
            place = self._scanner.position
            self._journal.notice(
                NoticeCode.ENVELOPE_OPEN,
                place,
                place,
                f"the interchange ends without {'UIZ' if here.dialogue else 'UNZ'}",
            )
        if here.text.unexplained:
            found = f"{here.text.unexplained} values are not {here.text.announced}; read as {here.text.read_as}"
            self._journal.notice(
                NoticeCode.CHARACTER_SET, *(here.header if any(here.header) else (start, start)), found
            )

    def _take(self, segment: Segment) -> Message | None:
        start, end, elements = segment
        tag = elements[0]
        if tag in ("UNH", "UIH"):
            return self._message(segment) if tag == "UNH" else self._dialogue_message(segment)
        take = self._takers.get(tag)
        if take is not None:
            take(segment)
        elif tag in _BODY_STARTS and self._implied_type():
            return self._implied(segment)
        elif tag != "UNA":
            self._stray(start, end, elements)
        return None

    def _implied_type(self) -> str:
        return self._hinted or (self._group.type if self._group else "")

    def _stray(self, start: int, end: int, elements: list[str]) -> None:
        hint = _TYPE.search("+".join(elements).replace(self._in.characters.component, ":"))
        self._hinted = hint[1] if hint else self._hinted
        if _TAG.fullmatch(elements[0]):
            self._journal.notice(NoticeCode.MISPLACED_SEGMENT, start, end, f"{elements[0]} outside any message")
        else:
            self.broken(segment=(start, end, elements))

    def broken(self, segment: Segment) -> None:
        """Refuse a segment whose tag cannot be one; the segments around it are read."""
        start, end, _ = segment
        found = quote(self._data[start : min(end, start + 200)].decode("latin-1").strip())
        text = f"no segment can start with {found}; three letters and {quote(self._in.characters.element)} expected"
        self._journal.refuse(RefusalCode.BROKEN_SEGMENT, start, end, text, repair=_ASK_AGAIN)

    def _parts(self, element: str) -> list[str]:
        return element.split(self._in.characters.component)

    def _open(self, segment: Segment) -> None:
        start, end, elements = segment
        self._in.text = Text(self._parts(at(elements, 1))[0].strip())
        text = self._in.text
        self._in.header = (start, end)
        self._in.sender = text(self._parts(at(elements, 2))[0]).strip()
        self._in.recipient = text(self._parts(at(elements, 3))[0]).strip()
        self._in.prepared = self._prepared(at(elements, 4))
        self._in.reference = text(at(elements, 5)).strip()

    def _open_dialogue(self, segment: Segment) -> None:
        start, end, elements = segment
        self._in.dialogue = True
        self._in.text = Text(self._parts(at(elements, 1))[0].strip())
        dialogue, transaction, self._in.sender, self._in.recipient = (
            self._in.text(self._parts(at(elements, index))[0]).strip() for index in (2, 3, 6, 7)
        )
        self._in.header = (start, end)
        self._in.reference = dialogue or transaction
        self._in.prepared = self._prepared(at(elements, 8))

    def _prepared(self, element: str) -> str:
        return parse_moment("".join(self._parts(element)[:2])).iso

    def _open_group(self, segment: Segment) -> None:
        _, _, elements = segment
        self._group = Group(at(elements, 1).strip(), self._in.text(at(elements, 5)).strip())
        self._in.groups += 1
        self._in.sender = self._in.sender or self._in.text(self._parts(at(elements, 2))[0]).strip()
        self._in.prepared = self._in.prepared or self._prepared(at(elements, 4))

    def _headed(self, start: int, end: int, header: str) -> None:
        if not any(self._in.header) and not self._in.messages:
            text = f"a message without an interchange header {header}"
            self._journal.notice(NoticeCode.ENVELOPE_MISSING, start, end, text)

    def _dialogue_message(self, segment: Segment) -> Message:
        start, end, elements = segment
        self._in.dialogue = True
        self._headed(start, end, "UIB")
        text, parts = self._in.text, self._parts(at(elements, 1))
        message = Message(
            self._in,
            parts[0].strip(),
            start,
            end,
            reference=text(at(elements, 2)).strip(),
            version=":".join(part.strip() for part in parts[1:3] if part.strip()),
            access=text(self._parts(at(elements, 3))[0]).strip(),
            part=":".join(self._parts(at(elements, 4).strip())),
        )
        return self._opened(message, count=1)

    def _message(self, segment: Segment) -> Message:
        start, end, elements = segment
        parts = [*self._parts(at(elements, 2)), "", ""]
        self._headed(start, end, "UNB")
        text = self._in.text
        message = Message(
            self._in,
            parts[0].strip(),
            start,
            end,
            reference=text(at(elements, 1)).strip(),
            version=":".join(part.strip() for part in parts[1:3] if part.strip()),
            access=text(at(elements, 3)).strip(),
            part=":".join(self._parts(at(elements, 4).strip())),
        )
        return self._opened(message, count=1)

    def _implied(self, segment: Segment) -> Message:
        """A message whose header UNH is lost or broken: it starts with its first segment."""
        start, _, elements = segment
        text = f"{elements[0]} without a message header UNH; taken as {self._implied_type()}"
        self._journal.notice(NoticeCode.ENVELOPE_MISSING, start, start, text)
        message = Message(self._in, self._implied_type(), start, start)
        self._back = segment
        return self._opened(message, count=0)

    def _opened(self, message: Message, *, count: int) -> Message:
        self._in.messages += 1
        if self._group:
            self._group.messages += 1
        self._hinted = ""
        message.body = self._body(message, count)
        message.offer = self._offered
        self._scanner.passed = 0
        return message

    def _offered(self, lane: Lane) -> None:
        if self._in.characters == replace(DEFAULT, decimal=self._in.characters.decimal):
            self._scanner.lane = lane

    def _body(self, message: Message, count: int) -> Iterator[Segment]:
        resumed = [] if self._back is None else [self._back]
        self._back = None
        size = len(self._data)
        for segment in chain(resumed, self._segments):
            _, end, elements = segment
            tag = elements[0]
            count += 1
            if tag in _FRAME:
                self._scanner.lane = None
                if tag in _TRAILERS:
                    message.end = end
                    self._check(segment, (count + self._scanner.passed,), message.reference)
                    return
                self._back = segment
                break
            message.end = end
            if end == size and not self._scanner.terminated:
                self._truncated(segment)
            else:
                yield segment
        self._scanner.lane = None
        text = f"message {quote(message.reference)} ends without {'UIT' if self._in.dialogue else 'UNT'}"
        self._journal.notice(NoticeCode.ENVELOPE_OPEN, message.end, message.end, text)

    def _truncated(self, segment: Segment) -> None:
        """Refuse the last segment of an input that ends inside it: half a value looks like a whole one."""
        start, end, elements = segment
        text = f"the input ends inside a segment {quote(elements[0])}, before its terminator"
        self._journal.refuse(RefusalCode.TRUNCATED, start, end, text, repair=_ASK_AGAIN)

    def _close_group(self, segment: Segment) -> None:
        if self._group is None:
            self._journal.notice(NoticeCode.MISPLACED_SEGMENT, *segment[:2], "UNE without UNG")
            return
        self._check(segment, (self._group.messages,), self._group.reference)
        self._group = None

    def _close(self, segment: Segment) -> None:
        here = self._in
        here.closed = True
        self._check(segment, (here.groups or here.messages,), here.reference)
        if not self._scanner.terminated:
            self._journal.notice(NoticeCode.NOT_TERMINATED, *segment[:2], f"{segment[2][0]} is not terminated")

    def _check(self, segment: Segment, counts: tuple[int, ...], reference: str) -> None:
        """Compare what a trailer says; a dialogue's has the reference first, and need not count its messages."""
        start, end, elements = segment
        tag, said, closing = elements[0], at(elements, 1).strip(), at(elements, 2)
        if tag in _DIALOGUE_TRAILERS:
            said, closing = at(elements, 2).strip(), self._parts(at(elements, 1))[0]
        uncounted = tag == "UIZ" and not said
        if not uncounted and not (said.isdigit() and said.isascii() and int(said[-9:]) in counts):
            text = f"{tag} counts {quote(said)}; {counts[0]} found"
            self._journal.notice(NoticeCode.COUNT_DIFFERS, start, end, text)
        closing = self._in.text(closing).strip()
        if closing != reference:
            text = f"{tag} closes {quote(closing)}; {quote(reference)} was opened"
            self._journal.notice(NoticeCode.REFERENCE_DIFFERS, start, end, text)
