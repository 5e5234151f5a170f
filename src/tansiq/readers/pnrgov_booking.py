"""The segments of one booking in a PNRGOV message: what each says goes into the draft (PADIS groups 1 to 8)."""

from collections.abc import Callable
from dataclasses import replace

from tansiq.model.bookings import Bag, Contact, Payment, Remark, Service
from tansiq.model.reading import NoticeCode
from tansiq.readers.booking_documents import alike, begins, squeezed
from tansiq.readers.booking_draft import (
    CATEGORY_OF,
    BookingDraft,
    CheckInDraft,
    Flight,
    MessageDraft,
    Person,
    SeatDraft,
    Stretch,
    TicketDraft,
)
from tansiq.readers.booking_text import contact_in, masked, masked_account
from tansiq.readers.envelope import Interchange, at
from tansiq.readers.journal import Journal, quote
from tansiq.readers.pnrgov_parts import (
    Product,
    agency,
    baggage,
    contacts,
    is_airport,
    is_surface,
    part,
    product,
    times,
)
from tansiq.readers.special_services import Request, Services, seat_number
from tansiq.readers.travel_dates import parse_moment_of

Take = Callable[[int, int, list[str]], None]
"""Takes one segment: start, end, elements."""

_UNNAMED = frozenset({"TBA", "TBC", "TBD", "TBN", "NONAME"})
_GROUP = "G"
_SEX_OF = {"IM": "M", "IF": "F", "M": "M", "F": "F"}
_CHECKED_IN = "2"
_CHANGED, _TICKETED = "700", "710"
_SPONSOR = "4:43"
_SERVICE_PARTS = 9  # SSR C334: the ninth and later are text


class BookingSegments:
    """Takes the segments of one booking after another, of one message."""

    def __init__(self, interchange: Interchange, journal: Journal, draft: MessageDraft) -> None:
        self._text, self._colon = interchange.text, interchange.characters.component
        self._journal, self._draft = journal, draft
        self._booking = BookingDraft(0, 0)
        self._person: Person | None = None
        self._stretch: int | None = None
        self._ticket: TicketDraft | None = None
        self._checkin: CheckInDraft | None = None
        self._payments = 0  # how many payments of the booking stand before the last FOP
        self._elsewhere = self._in_checkin = False
        self._known: dict[tuple[str, str], Person] = {}
        self._services = Services(journal, draft.pivot)

    def takers(self) -> dict[str, Take]:
        """What takes which segment."""
        return {
            "MSG": self._msg,
            "SSR": self._ssr,
            "DAT": self._dat,
            "IFT": self._ift,
            "ORG": self._org,
            "ADD": self._add,
            "TIF": self._tif,
            "FTI": self._fti,
            "TKT": self._tkt,
            "MON": self._mon,
            "FOP": self._fop,
            "TVL": self._tvl,
            "TRA": self._tra,
            "RPI": self._rpi,
            "APD": self._apd,
            "TRI": self._tri,
            "SSD": self._ssd,
            "TBD": self._tbd,
            **dict.fromkeys(("REF", "EBD", "FAR", "PTK", "TXD", "ERC"), self._told),
        }

    def open(self, booking: BookingDraft) -> None:
        """Start a booking; the one before was closed."""
        self._booking = booking
        self._services = Services(self._journal, self._draft.pivot)
        self._known = {}
        self._person = self._ticket = self._checkin = None
        self._stretch = None
        self._payments = 0
        self._elsewhere = self._in_checkin = False

    def close(self, end: int) -> None:
        """Finish the traveller and the check-in that are open; end: where the last segment ended."""
        if self._person is not None and not self._in_checkin:
            self._person.end = max(self._person.end, end)
        self._person = self._ticket = None
        self._flush_checkin()

    def lost(self) -> None:
        """A segment was lost: what follows need not be of the same ticket."""
        self._ticket = None

    def past_travellers(self) -> bool:
        """Whether the booking's itinerary has begun."""
        return bool(self._booking.stretches) or self._in_checkin

    def _value(self, raw: str) -> str:
        return raw if raw.isascii() else self._text(raw)

    def _parts(self, element: str) -> list[str]:
        return [self._value(value) for value in element.split(self._colon)]

    def _whose(self) -> str:
        return self._person.reference if self._person is not None else ""

    # booking level

    def _msg(self, _start: int, _end: int, elements: list[str]) -> None:
        self._elsewhere = part(self._parts(at(elements, 1)), 0) not in ("", "1")

    def _dat(self, start: int, end: int, elements: list[str]) -> None:
        if self._stretch is not None and not self._in_checkin and self._starts_checkin(elements):
            self._begin_checkin(end)
        for element in elements[1:]:
            parts = self._parts(element)
            qualifier, day = part(parts, 0), part(parts, 1)
            if not day:
                continue
            moment = parse_moment_of(day, part(parts, 2), self._draft.pivot)
            if not moment.whole:
                self._journal.bad_date(start, end, self._value(element))
            self._moment(qualifier, moment.iso)

    def _starts_checkin(self, elements: list[str]) -> bool:
        first = at(elements, 1).split(self._colon)[0].strip()
        return first in ("", _CHECKED_IN)

    def _moment(self, qualifier: str, iso: str) -> None:
        booking = self._booking
        if qualifier == _CHECKED_IN:
            self._checkin_at = iso
        elif qualifier == _CHANGED:
            booking.changed = booking.changed or iso
        elif qualifier == _TICKETED:
            if self._ticket is not None:
                self._ticket.issued = self._ticket.issued or iso
            booking.ticketed = booking.ticketed or iso

    def _org(self, _start: int, _end: int, elements: list[str]) -> None:
        self._booking.agencies.append(agency([self._parts(element) for element in elements]))

    def _add(self, _start: int, _end: int, elements: list[str]) -> None:
        whose = self._whose()
        for element in elements[1:]:
            parts = self._parts(element)
            if len(parts) > 1:
                self._booking.contacts += contacts(parts, whose)

    def _told(self, _start: int, _end: int, elements: list[str]) -> None:
        """A segment kept as it is: fares, taxes, pricing, excess baggage, the traveller's other reference."""
        text = " ".join([element for element in elements[1:] if element]).strip()
        if text.strip(": "):
            if self._colon != ":":
                text = text.replace(self._colon, ":")
            self._booking.remarks.append(Remark(self._value(text), elements[0], self._whose()))
        if elements[0] == "FAR" and self._person is not None and not self._person.category:
            kind = CATEGORY_OF.get(at(elements, 1).strip(), "")
            self._person.category = kind if kind != "adult" else ""

    def _ift(self, _start: int, _end: int, elements: list[str]) -> None:
        texts = [self._value(element).strip() for element in elements[2:]]
        text = masked(" ".join([text for text in texts if text]))
        if not text:
            return
        kind = ":".join(self._parts(at(elements, 1))[:2])
        contact = contact_in(text) if "CTC" in text else None
        if contact is not None:
            self._booking.contacts.append(Contact(contact.kind, contact.text, self._whose()))
            return
        self._booking.remarks.append(Remark(text, kind, self._whose()))
        if kind == _SPONSOR and texts[0]:
            payments = self._booking.payments
            payments[self._payments :] = [replace(p, holder=texts[0]) for p in payments[self._payments :]]
            self._payments = len(payments)

    # travellers

    def _tif(self, start: int, end: int, elements: list[str]) -> None:
        family = self._parts(at(elements, 1))
        for element in elements[2:] or [""]:
            given = self._parts(element)
            if self._in_checkin:
                self._again(start, end, family, given)
            else:
                self._traveller(start, end, family, given)

    def _again(self, start: int, end: int, family: list[str], given: list[str]) -> None:
        """A traveller named again at check-in; one under a name that the booking does not have travels too."""
        surname, forename, reference = part(family, 0).upper(), part(given, 0).upper(), part(given, 2)
        self._person = self._met(surname, forename, reference)
        if self._person is None and (surname or forename):
            text = f"{quote(surname)} checks in under a name that booking {self._booking.locator} does not have"
            self._journal.notice(NoticeCode.MISPLACED_SEGMENT, start, end, text)
            self._person = self._enter(Person(start, end, surname, forename, reference), given)
        if self._checkin is not None and self._person is not None:
            self._checkin = self._checkin._replace(traveller=self._person.reference)

    def _met(self, family: str, given: str, reference: str) -> Person | None:
        """The traveller of a reference and name, cut or not, else the first of that name."""
        known = self._known.get((reference, "")) if reference else None
        if known is not None and begins(squeezed(known.family), squeezed(family)) and alike(known.given, given):
            return known
        return self._known.get((squeezed(given), squeezed(family)))

    def _traveller(self, start: int, end: int, family: list[str], given: list[str]) -> None:
        surname, qualifier = part(family, 0).upper(), part(family, 1).upper()
        forename, reference = part(given, 0).upper(), part(given, 2)
        booking = self._booking
        if self._stretch is not None and self._met(surname, forename, reference) is not None:
            self._begin_checkin(end)  # a check-in whose own first segments were lost
            self._again(start, end, family, given)
            return
        self.close(start)
        self._payments = len(booking.payments)
        twin = self._known.get((reference, "")) if reference else None
        if twin is not None and (twin.family, twin.given) == (surname, forename):
            self._person = twin  # the same segment twice
        elif qualifier == _GROUP:
            booking.group = booking.group or surname
        elif surname in _UNNAMED and (len(forename) <= 1 or forename in _UNNAMED):
            booking.unnamed += 1
        else:
            self._person = self._enter(Person(start, end, surname, forename, reference), given)

    def _enter(self, person: Person, given: list[str]) -> Person:
        """Take a traveller into the booking. given: TIF C324."""
        kind = part(given, 1).upper()
        person.category = CATEGORY_OF.get(kind, "")
        person.with_infant = part(given, 3) == "1"
        person.sex = _SEX_OF.get(kind, "")
        self._booking.people.append(person)
        if person.reference:
            self._known.setdefault((person.reference, ""), person)
        self._known.setdefault((squeezed(person.given), squeezed(person.family)), person)
        return person

    def _fti(self, _start: int, _end: int, elements: list[str]) -> None:
        for element in elements[1:]:
            carrier, *rest = self._parts(element)
            text = " ".join([value.strip() for value in rest if value.strip()])
            if text:
                self._booking.services.append(
                    Service("FQTV", carrier=carrier.strip(), text=text, traveller=self._whose())
                )

    def _tkt(self, _start: int, _end: int, elements: list[str]) -> None:
        number = part(self._parts(at(elements, 1)), 0)
        self._ticket = self._booking.add_ticket(number, self._whose()) if number else None

    def _mon(self, _start: int, _end: int, elements: list[str]) -> None:
        amounts = [self._parts(element) for element in elements[1:]]
        first = amounts[0] if amounts and part(amounts[0], 0) != "T" else []
        fare = next((p for p in amounts if part(p, 0) in ("B", "F")), first)
        total = next((p for p in amounts if part(p, 0) == "T"), amounts[1] if len(amounts) > 1 else [])
        ticket = self._ticket
        if ticket is None:
            self._told(_start, _end, elements)
            return
        ticket.fare, ticket.total = ticket.fare or part(fare, 1), ticket.total or part(total, 1)
        ticket.currency = ticket.currency or part(total, 2) or part(fare, 2)

    def _fop(self, _start: int, _end: int, elements: list[str]) -> None:
        self._payments = len(self._booking.payments)
        for element in elements[1:]:
            parts = self._parts(element)
            if not any(parts):
                continue
            amount = part(parts, 2)
            ticket = self._ticket
            currency = ticket.currency if ticket is not None and amount and ticket.total == amount else ""
            payment = Payment(
                form=part(parts, 0),
                vendor=part(parts, 3),
                account=masked_account(part(parts, 4)),
                amount=amount,
                currency=currency,
                traveller=self._whose(),
                expires=part(parts, 5),
            )
            self._booking.payments.append(payment)

    # services

    def _ssr(self, start: int, end: int, elements: list[str]) -> None:
        parts = self._parts(at(elements, 1))
        code = part(parts, 0).upper()
        seats: list[tuple[str, str]] = []
        travellers: list[str] = []
        for element in elements[2:]:
            data = self._parts(element)
            whose, seat = part(data, 2), part(data, 0)
            if seat:
                number = seat_number(seat)
                if number:
                    seats.append((number, whose or self._whose()))
            elif whose:
                travellers.append(whose)
        count = part(parts, 2)
        request = Request(
            start,
            end,
            code,
            part(parts, 1),
            int(count[-4:]) if count.isascii() and count.isdigit() else None,
            part(parts, 3),
            part(parts, 6).upper(),
            part(parts, 7).upper(),
            " ".join(parts[_SERVICE_PARTS - 1 :]).strip(),
            tuple(seats),
            tuple(travellers),
            self._person,
            self._stretch,
        )
        self._services.take(self._booking, request)

    # itinerary

    def _tvl(self, start: int, end: int, elements: list[str]) -> None:
        elements = [*elements, "", "", "", "", ""]
        when, origin, destination = self._parts(elements[1]), self._parts(elements[2]), self._parts(elements[3])
        companies, numbers = self._parts(elements[4]), self._parts(elements[5])
        sold = product(companies, numbers)
        surface = is_surface(companies, numbers)
        if not (surface or any(when) or any(origin) or any(destination)) and self._operated(sold):
            return
        self.close(start)
        self._in_checkin = False
        moments = times(when, self._draft.pivot)
        if not moments.whole:
            self._journal.bad_date(start, end, self._value(elements[1]))
        stretch = Stretch("air", None, part(origin, 0), part(destination, 0), moments.departure, moments.arrival)
        stretch.booking_class = sold.booking_class
        if surface:
            stretch.kind = "surface"
        elif self._elsewhere or not (is_airport(origin) and is_airport(destination)):
            stretch.kind = "other"
        elif sold.flown:
            stretch.flight = _flight(start, end, stretch, sold)
        if stretch.flight is None:
            told = [*origin[1:], *destination[1:], *companies, *numbers]
            stretch.text = masked(" ".join([value.strip() for value in told if value.strip()]))
        self._elsewhere = False
        self._stretch = len(self._booking.stretches)
        self._booking.stretches.append(stretch)

    def _operated(self, sold: Product) -> bool:
        """Take the partner's number of the flight before (TVL before 14.1); whether there was one."""
        flight = self._flight()
        if flight is None or not sold.number.strip():
            return flight is not None
        flight.operator = flight.operator or sold.carrier
        flight.operating_number = flight.operating_number or sold.number
        return True

    def _flight(self) -> Flight | None:
        return self._booking.stretches[self._stretch].flight if self._stretch is not None else None

    def _tra(self, start: int, end: int, elements: list[str]) -> None:
        sold = product(self._parts(at(elements, 1)), self._parts(at(elements, 2)))
        flight = self._flight()
        if flight is None:
            self._journal.notice(NoticeCode.MISPLACED_SEGMENT, start, end, "TRA without a flight before it")
            return
        flight.operator = sold.carrier or flight.operator
        flight.operating_number = sold.number or flight.operating_number

    def _rpi(self, _start: int, _end: int, elements: list[str]) -> None:
        if self._stretch is None:
            return
        stretch = self._booking.stretches[self._stretch]
        count, stretch.status = at(elements, 1).strip(), self._value(at(elements, 2)).strip().split(self._colon)[0]
        if count.isascii() and count.isdigit():
            stretch.party = int(count[-4:])
            self._booking.party = max(self._booking.party or 0, stretch.party)

    def _apd(self, _start: int, _end: int, elements: list[str]) -> None:
        if self._stretch is not None:
            self._booking.stretches[self._stretch].aircraft = part(self._parts(at(elements, 1)), 0)

    # check-in

    def _begin_checkin(self, end: int) -> None:
        self.close(end)
        self._in_checkin = True
        self._checkin_at = ""

    def _flush_checkin(self) -> None:
        if self._checkin is not None:
            self._booking.checkins.append(self._checkin)
        self._checkin = None

    def _tri(self, start: int, _end: int, elements: list[str]) -> None:
        if not self._in_checkin:
            self._begin_checkin(start)
        self._flush_checkin()
        parts = self._parts(at(elements, 2))
        self._person = self._known.get((part(parts, 3), ""))
        whose = self._whose()
        self._checkin = CheckInDraft(whose, self._stretch, self._checkin_at, part(parts, 0))

    def _ssd(self, _start: int, _end: int, elements: list[str]) -> None:
        number = seat_number(self._parts(at(elements, 1))[0])
        if number:
            self._booking.seats.append(SeatDraft(number, self._whose(), self._stretch, taken=True))
        if self._checkin is not None:
            self._checkin = self._checkin._replace(cabin=part(self._parts(at(elements, 5)), 0))

    def _tbd(self, _start: int, _end: int, elements: list[str]) -> None:
        found = baggage([self._parts(element) for element in elements])
        whose = self._whose()
        for tag in found.tags:
            self._booking.bags.append(Bag(tag.tag, tag.carrier, tag.destination, whose, found.pool))
        person = self._person
        if person is None:
            return
        person.bags += [tag.tag for tag in found.tags]
        if person.bag_count is None or self._reported():
            person.bag_count = found.bags if found.bags is not None else person.bag_count
            person.bag_weight_kg = found.weight_kg if found.weight_kg is not None else person.bag_weight_kg

    def _reported(self) -> bool:
        """Whether the stretch is the flight that the message is about."""
        flight = self._flight()
        return flight is not None and any(
            (f.origin, f.destination, f.departure[:10]) == (flight.origin, flight.destination, flight.departure[:10])
            for f in self._draft.reported[:4]
        )


def _flight(start: int, end: int, stretch: Stretch, sold: Product) -> Flight:
    return Flight(
        start,
        end,
        sold.carrier,
        sold.number,
        sold.operator,
        origin=stretch.origin.upper(),
        destination=stretch.destination.upper(),
        departure=stretch.departure,
        arrival=stretch.arrival,
    )
