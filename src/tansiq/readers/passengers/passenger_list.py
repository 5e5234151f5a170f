"""One passenger list as a message: who is on it, and on which legs (PAXLST segment groups 1 to 5, WCO/IATA/ICAO guide)."""

import re
from collections.abc import Callable
from functools import partial

from tansiq.model.kinds import Observation
from tansiq.model.observations import FlightLeg, MessageHeader, Role, Traveller
from tansiq.model.reading import NoticeCode
from tansiq.readers.edifact.envelope import Message, at, header_of
from tansiq.readers.edifact.segments import SUSPICIOUS, Segment
from tansiq.readers.journal import Journal, quote
from tansiq.readers.moments import FALLBACK
from tansiq.readers.passengers.draft import Draft
from tansiq.readers.passengers.itinerary import Itinerary, travelled
from tansiq.readers.passengers.lane import ROLE_OF, Habit, TravellerLane
from tansiq.readers.passengers.particulars import Particulars, Take, country

_PARTIES = frozenset({"MS", "MR", "BA", "AG", "CA", "OS", "CN", "CZ", "VT", "IV"})  # senders, agents: never travellers
_CREW_LISTS = frozenset({"250", "336"})
_CREW_IN_US_FORM = frozenset({"CRW", "CRE", "CREW", "FM"})
_USUAL_ELEMENTS = 5  # LOC, DTM, RFF, DOC, NAT and ATT have fewer; more is a sign of a lost terminator
_LONG = frozenset({"NAD", "TDT", "FTX", "COM", "PDT"})
_TAG = re.compile(r"[A-Z]{3}")
_NOTHING_IN = ("UNS", "CTA", "COM", "EMP", "CPI", "GIS", "GIR", "QTY", "SEL", "EQD", "ATT", "NAT", "DOC", "MEA", "GEI")


class PassengerList:
    """Reads one message. After `read`: travellers and crew counted, counts as CNT gives them, header as sent."""

    def __init__(
        self, message: Message, file: str, journal: Journal, broken: Callable[[Segment], None], habit: Habit | None
    ) -> None:
        self._message, self._file, self._journal, self._broken = message, file, journal, broken
        self._text = message.interchange.text
        self._colon = message.interchange.characters.component
        self._itinerary = Itinerary(message, journal)
        self._legs: tuple[FlightLeg, ...] | None = None
        self._routes: dict[tuple[str, str], tuple[int, ...]] = {}
        self._person = Particulars(message.interchange, journal, self._begin)
        self._habit = habit
        self._lane = TravellerLane(file, self._person, self._route)
        self._reached: list[Traveller] = []
        self._last_end = message.end
        anywhere: dict[str, Take] = {
            **dict.fromkeys((*_NOTHING_IN, "LOC", "DTM", "FTX"), self._nothing),
            "NAD": self._nad,
            "TDT": self._tdt,
            "BGM": self._bgm,
            "CNT": self._cnt,
            "PDT": self._pdt,
            "RFF": self._rff,
        }
        self._takers_of_message = anywhere
        self._takers_of_flight = {**anywhere, "LOC": self._loc, "DTM": self._dtm}
        self._takers_of_person = {**anywhere, **self._person.takers()}
        self._takers = anywhere
        self.header = header_of(message)
        self.travellers = 0
        self.crew = 0
        self.counts: dict[str, tuple[int, int, int]] = {}

    def read(self) -> tuple[Observation, ...]:
        """The legs, then the travellers, of the message, in its order."""
        if self._habit is not None:
            self._message.offer(partial(self._pass, self._habit))
        for segment in self._message.body:
            start, end, elements = segment
            if len(elements) > _USUAL_ELEMENTS and elements[0] not in _LONG:
                elements = self._parted(start, end, elements)
            take = self._takers.get(elements[0])
            if take is None:
                self._odd(segment)
            else:
                take(start, end, elements)
            self._last_end = end
        self._finish()
        self.travellers = len(self._reached)
        self.crew = sum(traveller.role == "crew" for traveller in self._reached)
        observations: tuple[Observation, ...] = (*self._flight(), *self._reached)
        self._reached.clear()  # so that who keeps the observations keeps them alone
        for takers in (self._takers_of_message, self._takers_of_flight, self._takers_of_person):
            takers.clear()  # they hold this reader in a ring
        return observations

    # damage

    def _parted(self, start: int, end: int, elements: list[str]) -> list[str]:
        """A segment that lost its terminator before NAD, in two: what is before is taken, NAD is given back."""
        for index in range(1, len(elements) - 1):
            if self._text(elements[index]).endswith("NAD") and elements[index + 1] in ROLE_OF:
                self._journal.notice(NoticeCode.NOT_TERMINATED, start, end, f"{elements[0]} runs into NAD")
                self._takers.get(elements[0], self._nothing)(start, end, [*elements[:index], elements[index][:-3]])
                return ["NAD", *elements[index + 1 :]]
        return elements

    def _odd(self, segment: Segment) -> None:
        start, end, elements = segment
        if _TAG.fullmatch(elements[0]):
            self._journal.notice(
                NoticeCode.UNKNOWN_SEGMENT, start, end, f"{elements[0]} is not known in passenger lists"
            )
        else:
            self._broken(segment)
        self._person.damaged = True
        if at(elements, 1).strip() in ROLE_OF and at(elements, 4):
            self._nad(start, end, elements)  # a broken NAD: what follows is not to be said of the traveller before

    # message level

    def _nothing(self, _start: int, _end: int, _elements: list[str]) -> None:
        """Segments that say nothing a traveller or a leg has a place for."""

    def _bgm(self, _start: int, _end: int, elements: list[str]) -> None:
        self._set_header(function=at(elements, 1).split(self._colon)[0].strip())
        self._set_header(identifier=self._text(at(elements, 2).split(self._colon)[0]).strip())

    def _rff(self, _start: int, _end: int, elements: list[str]) -> None:
        qualifier, _, value = at(elements, 1).partition(self._colon)
        if qualifier.strip() == "TN" and not self.header.transaction and not self._reached:
            parts = value.split(self._colon)
            self._set_header(transaction=self._text(parts[0]).strip(), revision=self._text(at(parts, 3)).strip())

    def _set_header(self, **parts: str) -> None:
        values = {name: getattr(self.header, name) for name in MessageHeader.__slots__}
        self.header = MessageHeader(**{**values, **parts})

    def _cnt(self, start: int, end: int, elements: list[str]) -> None:
        self._finish()
        qualifier, _, said = at(elements, 1).partition(self._colon)
        said = (said or at(elements, 2)).split(self._colon)[0].strip()
        if said.isdigit() and said.isascii():
            self.counts[qualifier.strip()] = (int(said[-9:]), start, end)
        else:
            self._journal.notice(NoticeCode.BAD_VALUE, start, end, f"CNT counts {quote(said)}; a number expected")

    # flight

    def _tdt(self, start: int, end: int, elements: list[str]) -> None:
        self._finish()
        self._takers = self._takers_of_flight
        self._legs = None
        self._itinerary.open(start, end, elements)

    def _loc(self, _start: int, end: int, elements: list[str]) -> None:
        self._itinerary.stop(end, at(elements, 1).strip(), self._person.place(at(elements, 2)))

    def _dtm(self, start: int, end: int, elements: list[str]) -> None:
        qualifier, found, value = at(elements, 1).partition(self._colon)
        if not found:
            value = at(elements, 2) + at(elements, 3)  # the US form: qualifier, date and time as elements
        self._itinerary.time(start, end, qualifier.strip(), value)

    def _flight(self) -> tuple[FlightLeg, ...]:
        if self._legs is None:
            self._legs = self._itinerary.legs(self._file, self.header)
            self._routes.clear()
            departures = [leg.departure[:10] for leg in self._legs if leg.departure]
            self._person.pivot = max([self.header.prepared[:10], *departures]) or FALLBACK
        return self._legs

    # travellers

    def _nad(self, start: int, _end: int, elements: list[str]) -> None:
        self._finish()
        qualifier = at(elements, 1).strip()
        role = ROLE_OF.get(qualifier)
        if role is None and qualifier in _PARTIES:
            return
        draft = self._begin(start, role or ("crew" if self.header.function in _CREW_LISTS else "passenger"))
        draft.certain = role is not None
        draft.name = self._person.named(at(elements, 4) or at(elements, 3))

    def _begin(self, start: int, role: Role) -> Draft:
        self._finish()
        self._flight()
        draft = self._person.draft = Draft(role, start)
        self._person.damaged = False
        self._takers = self._takers_of_person
        return draft

    def _finish(self) -> None:
        draft, self._person.draft = self._person.draft, None
        self._takers = self._takers_of_message
        if draft is None or not draft.is_traveller():
            return
        end = self._last_end
        if not draft.name and not draft.reference:
            self._journal.notice(NoticeCode.NO_NAME, draft.start, end, "a traveller without a name or a reference")
        if not draft.certain:
            text = "a party of unknown role with a traveller's particulars; taken as a traveller"
            self._journal.notice(NoticeCode.BAD_VALUE, draft.start, end, text)
        legs = self._route(draft.embarked, draft.disembarks)
        self._reached.append(draft.traveller(self._file, end, self.header, legs))

    def _route(self, embarked: str, disembarks: str) -> tuple[int, ...]:
        legs = self._routes.get((embarked, disembarks))
        if legs is None:
            legs = self._routes[embarked, disembarks] = travelled(self._flight(), embarked, disembarks)
        return legs

    def _pass(self, habit: Habit, text: str, place: int, at_byte: int) -> tuple[int, int]:
        """Take the travellers in a row that the fast lane knows whole (see `segments.Lane`)."""
        find, traveller_of, reached = habit.find, self._lane.traveller, self._reached.append
        began, offset = place, at_byte - place
        found = find(text, place)
        if found is not None:
            self._finish()
            self._flight()
        header = self.header
        while found is not None:
            end, values = found
            if end - place > SUSPICIOUS:
                break
            traveller = traveller_of(values, offset + place, offset + end, header)
            if traveller is None:
                break
            reached(traveller)
            place, found = end, find(text, end)
        if place > began:
            self._last_end = offset + place
        return place, text.count("'", began, place)

    def _pdt(self, start: int, end: int, elements: list[str]) -> None:
        """A traveller of the US form of 2002: one segment says all."""
        role: Role = "crew" if at(elements, 3).strip().upper() in _CREW_IN_US_FORM else "passenger"
        draft, person = self._begin(start, role), self._person
        number, expiry, issuer = (*at(elements, 1).split(self._colon), "", "", "")[:3]
        names = at(elements, 2).split(self._colon)
        born, sex = (*names[3:], "", "")[:2]
        kind, slash, rest = person.value(number).partition("/")
        draft.open_document(kind if slash else "", (rest if slash else kind).strip())
        draft.issuer = country(issuer)
        draft.name = person.named(self._colon.join(names[:3]))
        draft.sex = sex if sex in ("M", "F", "X") else ""
        embarked, _, disembarks = at(elements, 4).partition(self._colon)
        draft.embarked, draft.disembarks = person.value(embarked), person.value(disembarks)
        if expiry:
            person.expiry(start, end, expiry)
        if born:
            person.birth(start, end, born)
        self._last_end = end
        self._finish()
