"""PAXLST, passenger and crew lists (WCO/IATA/ICAO guide, D.02B to D.16B), the US form of 2002, and the truck form."""

import re

from tansiq.model.kinds import Observation
from tansiq.model.reading import NoticeCode, Reading, Refusal, RefusalCode, refuse
from tansiq.readers.edifact import message_types
from tansiq.readers.envelope import Envelope, Message
from tansiq.readers.journal import Journal, quote
from tansiq.readers.passengers import PassengerList

NAME = "paxlst"
_TYPE = "PAXLST"
_REPAIR_EMPTY = "send the file again; nothing arrived"
_REPAIR_FORMAT = "choose the right format, or leave it to be found out"
_PART = re.compile(r"(\d{1,4})(?::([CF]))?")


def sniff(first: bytes) -> bool:
    """Whether the first bytes of an input look like EDIFACT with a passenger list in it."""
    types = message_types(first)
    return _TYPE in types if types else b"PAXLST" in first and b"UN" in first


def read(data: bytes, name: str) -> Reading:
    """Read every passenger list of an input; messages of other types are named and left unread.

    name: the file's, for the observations' source.
    """
    journal = Journal()
    envelope = Envelope(data, journal)
    observations: list[Observation] = []
    counts = _Counts(journal)
    unread: list[str] = []
    lists = 0
    for message in envelope.messages():
        if message.type != _TYPE:
            unread.append(message.type)
            _leave_unread(message, journal)
            continue
        lists += 1
        here = PassengerList(message, name, journal, envelope.broken)
        observations.extend(here.read())
        counts.add(message, here)
    refused = _refuse(data, envelope, lists, unread)
    if refused is not None:
        return refuse(NAME, len(data), refused)
    return Reading(NAME, len(data), envelope.accounted, tuple(observations), journal.notices(), journal.refusals())


def _refuse(data: bytes, envelope: Envelope, lists: int, unread: list[str]) -> Refusal | None:
    """Why the input as a whole is no passenger list, or None."""
    size = len(data)
    if not size:
        return Refusal(RefusalCode.EMPTY, 0, 0, "the input is empty", _REPAIR_EMPTY)
    if not envelope.found:
        found = quote(data[:64].decode("latin-1"))
        text = f"no EDIFACT interchange: neither UNA, UNB nor UNH was found; the input starts with {found}"
        return Refusal(RefusalCode.WRONG_FORMAT, 0, size, text, _REPAIR_FORMAT)
    if unread and not lists:
        kinds = ", ".join(dict.fromkeys(unread))
        text = f"{kinds}: known by name and not read as a passenger list"
        return Refusal(RefusalCode.NOT_YET_READ, 0, size, text, "keep the file: a later version reads it")
    return None


def _leave_unread(message: Message, journal: Journal) -> None:
    for _ in message.body:
        pass
    text = f"a message of type {quote(message.type)} was left unread"
    journal.notice(NoticeCode.KEPT_UNREAD, message.start, message.end, text)


class _Counts:
    """Compares CNT with the travellers found: of one message, or of all parts where a list comes in parts."""

    def __init__(self, journal: Journal) -> None:
        self._journal = journal
        self._open: dict[tuple[str, str], tuple[list[PassengerList], set[int]]] = {}

    def add(self, message: Message, here: PassengerList) -> None:
        """Take one message; where it completes a list of which no part is missing, compare."""
        part = _PART.match(message.part)
        if part is None:
            self._compare([here])
            return
        key = (message.access, here.header.function)
        lists, numbers = self._open.setdefault(key, ([], set()))
        lists.append(here)
        numbers.add(int(part[1]))
        if part[2] == "F":
            del self._open[key]
            if numbers == set(range(1, int(part[1]) + 1)):
                self._compare(lists)

    def _compare(self, lists: list[PassengerList]) -> None:
        crew = sum(here.crew for here in lists)
        everybody = sum(here.travellers for here in lists)
        for qualifier, (said, start, end) in lists[-1].counts.items():
            expected = {"41": {crew or everybody}, "42": {everybody - crew, everybody}}.get(qualifier)
            if expected is not None and said not in expected:
                found = " or ".join(str(count) for count in sorted(expected))
                text = f"CNT+{qualifier} counts {said} travellers; {found} found"
                self._journal.notice(NoticeCode.COUNT_DIFFERS, start, end, text)
