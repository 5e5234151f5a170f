"""PNRGOV as XML (IATA_PNRGOV_NotifRQ of the IATA/WCO/ICAO schema), bookings pushed to a state.

Namespaces are left out of account: a national wrapper and a version of the schema change them. What could be checked of the
schema, and what is inferred, stands in docs/pnrgov-xml.md.
"""

import re

from tansiq.model.kinds import Observation
from tansiq.model.observations import MessageHeader
from tansiq.model.reading import NoticeCode, Reading, Refusal, RefusalCode, refuse
from tansiq.readers.bookings.draft import MessageDraft
from tansiq.readers.bookings.observations import observations
from tansiq.readers.journal import Journal, quote
from tansiq.readers.markup import Element, entries
from tansiq.readers.markup_head import root_of
from tansiq.readers.moments import FALLBACK
from tansiq.readers.pnrgov_xml.booking import BookingReader
from tansiq.readers.pnrgov_xml.flights import reported_flight
from tansiq.readers.pnrgov_xml.values import Values, attribute, parse_local

NAME = "pnrgov"
TYPE = "PNRGOV"
MESSAGE = "IATA_PNRGOV_NotifRQ"

LARGEST_BYTES = 512 * 1024 * 1024
"""A document is held in memory while it is read."""

_BOOKINGS, _BOOKING, _LEG, _SENDER = "PNRs", "PNR", "FlightLeg", "Originator"
_TAGS = frozenset({_BOOKING, _LEG, _SENDER})
_ENVELOPE = frozenset({"Envelope", "Body"})  # SOAP 1.1 and 1.2
_OTHERS = frozenset({"IATA_AcknowledgementRS", "IATA_Acknowledgement"})
_WITHIN = re.compile(rb"<(?:[\w.\-]+:)?(?:IATA_PNRGOV_NotifRQ|PNRs?)[\s>]")
_PART_OF = {"Start": ":C", "InSeries": "", "End": ":F"}
_FAMILY = "PNRGOV"
_REPAIR = "have the sender mend it and send the message again"


def sniff(first: bytes) -> bool:
    """Whether the root is a message of PNRGOV, or an element around one."""
    root = root_of(first)[0]
    return bool(root) and (_FAMILY in root.upper() or root in _OTHERS or _WITHIN.search(first) is not None)


def read(data: bytes, name: str) -> Reading:
    """Read every message of a document. Of a broken booking, what follows the break is refused alone; nothing is raised.

    name: the file's, for the observations' source.
    """
    size = len(data)
    if size > LARGEST_BYTES:
        text = f"{size} bytes found, at most {LARGEST_BYTES} expected"
        return refuse(NAME, size, Refusal(RefusalCode.TOO_LARGE, 0, size, text, "have it sent in parts"))
    journal = Journal()
    document = _Document(data, name, journal)
    for part in entries(data, _TAGS, sections=True, partial=True):
        document.take(part)
    document.close()
    refused = document.refused()
    if refused is not None:
        return refuse(NAME, size, refused)
    return Reading(NAME, size, size, tuple(document.observations), journal.notices(), journal.refusals())


class _Document:
    """The messages of one document, one after the other."""

    def __init__(self, data: bytes, name: str, journal: Journal) -> None:
        self._data, self._name, self._journal = data, name, journal
        self._values = Values(journal)
        self.observations: list[Observation] = []
        self._message: MessageDraft | None = None
        self._counted: tuple[int, Element] | None = None
        self._read = 0  # messages, with those that are kept unread
        self._root = ""
        self._passing = False  # inside a message that is kept unread

    def take(self, part: Element | Refusal) -> None:
        """Take what the document holds next."""
        if isinstance(part, Refusal):
            text = part.text.replace("the entry around it", "the rest of the booking around it")
            self._journal.refuse(part.code, part.start, part.end, text, repair=_REPAIR)
        elif part.tag in _TAGS:
            if not self._passing:
                self._entry(part)
        else:
            self._section(part)

    def _entry(self, element: Element) -> None:
        message = self._message or self._open(None, element)
        if element.tag == _BOOKING:
            message.bookings.append(BookingReader(element, message.pivot, self._values).booking)
        elif element.tag == _LEG:
            flight = reported_flight(element, self._values)
            message.reported.append(flight)
            message.pivot = flight.departure[:10] or message.pivot
        else:
            sender = attribute(element, "AirlineCode", "SystemCode")
            message.header = _with_sender(message.header, sender)

    def _section(self, element: Element) -> None:
        tag = element.tag
        self._root = self._root or tag
        if tag == MESSAGE:
            self.close()
            self._passing = False
            self._open(element, element)
        elif _FAMILY in tag.upper() or tag in _OTHERS:
            self._leave_unread(element)
        elif tag == _BOOKINGS and not self._passing:
            self._expect(element)
        elif self._message is not None:
            element.end = self._data.find(b">", element.start) + 1
            self._values.unknown(element, self._root)

    def _open(self, element: Element | None, at: Element) -> MessageDraft:
        header = _header(element) if element is not None else MessageHeader(type=TYPE)
        if element is None:
            text = f"bookings outside <{MESSAGE}>; the flight they are sent for is not told"
            self._journal.notice(NoticeCode.ENVELOPE_MISSING, at.start, at.end, text)
        self._read += 1
        self._message = MessageDraft(self._name, header, header.prepared[:10] or FALLBACK)
        return self._message

    def _leave_unread(self, element: Element) -> None:
        self.close()
        self._passing = True
        self._read += 1
        text = f"a message <{quote(element.tag)[1:-1]}> names no travellers; it is kept unread"
        self._journal.notice(NoticeCode.KEPT_UNREAD, element.start, len(self._data), text)

    def _expect(self, element: Element) -> None:
        element.end = self._data.find(b">", element.start) + 1
        number = self._values.count(element, "NumberOfPnrs")
        if number is not None:
            self._counted = (number, element)

    def close(self) -> None:
        """End the message at hand: what it says becomes observations."""
        message, self._message = self._message, None
        counted, self._counted = self._counted, None
        if message is None:
            return
        found = len(message.bookings)
        if counted is not None and counted[0] != found:
            number, element = counted
            text = f"NumberOfPnrs counts {number} bookings; {found} read"
            self._journal.notice(NoticeCode.COUNT_DIFFERS, element.start, element.end, text)
        self.observations.extend(observations(message, self._journal))

    def refused(self) -> Refusal | None:
        """Why the document as a whole holds nothing that is read, or None."""
        refusals = self._journal.refusals()
        if refusals and not self.observations:
            return refusals[0]
        if self._read:
            return None
        found = f"root element <{quote(self._root)[1:-1]}> found" if self._root else "no XML element found"
        return Refusal(
            RefusalCode.WRONG_FORMAT, 0, len(self._data), f"{found}, <{MESSAGE}> expected", "leave out --format"
        )


def _header(root: Element) -> MessageHeader:
    given = root.attributes
    sequence, status = attribute(root, "SequenceNmbr"), attribute(root, "TransactionStatusCode")
    part = (sequence or ("1" if status == "Start" else "")) + _PART_OF[status] if status in _PART_OF else ""
    return MessageHeader(
        type=TYPE,
        reference=attribute(root, "EchoToken", "CorrelationID"),
        function=attribute(root, "Function"),
        version="XML:" + version if (version := given.get("Version", "").strip()) else "XML",
        transaction=attribute(root, "TransactionIdentifier"),
        prepared=parse_local(given.get("TimeStamp", "")).iso,
        part=part,
    )


def _with_sender(header: MessageHeader, sender: str) -> MessageHeader:
    values = {name: getattr(header, name) for name in MessageHeader.__slots__}
    return MessageHeader(**{**values, "sender": header.sender or sender})
