"""CUSRES, a border authority's answer on a passenger list, and what it says on cargo (UN/EDIFACT D.05B).

Source: WCO/IATA/ICAO API guidelines, appendix on the response message; directory D.05B, segment groups 3 to 5.
"""

import re
from dataclasses import replace

from tansiq.model.customs import Reply, ReplyFlight
from tansiq.model.kinds import Observation
from tansiq.model.observations import Source
from tansiq.model.reading import NoticeCode, Reading
from tansiq.readers.customs.cusres_group import Answer, Directives
from tansiq.readers.edifact import interchange
from tansiq.readers.edifact.envelope import Message, at, header_of
from tansiq.readers.edifact.free_text import joined
from tansiq.readers.edifact.glued import parted
from tansiq.readers.edifact.interchange import Broken, MessageKind
from tansiq.readers.edifact.leftovers import Leftovers
from tansiq.readers.edifact.segments import Segment
from tansiq.readers.journal import Journal, quote
from tansiq.readers.moments import parse_moment
from tansiq.readers.passengers.itinerary import split_identifier

PASSENGER_LEVEL = "2"
_FUNCTIONS_ON_TRAVELLERS = frozenset({"962", "132", "312"})
_LEVELS = frozenset({"", "1", PASSENGER_LEVEL})
_TAG = re.compile(r"[A-Z]{3}")
_DIRECTORY = frozenset(
    [
        "GEI",
        "GIS",
        "EQD",
        "MEA",
        "SEL",
        "CTA",
        "COM",
        "DMS",
        "PAC",
        "PCI",
        "TAX",
        "MOA",
        "CST",
        "CNT",
        "QTY",
        "AUT",
        "UNS",
    ]
)
"""What D.05B has in cargo answers, and a `Reply` no place for."""


def read(data: bytes, name: str) -> Reading:
    """Read every CUSRES of an input; messages of other types are named and left unread.

    name: the file's, for the observations' source.
    """
    return interchange.read(data, name, (KIND,), wanted=KIND)


_TAGS = frozenset(["BGM", "RFF", "DTM", "LOC", "TDT", "ERP", "ERC", "FTX", "NAD", "DOC", "UNT"])


class _Replies:
    """Reads the answers of one input."""

    def __init__(self, file: str, journal: Journal, broken: Broken) -> None:
        self._file, self._journal, self._broken = file, journal, broken

    def take(self, message: Message) -> tuple[Observation, ...]:
        """The answer of one message."""
        return (ReplyMessage(message, self._file, self._journal, self._broken).read(),)


KIND = MessageKind("cusres", "CUSRES", "an answer (CUSRES)", lambda *about: _Replies(*about).take)


class ReplyMessage:
    """Reads one message."""

    def __init__(self, message: Message, file: str, journal: Journal, broken: Broken) -> None:
        self._message, self._file, self._journal, self._broken = message, file, journal, broken
        self._text = message.interchange.text
        self._colon = message.interchange.characters.component
        self._header = header_of(message)
        self._flight = ReplyFlight()
        self._references: list[str] = []
        self._directives = Directives(journal)
        self._level = Answer()
        self._on_traveller = False
        self._leftovers = Leftovers("an answer")
        self._takers = {
            "BGM": self._bgm,
            "RFF": self._rff,
            "DTM": self._dtm,
            "LOC": self._loc,
            "TDT": self._tdt,
            "ERP": self._erp,
            "ERC": self._erc,
            "FTX": self._ftx,
            "NAD": self._nad,
            "DOC": self._doc,
        }

    def read(self) -> Reply:
        """The answer: what is said of each traveller, in the message's order, and of the whole."""
        for start, end, elements in self._message.body:
            for piece in parted(elements, _TAGS, self._text):
                self._take((start, end, piece))
        self._directives.close()
        self._leftovers.tell(self._journal)
        return Reply(
            source=Source(self._file, self._message.start, self._message.end),
            message=self._header,
            flight=self._flight,
            travellers=self._directives.found(),
            answer=" ".join(self._level.codes),
            text="\n".join(self._level.texts),
            references=tuple(self._references),
        )

    def _take(self, segment: Segment) -> None:
        start, end, elements = segment
        take = self._takers.get(elements[0])
        if take is not None:
            take(start, end, elements)
        elif elements[0] in _DIRECTORY or elements[0] == "UNT":  # one that ran into the segment before it
            self._leftovers.add(start, end, elements[0])
        elif _TAG.fullmatch(elements[0]):
            self._journal.notice(NoticeCode.UNKNOWN_SEGMENT, start, end, f"{elements[0]} is not known in answers")
        else:
            self._broken(segment)

    def _value(self, raw: str) -> str:
        return self._text(raw).strip()

    def _component(self, elements: list[str], element: int, component: int = 0) -> str:
        return self._value(at(at(elements, element).split(self._colon), component))

    # message level

    def _bgm(self, _start: int, _end: int, elements: list[str]) -> None:
        function, identifier = self._component(elements, 1), self._component(elements, 2)
        self._header = replace(self._header, function=function, identifier=identifier)

    def _rff(self, start: int, end: int, elements: list[str]) -> None:
        qualifier, value = self._component(elements, 1), self._component(elements, 1, 1)
        if qualifier == "AVF" or (qualifier == "ABO" and self._names_traveller()):
            self._on_traveller = True
            self._directives.refer(start, end, qualifier, value)
        elif self._on_traveller:
            self._leftovers.add(start, end, f"RFF+{qualifier}")
        elif qualifier == "TN" and not self._header.transaction:
            revision = self._component(elements, 1, 4)
            self._header = replace(self._header, transaction=value, revision=revision)
        elif qualifier == "AF" and not self._flight.number:
            self._fly(value, "")
        elif qualifier:
            self._references.append(f"{qualifier}:{value}")

    def _names_traveller(self) -> bool:
        """Whether ABO is a traveller's: in answers on cargo it is the sender's own reference."""
        answers_list = self._header.function in _FUNCTIONS_ON_TRAVELLERS and bool(self._header.transaction)
        return self._on_traveller or answers_list

    def _fly(self, identifier: str, carrier: str) -> None:
        carrier, number, _ = split_identifier(identifier, carrier)
        self._flight = replace(self._flight, carrier=carrier, number=number)

    def _tdt(self, start: int, end: int, elements: list[str]) -> None:
        if self._flight.number:
            self._leftovers.add(start, end, "TDT")
        else:
            self._fly(self._value(at(elements, 2)), self._component(elements, 5))

    def _dtm(self, start: int, end: int, elements: list[str]) -> None:
        qualifier, value = self._component(elements, 1), self._component(elements, 1, 1)
        place = {"189": "departure", "232": "arrival"}.get(qualifier)
        if place is None or getattr(self._flight, place):
            self._leftovers.add(start, end, f"DTM+{qualifier}")
            return
        moment = parse_moment(value)
        if not moment.whole:
            self._journal.bad_date(start, end, value)
        self._flight = replace(self._flight, **{place: moment.iso})

    def _loc(self, start: int, end: int, elements: list[str]) -> None:
        place = {"125": "origin", "87": "destination"}.get(self._value(at(elements, 1)))
        if place is None or getattr(self._flight, place):
            self._leftovers.add(start, end, f"LOC+{self._value(at(elements, 1))}")
        else:
            self._flight = replace(self._flight, **{place: self._component(elements, 2)})

    # answers

    def _erp(self, start: int, end: int, elements: list[str]) -> None:
        level = self._component(elements, 1)
        self._directives.close()
        self._on_traveller = level == PASSENGER_LEVEL
        if self._on_traveller:
            self._directives.open(start, end)
        elif level not in _LEVELS:
            text = f"answer at level {quote(level)}; 1 or 2 expected, taken as 1"
            self._journal.notice(NoticeCode.BAD_VALUE, start, end, text)

    def _erc(self, start: int, end: int, elements: list[str]) -> None:
        code = self._component(elements, 1)
        if not code:
            self._journal.notice(NoticeCode.BAD_VALUE, start, end, "ERC without a code")
        elif self._on_traveller:
            self._directives.answer(start, end, code)
        else:
            self._level.codes.append(code)

    def _ftx(self, start: int, end: int, elements: list[str]) -> None:
        said = joined([self._text(part) for part in at(elements, 4).split(self._colon)])
        text = f"{self._component(elements, 3)} {said}".strip()
        if not text:
            self._leftovers.add(start, end, "FTX without text")
        elif self._on_traveller:
            self._directives.say(end, text)
        else:
            self._level.texts.append(text)

    def _nad(self, start: int, end: int, elements: list[str]) -> None:
        if not self._on_traveller:
            self._leftovers.add(start, end, "NAD")
            return
        family, *given = at(elements, 4).split(self._colon)[:5]
        full = " ".join(part for part in (*map(self._value, given), self._value(family)) if part)
        self._directives.name(start, end, full)

    def _doc(self, start: int, end: int, elements: list[str]) -> None:
        number = self._component(elements, 2)
        if not (self._on_traveller and number and self._directives.document(end, number)):
            self._leftovers.add(start, end, "DOC")
