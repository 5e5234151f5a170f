"""One passenger list as a message: who is on it, and on which legs (PAXLST segment groups 1 to 5, WCO/IATA/ICAO guide)."""

import re
from collections.abc import Callable

from tansiq.model.countries import alpha_2
from tansiq.model.observations import FlightLeg, MessageHeader, Observation, PersonName, Role, Traveller
from tansiq.model.reading import NoticeCode
from tansiq.readers.draft import Draft, baggage_tags, number_in
from tansiq.readers.edifact import Segment
from tansiq.readers.envelope import Message, at
from tansiq.readers.itinerary import Itinerary, travelled
from tansiq.readers.journal import Journal, quote
from tansiq.readers.moments import FALLBACK, parse_birth_date, parse_expiry_date

ROLE_OF: dict[str, Role] = {"FL": "passenger", "FM": "crew", "DDU": "transit", "DDT": "crew", "VW": "crew"}
"""NAD 3035 of travellers: passenger, crew, passenger and crew in transit, vehicle's crew."""

_PARTIES = frozenset({"MS", "MR", "BA", "AG", "CA", "OS", "CN", "CZ", "VT", "IV"})  # senders, agents: never travellers
_CREW_LISTS = frozenset({"250", "336"})
_CREW_IN_US_FORM = frozenset({"CRW", "CRE", "CREW", "FM"})
_NAME_PARTS = 5  # C080: five parts of a name; a sixth component is the code of its format
_USUAL_ELEMENTS = 5  # LOC, DTM, RFF, DOC, NAT and ATT have fewer; more is a sign of a lost terminator
_LONG = frozenset({"NAD", "TDT", "FTX", "COM", "PDT"})
_SUBDIVISION = "163"
_TAG = re.compile(r"[A-Z]{3}")
_NOTHING_IN = ("UNS", "CTA", "COM", "EMP", "CPI", "GIS", "GIR", "QTY", "SEL", "EQD")

_Take = Callable[[int, int, list[str]], None]


class PassengerList:
    """Reads one message. After `read`: travellers and crew counted, counts as CNT gives them, header as sent."""

    def __init__(self, message: Message, file: str, journal: Journal, broken: Callable[[Segment], None]) -> None:
        self._message, self._file, self._journal, self._broken = message, file, journal, broken
        self._text = message.interchange.text
        self._colon = message.interchange.characters.component
        self._decimal = message.interchange.characters.decimal
        self._itinerary = Itinerary(message, journal)
        self._reached: list[Traveller] = []
        self._draft: Draft | None = None
        self._in_flight = False
        self._damaged = False  # a segment was lost since this traveller's NAD
        self._legs: tuple[FlightLeg, ...] | None = None
        self._routes: dict[tuple[str, str], tuple[int, ...]] = {}
        self._pivot = ""
        self._last_end = message.end
        self.header = MessageHeader(
            type=message.type,
            reference=message.reference,
            version=message.version,
            prepared=message.interchange.prepared,
            part=message.part,
            sender=message.interchange.sender,
        )
        self.travellers = 0
        self.crew = 0
        self.counts: dict[str, tuple[int, int, int]] = {}

    def read(self) -> tuple[Observation, ...]:
        """The legs, then the travellers, of the message, in its order."""
        takers = self._takers()
        for segment in self._message.body:
            start, end, elements = segment
            if len(elements) > _USUAL_ELEMENTS and elements[0] not in _LONG:
                elements = self._parted(start, end, elements)
            take = takers.get(elements[0])
            if take is None:
                self._odd(segment)
            else:
                take(start, end, elements)
            self._last_end = end
        self._finish()
        return (*self._flight(), *self._reached)

    def _parted(self, start: int, end: int, elements: list[str]) -> list[str]:
        """A segment that lost its terminator before NAD, in two: what is before is taken, NAD is given back."""
        for index in range(1, len(elements) - 1):
            if self._text(elements[index]).endswith("NAD") and elements[index + 1] in ROLE_OF:
                self._journal.notice(NoticeCode.NOT_TERMINATED, start, end, f"{elements[0]} runs into NAD")
                self._takers().get(elements[0], self._nothing)(start, end, [*elements[:index], elements[index][:-3]])
                return ["NAD", *elements[index + 1 :]]
        return elements

    def _takers(self) -> dict[str, _Take]:
        takers: dict[str, _Take] = {
            "NAD": self._nad,
            "LOC": self._loc,
            "DTM": self._dtm,
            "RFF": self._rff,
            "DOC": self._doc,
            "ATT": self._att,
            "NAT": self._nat,
            "FTX": self._ftx,
            "MEA": self._mea,
            "GEI": self._gei,
            "TDT": self._tdt,
            "BGM": self._bgm,
            "CNT": self._cnt,
            "PDT": self._pdt,
        }
        return takers | dict.fromkeys(_NOTHING_IN, self._nothing)

    def _nothing(self, _start: int, _end: int, _elements: list[str]) -> None:
        """Segments that say nothing a traveller or a leg has a place for."""

    def _odd(self, segment: Segment) -> None:
        start, end, elements = segment
        tag = elements[0]
        if _TAG.fullmatch(tag):
            self._journal.notice(NoticeCode.UNKNOWN_SEGMENT, start, end, f"{tag} is not known in a passenger list")
        else:
            self._broken(segment)
        self._damaged = True
        if at(elements, 1).strip() in ROLE_OF and at(elements, 4):
            self._nad(start, end, elements)  # a broken NAD: what follows is not to be said of the traveller before

    # message level

    def _bgm(self, _start: int, _end: int, elements: list[str]) -> None:
        self._set_header(function=at(elements, 1).split(self._colon)[0].strip())
        self._set_header(identifier=self._text(at(elements, 2).split(self._colon)[0]).strip())

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
        self._in_flight = True
        self._legs = None
        self._itinerary.open(start, end, elements)

    def _flight(self) -> tuple[FlightLeg, ...]:
        if self._legs is None:
            self._legs = self._itinerary.legs(self._file, self.header)
            self._routes.clear()
            departures = [leg.departure[:10] for leg in self._legs if leg.departure]
            self._pivot = max([self.header.prepared[:10], *departures]) or FALLBACK
        return self._legs

    # travellers

    def _nad(self, start: int, _end: int, elements: list[str]) -> None:
        self._finish()
        role = ROLE_OF.get(elements[1] if len(elements) > 1 else "")
        if role is None:
            qualifier = at(elements, 1).strip()
            role = ROLE_OF.get(qualifier)
            if role is None and qualifier in _PARTIES:
                return
        certain = role is not None
        draft = self._begin(start, role or ("crew" if self.header.function in _CREW_LISTS else "passenger"))
        draft.certain = certain
        parts = (at(elements, 4) or at(elements, 3)).split(self._colon)[:_NAME_PARTS]
        self._name(draft, parts[0], [part for part in parts[1:] if part])

    def _name(self, draft: Draft, family: str, given: list[str]) -> None:
        family = self._text(family).strip()
        rest = self._text(" ".join(given)).strip() if given else ""
        full = f"{rest} {family}".strip()
        if full:
            draft.name = PersonName(family, rest, full)

    def _begin(self, start: int, role: Role) -> Draft:
        self._finish()
        self._in_flight = False
        self._damaged = False
        self._flight()
        self._draft = Draft(role, start)
        return self._draft

    def _finish(self) -> None:
        draft, self._draft = self._draft, None
        if draft is None or not draft.is_traveller():
            return
        end = self._last_end
        if not draft.name and not draft.reference:
            self._journal.notice(NoticeCode.NO_NAME, draft.start, end, "a traveller without a name or a reference")
        if not draft.certain:
            text = "a party of unknown role with a traveller's particulars; taken as a traveller"
            self._journal.notice(NoticeCode.BAD_VALUE, draft.start, end, text)
        route = (draft.embarked, draft.disembarks)
        legs = self._routes.get(route)
        if legs is None:
            legs = self._routes[route] = travelled(self._flight(), *route)
        self._reached.append(draft.traveller(self._file, end, self.header, legs))
        self.travellers += 1
        self.crew += draft.role == "crew"

    def _once(self, start: int, end: int, *, taken: object) -> Draft | None:
        """The traveller a segment belongs to. What may be said once and is said again belongs to one whose NAD is lost."""
        draft = self._draft
        if draft is None or not taken:
            return draft
        if self._damaged:
            return self._begin(start, draft.role)
        self._journal.notice(NoticeCode.MISPLACED_SEGMENT, start, end, "said twice of one traveller; the first is kept")
        return None

    def _att(self, start: int, end: int, elements: list[str]) -> None:
        if at(elements, 1).strip() != "2":
            return
        draft = self._once(start, end, taken=self._draft and self._draft.sex)
        sex = at(elements, 3).split(self._colon)[0].strip()[:1].upper()
        if draft is None or not sex:
            return
        if sex in "MFXU":
            draft.sex = sex if sex != "U" else ""
            draft.told = True
        else:
            self._journal.notice(NoticeCode.BAD_VALUE, start, end, f"sex {quote(sex)}; M, F, X or U expected")

    def _nat(self, start: int, end: int, elements: list[str]) -> None:
        draft = self._once(start, end, taken=self._draft and self._draft.nationality)
        if draft is not None:
            draft.nationality = alpha_2(at(elements, 2).split(self._colon)[0])
            draft.told = True

    def _dtm(self, start: int, end: int, elements: list[str]) -> None:
        first = at(elements, 1)
        qualifier, found, value = first.partition(self._colon)
        if not found:
            value = at(elements, 2) + at(elements, 3)  # the US form: qualifier, date and time as elements
        qualifier = qualifier.strip()
        if self._in_flight:
            self._itinerary.time(start, end, qualifier, value)
            return
        value = value.split(self._colon)[0].strip()
        if self._draft is None or not value:
            return
        if qualifier == "329":
            self._birth(start, end, value)
        elif qualifier == "36":
            self._expiry(start, end, value)

    def _birth(self, start: int, end: int, value: str) -> None:
        draft = self._once(start, end, taken=self._draft and self._draft.birth_date)
        if draft is None:
            return
        draft.told = True
        draft.birth_date = parse_birth_date(value, self._pivot)
        if not draft.birth_date:
            self._journal.bad_date(start, end, value)

    def _expiry(self, start: int, end: int, value: str) -> None:
        draft = self._draft
        if draft is None or not draft.in_document:
            self._journal.notice(NoticeCode.MISPLACED_SEGMENT, start, end, "an expiry date outside a document")
            return
        expiry = parse_expiry_date(value, self._pivot)
        if not expiry:
            self._journal.bad_date(start, end, value)
        elif draft.expiry and draft.expiry != expiry:
            text = f"a second expiry date {expiry}; the first, {draft.expiry}, is kept"
            self._journal.notice(NoticeCode.MISPLACED_SEGMENT, start, end, text)
        else:
            draft.expiry = expiry

    def _loc(self, start: int, end: int, elements: list[str]) -> None:
        qualifier = at(elements, 1).strip()
        parts = at(elements, 2).split(self._colon)
        code = parts[0].strip()
        if self._in_flight:
            self._itinerary.stop(end, qualifier, self._text(code or at(parts, 3).strip()))
            return
        draft = self._draft
        if draft is None:
            return
        if qualifier == "178":
            draft.embarked = self._text(code)
        elif qualifier == "179":
            draft.disembarks = self._text(code)
        elif qualifier == "174":
            draft.residence = alpha_2(code)
        elif qualifier == "180":
            draft.birth_place = self._birth_place(code, at(parts, 3))
        elif qualifier == "91":
            self._issuer(start, end, code, at(parts, 1))

    def _birth_place(self, code: str, place: str) -> str:
        return ", ".join(part for part in (self._text(place).strip(), alpha_2(code)) if part)

    def _issuer(self, start: int, end: int, code: str, kind: str) -> None:
        draft = self._draft
        if draft is None or not draft.in_document:
            if code:
                self._journal.notice(NoticeCode.MISPLACED_SEGMENT, start, end, "an issuing state outside a document")
        elif kind.strip() != _SUBDIVISION and code and not draft.issuer:
            draft.issuer = alpha_2(code)

    def _doc(self, _start: int, _end: int, elements: list[str]) -> None:
        if self._draft is not None:
            number = "".join(self._text(at(elements, 2).split(self._colon)[0]).split())
            kind = self._text(at(elements, 1).split(self._colon)[0]).strip().upper()
            self._draft.open_document(kind, number)

    def _rff(self, _start: int, _end: int, elements: list[str]) -> None:
        parts = at(elements, 1).split(self._colon)
        qualifier, value = parts[0].strip(), self._text(at(parts, 1)).strip()
        draft = self._draft
        if draft is not None:
            if qualifier == "AVF":
                draft.locator = draft.locator or value.upper()
            elif qualifier == "ABO":
                draft.reference = draft.reference or value
            elif qualifier == "SEA":
                draft.seat = draft.seat or value
        elif qualifier == "TN" and not self.header.transaction and not self._reached:
            self._set_header(transaction=value)

    def _mea(self, start: int, end: int, elements: list[str]) -> None:
        draft = self._draft
        if draft is None:
            return
        unit, _, measured = at(elements, 3).partition(self._colon)
        measured = measured.split(self._colon)[0].strip() or unit.strip()
        if not measured:
            return
        number = number_in(measured, self._decimal)
        if number is None:
            self._journal.notice(NoticeCode.BAD_VALUE, start, end, f"measure {quote(measured)}; a number expected")
        elif at(elements, 1).strip() == "CT":
            draft.bag_count = int(number)
        elif at(elements, 1).strip() == "WT":
            draft.weigh(number, unit.strip().upper())

    def _ftx(self, start: int, end: int, elements: list[str]) -> None:
        draft = self._draft
        if draft is None or at(elements, 1).strip() != "BAG":
            return
        tags, whole = baggage_tags(self._text(at(elements, 4)).replace(self._colon, ":").split(":"))
        draft.bags += tags
        if not whole:
            text = f"bag tags {quote(at(elements, 4))}: more tags than one traveller can have; the first is kept"
            self._journal.notice(NoticeCode.BAD_VALUE, start, end, text)

    def _gei(self, _start: int, _end: int, elements: list[str]) -> None:
        if self._draft is not None:
            code = at(elements, 2).split(self._colon)[0].strip()
            self._draft.verified = {"173": True, "174": False}.get(code, self._draft.verified)

    # the US form of 2002: one PDT per traveller

    def _pdt(self, start: int, end: int, elements: list[str]) -> None:
        role: Role = "crew" if at(elements, 3).strip().upper() in _CREW_IN_US_FORM else "passenger"
        draft = self._begin(start, role)
        number, expiry, issuer = (*at(elements, 1).split(self._colon), "", "", "")[:3]
        family, given, second, born, sex = (*at(elements, 2).split(self._colon), "", "", "", "", "")[:5]
        kind, slash, rest = self._text(number).partition("/")
        draft.open_document(kind if slash else "", (rest if slash else kind).strip())
        draft.issuer = alpha_2(issuer)
        self._name(draft, family, [part for part in (given, second) if part])
        draft.sex = sex if sex in ("M", "F", "X") else ""
        embarked, _, disembarks = at(elements, 4).partition(self._colon)
        draft.embarked, draft.disembarks = self._text(embarked), self._text(disembarks)
        if expiry:
            self._expiry(start, end, expiry)
        if born:
            self._birth(start, end, born)
        self._last_end = end
        self._finish()
