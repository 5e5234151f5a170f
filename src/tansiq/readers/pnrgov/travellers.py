"""What PNRGOV says of a booking and its travellers: TIF and what stands under it (PADIS groups 1 to 4)."""

from dataclasses import replace

from tansiq.model.bookings import Contact, Payment, Remark, Service
from tansiq.model.reading import NoticeCode
from tansiq.readers.bookings.draft import CATEGORY_OF, Person, SeatDraft, is_unnamed
from tansiq.readers.bookings.special_services import SEAT_CODES, Request, Services, seat_number
from tansiq.readers.bookings.text import contact_in, masked, masked_account
from tansiq.readers.edifact.envelope import at
from tansiq.readers.journal import quote
from tansiq.readers.pnrgov.parts import agency, contacts
from tansiq.readers.pnrgov.scene import Scene, Take

_GROUP = "G"
_SEX_OF = {"IM": "M", "IF": "F", "M": "M", "F": "F"}
_SPONSOR = "4:43"
_SERVICE_TEXT = 8  # SSR C334: the ninth component and later ones are text


class TravellerSegments:
    """Takes the segments of a booking that are not of its flights."""

    def __init__(self, scene: Scene) -> None:
        self._scene = scene
        self.services = Services(scene.journal, scene.draft.pivot)

    def takers(self) -> dict[str, Take]:
        """What takes which segment."""
        return {
            "TIF": self._tif,
            "SSR": self._ssr,
            "IFT": self._ift,
            "ORG": self._org,
            "ADD": self._add,
            "FTI": self._fti,
            "TKT": self._tkt,
            "MON": self._mon,
            "FOP": self._fop,
            "FAR": self._far,
            **dict.fromkeys(("REF", "EBD", "PTK", "TXD", "ERC"), self._told),
        }

    # who

    def _tif(self, start: int, end: int, elements: list[str]) -> None:
        scene = self._scene
        family = scene.parts(at(elements, 1))
        for element in elements[2:] or [""]:
            given = scene.parts(element)
            if scene.in_checkin:
                self._again(start, end, family, given)
            else:
                self._traveller(start, end, family, given)

    def _again(self, start: int, end: int, family: list[str], given: list[str]) -> None:
        """A traveller named again at check-in; one under a name that the booking does not have travels too."""
        scene = self._scene
        surname, forename, reference = family[0].upper(), given[0].upper(), given[2]
        person = scene.met(surname, forename, reference)
        if person is None and (surname or forename):
            text = f"{quote(surname)} checks in under a name that booking {scene.booking.locator} does not have"
            scene.journal.notice(NoticeCode.MISPLACED_SEGMENT, start, end, text)
            person = _person(start, end, family, given)
            scene.know(person)
        scene.person = person
        if scene.checkin is not None and person is not None and scene.checkin.traveller != person.reference:
            scene.checkin = scene.checkin._replace(traveller=person.reference)

    def _traveller(self, start: int, end: int, family: list[str], given: list[str]) -> None:
        scene = self._scene
        surname, forename, reference = family[0].upper(), given[0].upper(), given[2]
        if scene.stretch is not None and scene.met(surname, forename, reference) is not None:
            scene.begin_checkin(end)  # a check-in whose own first segments were lost
            self._again(start, end, family, given)
            return
        scene.close(start)
        scene.paid = len(scene.booking.payments)
        twin = scene.known.get((reference, "")) if reference else None
        if twin is not None and (twin.family, twin.given) == (surname, forename):
            scene.person = twin  # the same segment twice
        elif family[1].upper() == _GROUP:
            scene.booking.group = scene.booking.group or surname
        elif is_unnamed(surname, forename):
            scene.booking.unnamed += 1
        else:
            scene.person = _person(start, end, family, given)
            scene.know(scene.person)

    # what is told of them

    def _org(self, _start: int, _end: int, elements: list[str]) -> None:
        self._scene.booking.agencies.append(agency([self._scene.parts(element) for element in elements]))

    def _add(self, _start: int, _end: int, elements: list[str]) -> None:
        scene = self._scene
        for element in elements[1:]:
            if scene.value(element).strip():
                scene.booking.contacts += contacts(scene.parts(element), scene.whose())

    def _told(self, _start: int, _end: int, elements: list[str]) -> None:
        """A segment kept as it is: fares, taxes, pricing, excess baggage, the traveller's other reference."""
        scene = self._scene
        text = scene.flat(elements)
        if text.strip(": "):
            scene.booking.remarks.append(Remark(text, elements[0], scene.whose()))

    def _far(self, start: int, end: int, elements: list[str]) -> None:
        self._told(start, end, elements)
        person = self._scene.person
        if person is not None and not person.category:
            kind = CATEGORY_OF.get(at(elements, 1).strip(), "")
            person.category = kind if kind != "adult" else ""

    def _ift(self, _start: int, _end: int, elements: list[str]) -> None:
        scene = self._scene
        texts = [scene.value(element).strip() for element in elements[2:]]
        text = masked(texts[0] if len(texts) == 1 else " ".join([text for text in texts if text]))
        if not text:
            return
        contact = contact_in(text) if "CTC" in text else None
        if contact is not None:
            scene.booking.contacts.append(Contact(contact.kind, contact.text, scene.whose()))
            return
        kind = ":".join(scene.parts(elements[1])[:2])
        scene.booking.remarks.append(Remark(text, kind, scene.whose()))
        if kind == _SPONSOR and texts[0]:
            payments = scene.booking.payments
            payments[scene.paid :] = [replace(payment, holder=texts[0]) for payment in payments[scene.paid :]]
            scene.paid = len(payments)

    def _fti(self, _start: int, _end: int, elements: list[str]) -> None:
        scene = self._scene
        for element in elements[1:]:
            carrier, *rest = scene.parts(element)
            text = " ".join([value for value in rest if value])
            if text:
                service = Service("FQTV", carrier=carrier, text=text, traveller=scene.whose())
                scene.booking.services.append(service)

    # what they paid

    def _tkt(self, _start: int, _end: int, elements: list[str]) -> None:
        scene = self._scene
        number = scene.parts(at(elements, 1))[0]
        scene.ticket = scene.booking.add_ticket(number, scene.whose()) if number else None

    def _mon(self, start: int, end: int, elements: list[str]) -> None:
        scene = self._scene
        ticket = scene.ticket
        if ticket is None:
            self._told(start, end, elements)
            return
        amounts = [scene.parts(element) for element in elements[1:]]
        for kind, amount, currency, *_ in amounts:
            if kind == "T":
                ticket.total = ticket.total or amount
            elif kind in ("B", "F") or not ticket.fare:
                ticket.fare = ticket.fare or amount
            elif not kind:
                ticket.total = ticket.total or amount
            ticket.currency = ticket.currency or currency

    def _fop(self, _start: int, _end: int, elements: list[str]) -> None:
        scene = self._scene
        scene.paid = len(scene.booking.payments)
        for element in elements[1:]:
            form, _, amount, vendor, account, expires, *_ = parts = scene.parts(element)
            if any(parts):
                ticket = scene.ticket
                currency = ticket.currency if ticket is not None and amount and ticket.total == amount else ""
                payment = Payment(form, vendor, masked_account(account), amount, currency, "", scene.whose(), expires)
                scene.booking.payments.append(payment)

    # services

    def _ssr(self, start: int, end: int, elements: list[str]) -> None:
        scene = self._scene
        parts = scene.parts(at(elements, 1))
        code, stands_under = parts[0].upper(), scene.whose()
        seats: list[tuple[str, str]] = []
        travellers: list[str] = []
        for element in elements[2:]:
            seat, _, whose, *_ = scene.parts(element)
            number = seat_number(seat) if seat else ""
            if number:
                seats.append((number, whose or stands_under))
            elif whose and not seat:
                travellers.append(whose)
        if seats and code in SEAT_CODES:
            route = (parts[6].upper(), parts[7].upper())
            scene.booking.seats += [SeatDraft(number, whose, scene.stretch, *route) for number, whose in seats]
            return
        count = parts[2]
        request = Request(
            start,
            end,
            code,
            parts[1],
            int(count[-4:]) if count.isascii() and count.isdigit() else None,
            parts[3],
            parts[6].upper(),
            parts[7].upper(),
            " ".join([text for text in parts[_SERVICE_TEXT:] if text]),
            tuple(seats),
            tuple(travellers),
            scene.person,
            scene.stretch,
        )
        self.services.take(scene.booking, request)


def _person(start: int, end: int, family: list[str], given: list[str]) -> Person:
    """A traveller of TIF. given: C324, name, type, reference, whether an infant is with them."""
    kind = given[1].upper()
    person = Person(start, end, family[0].upper(), given[0].upper(), given[2], CATEGORY_OF.get(kind, ""))
    person.with_infant = given[3] == "1"
    person.sex = _SEX_OF.get(kind, "")
    return person
