"""One PNR of PNRGOV XML into a booking's draft."""

from tansiq.model.bookings import Remark
from tansiq.model.reading import NoticeCode
from tansiq.readers.bookings.documents import People
from tansiq.readers.bookings.draft import BookingDraft, Person
from tansiq.readers.bookings.special_services import Services
from tansiq.readers.bookings.text import masked
from tansiq.readers.journal import quote
from tansiq.readers.markup import Element
from tansiq.readers.pnrgov_xml.flights import add_check_in, add_flight, add_other_travel
from tansiq.readers.pnrgov_xml.history import add_free_history, add_history
from tansiq.readers.pnrgov_xml.people import (
    Passenger,
    add_bags,
    add_contact,
    add_excess,
    agency_of,
    name_of,
    nothing,
)
from tansiq.readers.pnrgov_xml.services import (
    add_other_service,
    document_request,
    reference,
    service_request,
)
from tansiq.readers.pnrgov_xml.values import Take, Values, attribute, child_attribute

_OF_FLIGHT = ("DepartureAirport", "ArrivalAirport", "OperatingAirline", "Equipment", "MarketingAirline")
_OF_CHECK_IN = ("Passenger", "SeatNumber", "CheckedBag")


class BookingReader:
    """Reads one PNR. booking: what it says. pivot: the ISO date that settles two-digit years."""

    def __init__(self, element: Element, pivot: str, values: Values) -> None:
        self._values = values
        self._services = Services(values.journal, pivot)
        self._checked_in: list[tuple[Element, int]] = []
        self.booking = booking = BookingDraft(element.start, element.end)
        booking.party = values.count(element, "NumberOfPassengers")
        booking.created = values.moment(element, "PNR_CreationDate")
        booking.changed = values.moment(element, "PNR_TransDate")
        booking.ticketed = values.moment(element, "LastTktDate")
        self._takers: dict[str, Take] = {
            "BookingRefID": self._refer,
            "SSR": self._ssr,
            "OSI": self._osi,
            "POS": self._sold,
            "ContactInfo": lambda child: add_contact(child, booking, values, ""),
            "PrepaidBag": lambda child: add_excess(child, booking, ""),
            "Passenger": self._passenger,
            "DOC_SSR": self._document,
            "Flight": self._flight,
            "SplitPNR": self._split,
            "OtherTravelSegment": lambda child: add_other_travel(child, booking, values),
            "StructuredPNR_History": lambda child: add_history(child, booking, values),
            "UnstructuredPNR_History": lambda child: add_free_history(child, booking),
            "Passengers": self._inside,
            "Flights": self._inside,
        }
        values.hand(element, self._takers)
        self._check_in_all()
        if not booking.references:
            text = "a booking without a locator"
            values.journal.notice(NoticeCode.BAD_VALUE, element.start, element.end, text)

    def _inside(self, element: Element) -> None:
        self._values.hand(element, self._takers)

    def _refer(self, element: Element) -> None:
        booking = self.booking
        locator = "".join(character for character in attribute(element, "ID").upper() if character.isalnum())
        first = not booking.references
        booking.add_reference(
            child_attribute(element, "CompanyName", "Code").upper(), locator, booking.created if first else ""
        )

    def _ssr(self, element: Element, stretch: int | None = None) -> None:
        self._services.take(self.booking, service_request(element, self._values, stretch=stretch))

    def _document(self, element: Element) -> None:
        self._services.take(self.booking, document_request(element, self._values))

    def _osi(self, element: Element) -> None:
        add_other_service(element, self.booking, self._values)

    def _sold(self, element: Element) -> None:
        self._values.hand(element, {"Source": self._source})

    def _source(self, element: Element) -> None:
        self._values.hand(element, dict.fromkeys(("RequestorID", "Position", "BookingChannel"), nothing))
        agency, title = agency_of(element)
        self.booking.agencies.append(agency)
        if title:
            self.booking.remarks.append(Remark(masked(title), "ORG"))

    def _passenger(self, element: Element) -> None:
        Passenger(element, self.booking, self._services, self._values)

    def _split(self, element: Element) -> None:
        locator = attribute(element, "PNR_ID").upper()
        if locator:
            self.booking.split.append(locator)

    def _flight(self, element: Element) -> None:
        stretch = add_flight(element, self.booking, self._values)
        self._values.hand(
            element,
            {
                **dict.fromkeys(_OF_FLIGHT, nothing),
                "SSR": lambda child: self._ssr(child, stretch),
                "DOC_SSR": self._document,
                "BookingRefID": self._refer,
                "OSI": self._osi,
                "CheckInInfo": lambda child: self._checked_in.append((child, stretch)),
            },
        )

    def _check_in_all(self) -> None:
        """Take the check-ins, when everybody of the booking is known."""
        if not self._checked_in:
            return
        people = People(self.booking)
        for element, stretch in self._checked_in:
            at = self._values.moment(element, "Time")

            def board(number: Element, at: str = at, stretch: int = stretch) -> None:
                self._board(number, at, stretch, people)

            self._values.hand(element, {"BoardingNumber": board})

    def _board(self, number: Element, at: str, stretch: int, people: People) -> None:
        self._values.hand(number, dict.fromkeys(_OF_CHECK_IN, nothing))
        person = self._boarding(number, people)
        whose = person.reference if person is not None else reference(number)
        add_check_in(number, at, stretch, self.booking, whose)
        bags = number.all("CheckedBag")
        if bags:
            add_bags(bags, self.booking, person)

    def _boarding(self, number: Element, people: People) -> Person | None:
        """Who checks in: by reference, else by name."""
        named = next((child for child in number.children if child.tag == "Passenger"), None)
        family, given = name_of(named) if named is not None else ("", "")
        person = people.referred(reference(number)) if reference(number) else None
        if person is None and (family or given):
            person = people.named(family, given)
        if person is None and (family or given):
            text = f"{quote(family)} checks in and is no traveller of booking {self.booking.locator}"
            self._values.journal.notice(NoticeCode.MISPLACED_SEGMENT, number.start, number.end, text)
        return person
