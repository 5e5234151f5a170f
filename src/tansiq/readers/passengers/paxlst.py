"""PAXLST, passenger and crew lists (WCO/IATA/ICAO guide, D.02B to D.16B), the US form of 2002, and the truck form."""

import re
from dataclasses import replace
from typing import NamedTuple

from tansiq.model.kinds import Observation
from tansiq.model.reading import NoticeCode, Reading
from tansiq.readers.edifact import interchange
from tansiq.readers.edifact.envelope import Message
from tansiq.readers.edifact.interchange import Broken, MessageKind
from tansiq.readers.journal import Journal
from tansiq.readers.passengers.lane import Habit
from tansiq.readers.passengers.passenger_list import PassengerList

_PART = re.compile(r"(\d{1,4})(?::([CF]))?")


class _Lists:
    """Reads the passenger lists of one input, and compares their counts."""

    def __init__(self, file: str, journal: Journal, broken: Broken, habit: Habit | None) -> None:
        self._file, self._journal, self._broken = file, journal, broken
        self._counts = _Counts(journal)
        self._habit = habit

    def take(self, message: Message) -> tuple[Observation, ...]:
        """The legs and travellers of one message."""
        here = PassengerList(message, self._file, self._journal, self._broken, self._habit)
        observations = here.read()
        self._counts.add(message, here)
        return observations


KIND = MessageKind(
    "paxlst", "PAXLST", "a passenger list", lambda file, journal, broken: _Lists(file, journal, broken, Habit()).take
)

BY_SEGMENT = replace(KIND, open=lambda file, journal, broken: _Lists(file, journal, broken, None).take)
"""The same without the fast lane, every segment by itself: what the lane is held against."""


def sniff(first: bytes) -> bool:
    """Whether the first bytes of an input look like EDIFACT with a passenger list in it."""
    return KIND.sniff(first)


def read(data: bytes, name: str) -> Reading:
    """Read every passenger list of an input; messages of other types are named and left unread.

    name: the file's, for the observations' source.
    """
    return interchange.read(data, name, (KIND,), wanted=KIND)


class _Told(NamedTuple):
    """What is to be compared of one message (see `PassengerList`)."""

    travellers: int
    crew: int
    counts: dict[str, tuple[int, int, int]]


class _Counts:
    """Compares CNT with the travellers found: of one message, or of all parts where a list comes in parts."""

    def __init__(self, journal: Journal) -> None:
        self._journal = journal
        self._open: dict[tuple[str, str], tuple[list[_Told], set[int]]] = {}

    def add(self, message: Message, here: PassengerList) -> None:
        """Take one message; where it completes a list of which no part is missing, compare."""
        part = _PART.match(message.part)
        if part is None:
            self._compare([_Told(here.travellers, here.crew, here.counts)])
            return
        key = (message.access, here.header.function)
        lists, numbers = self._open.setdefault(key, ([], set()))
        lists.append(_Told(here.travellers, here.crew, here.counts))
        numbers.add(int(part[1]))
        if part[2] == "F":
            del self._open[key]
            if numbers == set(range(1, int(part[1]) + 1)):
                self._compare(lists)

    def _compare(self, lists: list[_Told]) -> None:
        crew = sum(here.crew for here in lists)
        everybody = sum(here.travellers for here in lists)
        for qualifier, (said, start, end) in lists[-1].counts.items():
            expected = {"41": {crew or everybody}, "42": {everybody - crew, everybody}}.get(qualifier)
            if expected is not None and said not in expected:
                found = " or ".join(str(count) for count in sorted(expected))
                text = f"CNT+{qualifier} counts {said} travellers; {found} found"
                self._journal.notice(NoticeCode.COUNT_DIFFERS, start, end, text)
