"""CUSCAR and CUSEXP, cargo, post and express consignments as carriers and forwarders announce them (UN/EDIFACT D.95B to D.16B).

Source: UN/EDIFACT directories, CUSCAR message description; cargo reports of Australia and South Africa as met.
"""

import re
from dataclasses import replace

from tansiq.model.kinds import Observation
from tansiq.model.reading import NoticeCode, Reading
from tansiq.readers.customs.cuscar_cargo import Cargo
from tansiq.readers.customs.cuscar_flight import TIMES, Flights, Transport
from tansiq.readers.customs.cuscar_values import Values
from tansiq.readers.edifact import interchange
from tansiq.readers.edifact.envelope import Message, header_of
from tansiq.readers.edifact.glued import parted
from tansiq.readers.edifact.interchange import Broken, MessageKind
from tansiq.readers.edifact.leftovers import Leftovers
from tansiq.readers.edifact.segments import Segment
from tansiq.readers.journal import Journal
from tansiq.readers.moments import parse_moment

_TAG = re.compile(r"[A-Z]{3}")
_DIRECTORY = frozenset(
    [
        "GIS",
        "GEI",
        "SEL",
        "CPI",
        "CUX",
        "QTY",
        "DIM",
        "TMP",
        "RNG",
        "TPL",
        "TSR",
        "TCC",
        "TOD",
        "GIR",
        "GDS",
        "DOC",
        "STS",
        "EQA",
        "GOR",
        "GIN",
        "ATT",
        "UNS",
        "UNT",
        "EMP",
        "NAT",
    ]
)
"""What the directories have, or ran into the segment before it, and a `Consignment` no place for."""


def read(data: bytes, name: str) -> Reading:
    """Read every cargo report, express or not, of an input; messages of other types are named and left unread.

    name: the file's, for the observations' source.
    """
    return interchange.read(data, name, KINDS, wanted=KIND)


class _Reports:
    """Reads the cargo reports of one input."""

    def __init__(self, file: str, journal: Journal, broken: Broken) -> None:
        self._file, self._journal, self._broken = file, journal, broken

    def take(self, message: Message) -> tuple[Observation, ...]:
        """The legs and consignments of one message."""
        return CargoReport(message, self._file, self._journal, self._broken).read()


KIND = MessageKind("cuscar", "CUSCAR", "a cargo report (CUSCAR)", lambda *about: _Reports(*about).take)
EXPRESS = MessageKind("cuscar", "CUSEXP", "a report of express consignments (CUSEXP)", KIND.open)
KINDS = (KIND, EXPRESS)


class CargoReport:
    """Reads one message."""

    def __init__(self, message: Message, file: str, journal: Journal, broken: Broken) -> None:
        self._message, self._file, self._journal, self._broken = message, file, journal, broken
        self._values = Values(message.interchange)
        self._header = header_of(message)
        self._flights = Flights()
        self._leftovers = Leftovers("a consignment")
        self._cargo = Cargo(message, self._values, self._leftovers, journal)
        self._takers = {
            "BGM": self._bgm,
            "TDT": self._tdt,
            "LOC": self._loc,
            "DTM": self._dtm,
            "CNT": self._cnt,
            **self._cargo.takers(),
        }
        self._counted: tuple[int, int, int] | None = None

    def read(self) -> tuple[Observation, ...]:
        """The legs, then the consignments, in the message's order."""
        for start, end, elements in self._message.body:
            for piece in parted(elements, self._takers, self._values.text):
                self._take((start, end, piece))
            self._cargo.reached(end)
        drafts = self._cargo.finish()
        leg, header = self._flights.main(), self._header
        consignments = [draft.consignment(self._file, header, self._cargo.message, leg) for draft in drafts]
        if header.function == _POST or any(t.is_post() for t in self._flights.transports):
            consignments = [replace(consignment, postal=True) for consignment in consignments]
        self._check_count(len(consignments))
        self._leftovers.tell(self._journal)
        return (*self._flights.legs(self._file, header), *consignments)

    def _take(self, segment: Segment) -> None:
        start, end, elements = segment
        take = self._takers.get(elements[0])
        if take is not None:
            take(start, end, elements)
        elif elements[0] in _DIRECTORY:
            self._leftovers.add(start, end, elements[0])
        else:
            self._cargo.damaged = True
            if _TAG.fullmatch(elements[0]):
                text = f"{elements[0]} is not known in cargo reports"
                self._journal.notice(NoticeCode.UNKNOWN_SEGMENT, start, end, text)
            else:
                self._broken(segment)

    def _bgm(self, _start: int, _end: int, elements: list[str]) -> None:
        value = self._values.component
        self._header = replace(
            self._header,
            function=value(elements, 1),
            identifier=value(elements, 3),
            transaction=value(elements, 2),
            revision=value(elements, 2, 1),
        )

    def _tdt(self, start: int, end: int, elements: list[str]) -> None:
        value = self._values.component
        transport = Transport(
            stage=value(elements, 1),
            mode=value(elements, 3),
            means=value(elements, 4),
            identifier=value(elements, 2),
            carrier=value(elements, 5),
            start=start,
            end=end,
        )
        if transport.is_air() and self._cargo.before_consignments:
            self._flights.transports.append(transport)
            self._cargo.before_flight = False
        else:
            self._leftovers.add(start, end, "TDT" if transport.is_air() else f"TDT by mode {transport.mode}")

    def _here(self, end: int) -> Transport | Flights:
        """What a place or a time before the first consignment is said of."""
        if not self._flights.transports:
            return self._flights
        self._flights.transports[-1].end = end
        return self._flights.transports[-1]

    def _loc(self, start: int, end: int, elements: list[str]) -> None:
        qualifier, place = self._values.component(elements, 1), self._values.component(elements, 2)
        place = place or self._values.component(elements, 2, 3)
        if self._cargo.before_consignments and qualifier and place:
            self._here(end).places.setdefault(qualifier, place)
        self._cargo.place(start, end, qualifier, place)

    def _dtm(self, start: int, end: int, elements: list[str]) -> None:
        qualifier, said = self._values.component(elements, 1), self._values.component(elements, 1, 1)
        if qualifier not in TIMES or not self._cargo.before_consignments:
            self._leftovers.add(start, end, f"DTM+{qualifier}")
            return
        moment = parse_moment(said)
        if not moment.whole:
            self._journal.bad_date(start, end, said)
        if moment.iso:
            self._here(end).times.setdefault(qualifier, moment.iso)

    def _cnt(self, start: int, end: int, elements: list[str]) -> None:
        qualifier, said = self._values.component(elements, 1), self._values.component(elements, 1, 1)
        if self._cargo.total(qualifier, said, self._values.component(elements, 1, 2)):
            return
        count = self._values.count(said)
        if qualifier == _CONSIGNMENTS and count is not None:
            self._counted = (count, start, end)
        else:
            self._leftovers.add(start, end, f"CNT+{qualifier}")

    def _check_count(self, found: int) -> None:
        if self._counted is not None and self._counted[0] != found:
            said, start, end = self._counted
            text = f"CNT+{_CONSIGNMENTS} counts {said} consignments; {found} found"
            self._journal.notice(NoticeCode.COUNT_DIFFERS, start, end, text)


_POST = "750"  # BGM 1001: despatch note, post parcels
_CONSIGNMENTS = "10"  # CNT 6069
