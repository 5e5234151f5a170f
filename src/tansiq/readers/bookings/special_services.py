"""Special service requests of bookings (SSR, AIRIMP): documents, infants, tickets, seats, contacts, and the rest as told.

Sources: IATA AIRIMP and resolution 1797a for DOCS, DOCO, DOCA; the PNRGOV implementation guide for where they stand.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from tansiq.model.bookings import Contact, Service
from tansiq.model.countries import ALPHA_2_OF, alpha_2
from tansiq.model.observations import TravelDocument
from tansiq.model.reading import NoticeCode
from tansiq.readers.bookings.draft import BookingDraft, Lap, Paper, Person, SeatDraft
from tansiq.readers.bookings.text import contact_in, masked, told
from tansiq.readers.bookings.travel_dates import MONTHS, birth_date, expiry_date
from tansiq.readers.journal import Journal, quote

_DAY = rf"[0-9]{{2}}(?:{'|'.join(MONTHS)})(?:[0-9]{{4}}|[0-9]{{2}})"
_DATE = re.compile(_DAY)
_LAP_ENDS = re.compile(rf"({_DAY})[ /]*$")
_TICKET = re.compile(r"(?<![0-9])([0-9]{10,15}(?:C[0-9]{1,4})?)(?![0-9])")
_SEATS_IN_TEXT = re.compile(r"([0-9]{2,3}[A-Z])N?(?![A-Z])")
_SEAT = re.compile(r"0*([0-9]{1,3}[A-Z]{1,2})")
_BIRTH = 4  # place of the birth date in DOCS, counted from the type
_SEX_OF = {"M": "M", "F": "F", "MI": "M", "FI": "F", "X": "X", "XI": "X", "U": "", "UI": ""}
_INFANT_MARKS = frozenset({"MI", "FI", "UI", "XI"})
SEAT_CODES = frozenset({"SEAT", "RQST", "NSST", "SMST"})
"""Requests for seats by their numbers."""

_ADDRESS_OF = {"R": "residence", "D": "destination"}
_LONGEST_NAME = 70
_LONGEST_DATE = 16  # characters at the end of INFT that its date and blanks can take


@dataclass(slots=True)
class Request:
    """One service request. start, end: bytes; text: as given, its parts still divided by "/".

    seats: each with the reference of its traveller. travellers: references, () for everybody it stands under.
    within: whom it stands under; stretch: index into `BookingDraft.stretches` it stands under.
    """

    start: int
    end: int
    code: str
    status: str = ""
    count: int | None = None
    carrier: str = ""
    origin: str = ""
    destination: str = ""
    text: str = ""
    seats: tuple[tuple[str, str], ...] = ()
    travellers: tuple[str, ...] = ()
    within: Person | None = None
    stretch: int | None = None

    @property
    def traveller(self) -> str:
        """The reference of the first it names, else of whom it stands under, "" for all."""
        return self.travellers[0] if self.travellers else self.within.reference if self.within else ""


@lru_cache(maxsize=1 << 12)
def seat_number(text: str) -> str:
    """A seat's number without leading zeros; "" for what is none, as XXX where a sender names no seat."""
    found = _SEAT.fullmatch(text.strip().upper())
    return found[1] if found else ""


def country(code: str) -> str:
    """alpha-2 of a code as given; "" for a filler of zeros."""
    shaped = code.strip().upper()
    return ALPHA_2_OF.get(shaped) or (alpha_2(shaped) if shaped.strip("0<") else "")


def _name(text: str) -> str:
    return text.strip().rstrip("\u2019\u2018'")[:_LONGEST_NAME].upper()


def _aligned(parts: list[str]) -> list[str]:
    """The parts of DOCS with its birth date in its place, where a part before it is missing or one too many."""
    if _DATE.fullmatch("".join(parts[_BIRTH : _BIRTH + 1]).strip()):
        return parts
    for place, (born, sex) in enumerate(pairwise(parts[: _BIRTH + 3])):
        if sex.strip().upper() in _SEX_OF and _DATE.fullmatch(born.strip()):
            return [""] * (_BIRTH - place) + parts[max(place - _BIRTH, 0) :]
    return parts


class Services:
    """Takes the service requests of one message's bookings. pivot: the ISO date that settles two-digit years."""

    def __init__(self, journal: Journal, pivot: str) -> None:
        self._journal, self.pivot = journal, pivot
        self._takers: dict[str, Callable[[BookingDraft, Request], None]] = {
            "DOCS": self._docs,
            "DOCO": self._doco,
            "DOCA": self._doca,
            "INFT": self._inft,
            "CHLD": self._chld,
            **dict.fromkeys(("TKNE", "TKNA", "TKNM", "TKNO", "TKNR", "TKNI", "TKNC"), self._ticket),
            **dict.fromkeys(SEAT_CODES, self._seat),
            **dict.fromkeys(("CTCM", "CTCE", "CTCR", "CTCF", "CTCT", "CTCH", "CTCB"), self._contact),
        }

    def take(self, booking: BookingDraft, request: Request) -> None:
        """Take one request into its booking."""
        self._takers.get(request.code, self._other)(booking, request)

    def _other(self, booking: BookingDraft, request: Request) -> None:
        text = masked(request.text)
        contact = contact_in(text) if "CTC" in text else None
        for traveller in request.travellers or (request.traveller,):
            if contact is not None:
                booking.contacts.append(Contact(contact.kind, contact.text, traveller))
                continue
            service = Service(
                request.code,
                request.status,
                request.carrier,
                request.origin,
                request.destination,
                text,
                request.count,
                traveller,
            )
            booking.services.append(service)
        for number, traveller in request.seats:
            booking.seats.append(SeatDraft(number, traveller, request.stretch, request.origin, request.destination))

    def _born(self, request: Request, value: str) -> str:
        born = birth_date(value, self.pivot) if value else ""
        if value and not born:
            self._journal.bad_date(request.start, request.end, value)
        return born

    def _paper(self, request: Request) -> Paper:
        return Paper(
            request.start,
            request.end,
            request.code,
            request.text,
            reference=request.travellers[0] if request.travellers else "",
            within=request.within,
            status=request.status,
            carrier=request.carrier,
        )

    def _docs(self, booking: BookingDraft, request: Request) -> None:
        text = request.text.strip()
        parts = _aligned(text.removeprefix("/").split("/"))
        kind, issuer, number, nationality, born, sex, expires, family, given, middle = (*parts, *[""] * 10)[:10]
        paper = self._paper(request)
        sex, born = sex.strip().upper(), born.strip()
        paper.infant = sex in _INFANT_MARKS
        paper.whole = len(parts) > _BIRTH and (not sex or sex in _SEX_OF) and (not born or bool(_DATE.match(born)))
        paper.sex = _SEX_OF.get(sex, "")
        paper.birth_date = self._born(request, born)
        paper.nationality = country(nationality)
        paper.family = _name(family)
        paper.given = _name(f"{given.strip()} {middle.strip() if middle.strip() != 'H' else ''}")
        number = number.replace(" ", "").upper()
        if number:
            expiry = self._expiry(request, expires.strip())
            paper.document = TravelDocument(number, kind.strip().upper(), country(issuer), expiry)
        if not any(parts):
            self._journal.notice(NoticeCode.BAD_VALUE, request.start, request.end, f"SSR DOCS says {quote(text)}")
            return
        booking.papers.append(paper)

    def _expiry(self, request: Request, value: str) -> str:
        expiry = expiry_date(value, self.pivot) if value else ""
        if value and not expiry:
            self._journal.bad_date(request.start, request.end, value)
        return expiry

    def _doco(self, booking: BookingDraft, request: Request) -> None:
        parts = request.text.strip().removeprefix("/").split("/")
        place, kind, number, _issued_at, _issued_on, valid_in, infant = (*parts, *[""] * 7)[:7]
        paper = self._paper(request)
        paper.infant = infant.strip().upper() == "I"
        paper.birth_place = place.strip()
        number = number.replace(" ", "").upper()
        if number:
            paper.document = TravelDocument(number, kind.strip().upper() or "V", country(valid_in))
        booking.papers.append(paper)

    def _doca(self, booking: BookingDraft, request: Request) -> None:
        parts = [part.strip() for part in request.text.strip().removeprefix("/").split("/")]
        kind, state, *address = (*parts, "", "")
        infant = address[-1:] == ["I"]
        lines = [line for line in (address[:-1] if infant else address) if line]
        where = country(state)
        if kind == "R" and where and not infant:
            booking.residences.append((request.traveller, request.within, where))
        shown = ", ".join([*lines, where] if where else lines)
        if shown:
            title = _ADDRESS_OF.get(kind, "")
            booking.contacts.append(Contact("address", f"{title}: {shown}" if title else shown, request.traveller))

    def _inft(self, booking: BookingDraft, request: Request) -> None:
        text = request.text.strip().removeprefix("/").upper()
        family, slash, rest = text.partition("/")
        if not slash:
            self._other(booking, request)
            return
        dated = _LAP_ENDS.search(rest[-_LONGEST_DATE:])
        given = rest[:-_LONGEST_DATE] + rest[-_LONGEST_DATE:][: dated.start()] if dated else rest
        born = self._born(request, dated[1]) if dated else ""
        lap = Lap(request.start, request.end, _name(family), _name(given.strip(" /")), born, request.traveller)
        if lap.family or lap.given:
            booking.laps.append(lap)

    def _chld(self, booking: BookingDraft, request: Request) -> None:
        paper = self._paper(request)
        found = _DATE.search(request.text.upper())
        paper.birth_date = self._born(request, found[0]) if found else ""
        if paper.birth_date and (paper.reference or paper.within):
            booking.papers.append(paper)
        else:
            self._other(booking, request)

    def _ticket(self, booking: BookingDraft, request: Request) -> None:
        found = _TICKET.search(request.text.upper())
        if found is None:
            self._other(booking, request)
            return
        for traveller in request.travellers or (request.traveller,):
            ticket = booking.add_ticket(found[1], traveller)
            ticket.infant = ticket.infant or "INF" in request.text

    def _seat(self, booking: BookingDraft, request: Request) -> None:
        seats = list(request.seats)
        if not seats:
            seats = [(number, request.traveller) for number in _SEATS_IN_TEXT.findall(request.text.upper())]
        if not seats:
            self._other(booking, request)
            return
        for text, traveller in seats:
            number = seat_number(text)
            if number:
                booking.seats.append(SeatDraft(number, traveller, request.stretch, request.origin, request.destination))

    def _contact(self, booking: BookingDraft, request: Request) -> None:
        contact = told(masked(request.text), request.code[-1])
        if contact.text:
            for traveller in request.travellers or (request.traveller,):
                booking.contacts.append(Contact(contact.kind, contact.text, traveller))
