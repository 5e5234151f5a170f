"""One PNRGOV message: the flight it is about and its bookings, read segment by segment in whatever version they come.

Source: PADIS EDIFACT implementation guide for PNRGOV, 10.1 to 21.1. Where a segment stands says what it means: a name under
a check-in or in the history repeats a traveller, a flight in the history is none of the itinerary.
"""

import re
from collections.abc import Callable
from dataclasses import replace
from itertools import zip_longest

from tansiq.model.reading import NoticeCode
from tansiq.readers.bookings.draft import BookingDraft, Flight, MessageDraft
from tansiq.readers.bookings.travel_dates import parse_moment_of
from tansiq.readers.edifact.envelope import Message, at, header_of
from tansiq.readers.edifact.segments import Segment
from tansiq.readers.journal import Journal, quote
from tansiq.readers.moments import FALLBACK
from tansiq.readers.pnrgov.flights import FlightSegments
from tansiq.readers.pnrgov.history import HistorySegments
from tansiq.readers.pnrgov.parts import is_airport, product, times
from tansiq.readers.pnrgov.scene import Scene, Take
from tansiq.readers.pnrgov.travellers import TravellerSegments

_TAG = re.compile(r"[A-Z][A-Z0-9]{2}")
_USUAL = {
    "SRC": 1,
    "RPI": 3,
    "APD": 8,
    "ORG": 10,
    "TVL": 9,
    "TIF": 4,
    "TRI": 4,
    "SSD": 8,
    "ABI": 9,
    "SAC": 5,
    "EQN": 3,
    "RCI": 8,
}
_USUAL_ELSE = 12
_TAG_LENGTH = 3
_CHANGED = "700"  # DAT 2005: when a booking was changed, said at its start only
_CAN_FOLLOW = {
    "TIF": re.compile(r"[^\W\d_]"),
    "TVL": re.compile(r"[0-9]{6}|$"),
    "IFT": re.compile(r"[0-9]"),
    "RCI": re.compile(r"[A-Z0-9]{2}\W"),
    "SSR": re.compile(r"[A-Z]{4}\W"),
    "DAT": re.compile(r"[0-9A-Z]{1,3}\W"),
    "ORG": re.compile(r"[A-Z0-9]{2}"),
    "RPI": re.compile(r"[0-9]"),
    "APD": re.compile(r"[0-9A-Z]{3}"),
    "ABI": re.compile(r"[0-9]"),
}
"""What the first element of a segment looks like that ran into the one before it, whose terminator was lost."""
_SHAPE = {**_CAN_FOLLOW, "SRC": re.compile("$"), "TRI": re.compile("$")}
"""The same for a segment whose tag has one wrong character."""


class BookingMessage:
    """Reads one message. draft: what was found, complete after `read`."""

    def __init__(self, message: Message, file: str, journal: Journal, broken: Callable[[Segment], None]) -> None:
        self._message, self._journal, self._broken = message, journal, broken
        interchange = message.interchange
        self.draft = MessageDraft(file, header_of(message), interchange.prepared[:10] or FALLBACK)
        self._function = self._sender = ""
        self._expected: tuple[int, int, int] | None = None
        self._last_end = message.end
        self._scene = Scene(interchange, journal, self.draft)
        self._travellers = TravellerSegments(self._scene)
        self._history = HistorySegments(self._scene)
        self._splitting = False
        self._seen: set[tuple[str, ...]] = set()  # references of the booking, as they stand
        self._of_message: dict[str, Take] = {
            "MSG": self._msg,
            "ORG": self._org,
            "TVL": self._flight,
            "EQN": self._eqn,
            "SRC": self._src,
            "RCI": self._booking_without_src,
            "TIF": self._booking_without_src,
            "UNS": self._nothing,
        }
        self._of_booking: dict[str, Take] = {
            **self._travellers.takers(),
            **FlightSegments(self._scene).takers(),
            "SRC": self._src,
            "RCI": self._rci,
            "EQN": self._split,
            "ABI": self._abi,
            "SAC": self._sac,
            "LTS": self._history.lts,
            "UNS": self._nothing,
        }
        self._of_history: dict[str, Take] = {
            **dict.fromkeys(self._of_booking, self._history.past),
            "SRC": self._src,
            "RCI": self._past_rci,
            "ABI": self._abi,
            "SAC": self._sac,
            "DAT": self._past_dat,
            "LTS": self._history.lts,
            "UNS": self._nothing,
        }
        self._takers = self._of_message

    def read(self) -> MessageDraft:
        """Read the message to its end."""
        for segment in self._message.body:
            start, end, elements = segment
            tag = elements[0]
            take = self._takers.get(tag)
            if len(elements) > _USUAL.get(tag, _USUAL_ELSE):
                self._divided(start, end, elements)
            elif take is not None:
                take(start, end, elements)
            else:
                self._odd(segment)
            self._last_end = end
        self._close()
        self._check()
        self._forget()
        draft = self.draft
        sender = draft.header.sender or self._sender
        draft.header = replace(draft.header, function=self._function, sender=sender)
        return draft

    def _forget(self) -> None:
        """Let go of who takes segments: they hold this reader, and thereby all drafts, in a ring that frees itself late."""
        for takers in (self._of_message, self._of_booking, self._of_history):
            takers.clear()

    # damage

    def _divided(self, start: int, end: int, elements: list[str]) -> None:
        """Take a segment of many elements: as it is, or in pieces where terminators were lost before other tags."""
        piece: list[str] = []
        for element, after in zip_longest(elements, elements[1:]):
            last = self._scene.value(element).rstrip() if piece and after is not None else ""
            follows = _CAN_FOLLOW.get(last[-3:])
            if follows is not None and follows.match(after):
                text = f"{quote(piece[0])} runs into {last[-3:]}"
                self._journal.notice(NoticeCode.NOT_TERMINATED, start, end, text)
                self._take(start, end, [*piece, last[:-3]])
                piece = [last[-3:]]
            else:
                piece.append(element)
        self._take(start, end, piece)

    def _take(self, start: int, end: int, elements: list[str]) -> None:
        take = self._takers.get(elements[0])
        if take is None:
            self._odd((start, end, elements))
        else:
            take(start, end, elements)

    def _odd(self, segment: Segment) -> None:
        start, end, elements = segment
        tag = self._meant(elements)
        name = self._scene.value(elements[0])
        if len(name) > _TAG_LENGTH and name[-_TAG_LENGTH:] in self._takers and self._follows(name, elements):
            self._journal.notice(NoticeCode.NOT_TERMINATED, start, end, f"{quote(name)} runs into a segment")
            if name.startswith("SRC"):
                self._src(start, end, elements)
            self._take(start, end, [name[-_TAG_LENGTH:], *elements[1:]])
        elif tag:
            self._journal.notice(NoticeCode.UNKNOWN_SEGMENT, start, end, f"{quote(elements[0])} read as {tag}")
            self._takers[tag](start, end, [tag, *elements[1:]])
        elif _TAG.fullmatch(elements[0]):
            text = f"{elements[0]} is not known here in messages of bookings"
            self._journal.notice(NoticeCode.UNKNOWN_SEGMENT, start, end, text)
            self._scene.lost()
        else:
            self._broken(segment)
            self._scene.lost()

    def _follows(self, name: str, elements: list[str]) -> bool:
        shape = _CAN_FOLLOW.get(name[-_TAG_LENGTH:])
        return shape is not None and shape.match(at(elements, 1)) is not None

    def _meant(self, elements: list[str]) -> str:
        """The tag that one wrong character was made of, where the elements look like it; "" where there is none."""
        found = elements[0]
        for tag, shape in _SHAPE.items():
            near = len(found) == len(tag) and sum(a != b for a, b in zip(found, tag, strict=True)) == 1
            if near and tag in self._takers and shape.match(at(elements, 1)):
                return tag
        return ""

    # message level

    def _nothing(self, _start: int, _end: int, _elements: list[str]) -> None:
        """A service segment that says nothing here."""

    def _msg(self, _start: int, _end: int, elements: list[str]) -> None:
        self._function = self._function or self._scene.parts(at(elements, 1))[1]

    def _org(self, _start: int, _end: int, elements: list[str]) -> None:
        self._sender = self._sender or self._scene.parts(at(elements, 1))[0]

    def _flight(self, start: int, end: int, elements: list[str]) -> None:
        origin, destination = self._scene.parts(at(elements, 2)), self._scene.parts(at(elements, 3))
        sold = product(self._scene.parts(at(elements, 4)), self._scene.parts(at(elements, 5)))
        if not (sold.carrier or sold.number) or not (is_airport(origin) or is_airport(destination)):
            text = f"{quote(' '.join(elements[1:6]))} names no flight to report on"
            self._journal.notice(NoticeCode.BAD_VALUE, start, end, text)
            return
        when = times(self._scene.parts(at(elements, 1)), self.draft.pivot)
        if not when.whole:
            self._journal.bad_date(start, end, self._scene.value(at(elements, 1)))
        flight = Flight(
            start,
            end,
            sold.carrier,
            sold.number,
            sold.operator,
            origin=origin[0].upper(),
            destination=destination[0].upper(),
            departure=when.departure,
            arrival=when.arrival,
        )
        self.draft.reported.append(flight)
        self.draft.pivot = max(self.draft.pivot if self.draft.header.prepared else "", when.departure[:10]) or FALLBACK

    def _eqn(self, start: int, end: int, elements: list[str]) -> None:
        said = self._scene.parts(at(elements, 1))[0]
        if said.isdigit() and said.isascii():
            self._expected = (int(said[-9:]), start, end)

    def _check(self) -> None:
        found = len(self.draft.bookings)
        if self._expected is not None and self._expected[0] != found:
            said, start, end = self._expected
            self._journal.notice(NoticeCode.COUNT_DIFFERS, start, end, f"EQN counts {said} bookings; {found} found")

    # bookings

    def _src(self, start: int, end: int, _elements: list[str]) -> None:
        self._close()
        self._open(start, end)

    def _open(self, start: int, end: int) -> None:
        booking = BookingDraft(start, end)
        self.draft.bookings.append(booking)
        self._scene.open(booking)
        self._travellers.services.pivot = self.draft.pivot
        self._takers = self._of_booking
        self._splitting = False
        self._seen.clear()

    def _close(self) -> None:
        """Finish the booking that is open, if one is."""
        if self.draft.bookings:
            self._scene.close(self._last_end)
            self._history.close()
            self._scene.booking.end = max(self._scene.booking.end, self._last_end)

    def _booking_without_src(self, start: int, end: int, elements: list[str]) -> None:
        self._journal.notice(NoticeCode.MISPLACED_SEGMENT, start, end, f"{elements[0]} without SRC; a booking starts")
        self._src(start, start, elements)
        self._takers[elements[0]](start, end, elements)

    def _split(self, _start: int, _end: int, _elements: list[str]) -> None:
        self._splitting = True

    def _rci(self, start: int, end: int, elements: list[str]) -> None:
        told = tuple(elements)
        if told in self._seen and not self._splitting:
            return
        booking = self._scene.booking
        references = [self._scene.parts(element) for element in elements[1:]]
        if self._splitting:
            self._splitting = False
            booking.split += [locator for locator in map(_locator, references) if locator]
        elif references and self._scene.begun() and self._is_another(booking, references[0]):
            self._booking_without_src(start, end, elements)
        else:
            self._seen.add(told)
            self._refer(booking, references)

    def _refer(self, booking: BookingDraft, references: list[list[str]]) -> None:
        for parts in references:
            day, clock = parts[2], parts[3]
            if not (day.isdigit() and len(day) == 6):  # noqa: PLR2004  ddmmyy, where the type was left out
                day, clock = clock, parts[4]
            created = parse_moment_of(day, clock, self.draft.pivot).iso if day else ""
            booking.add_reference(parts[0].upper(), _locator(parts), created)
            booking.created = booking.created or created

    def _is_another(self, booking: BookingDraft, parts: list[str]) -> bool:
        """Whether a reference is another booking's whose SRC was lost: the same system's first, and not the same."""
        first = next(iter(booking.references), None)
        system, locator = parts[0].upper(), _locator(parts)
        return (
            first is not None and bool(locator) and first[0] == system and (system, locator) not in booking.references
        )

    # history

    def _abi(self, start: int, end: int, elements: list[str]) -> None:
        self._scene.close(self._last_end)
        self._takers = self._of_history
        self._history.abi(start, end, elements)

    def _sac(self, start: int, end: int, elements: list[str]) -> None:
        self._scene.close(self._last_end)
        self._takers = self._of_history
        self._history.sac(start, end, elements)

    def _past_dat(self, start: int, end: int, elements: list[str]) -> None:
        if at(elements, 1).startswith(_CHANGED) and not self._history.waits:
            self._booking_without_src(start, end, elements)
        else:
            self._history.dat(start, end, elements)

    def _past_rci(self, start: int, end: int, elements: list[str]) -> None:
        if not self._history.waits and self._is_another(self._scene.booking, self._scene.parts(at(elements, 1))):
            self._booking_without_src(start, end, elements)
        else:
            self._history.past(start, end, elements)


def _locator(parts: list[str]) -> str:
    """The locator of a reference (RCI C330) without marks that got into it."""
    locator = parts[1].upper()
    return locator if locator.isalnum() else "".join(filter(str.isalnum, locator))
