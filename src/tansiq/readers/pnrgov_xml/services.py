"""Service requests of PNRGOV XML (SSR, DOC_SSR, OSI) as the requests that EDIFACT and XML have in common.

A formatted document (DOCS, DOCO, DOCA as attributes) becomes the service text that it was made from, so that both forms
are read by the same code. Source: DOC_SpecialServiceRequestType; IATA resolution 1797a for the order of the parts.
"""

import re

from tansiq.model.bookings import Contact, Remark
from tansiq.readers.bookings.draft import BookingDraft, Person
from tansiq.readers.bookings.special_services import Request, seat_number
from tansiq.readers.bookings.text import contact_in, masked
from tansiq.readers.markup import Element
from tansiq.readers.pnrgov_xml.values import Take, Values, attribute, child_attribute

OTHER_SERVICE = "4:28"
"""IFT 4451 and 9980 of other service information, by which both forms mark it."""

_DOCS = (
    "TravelDocType",
    "IssuingLoc",
    "TravelDocNbr",
    "PaxNationality",
    "DateOfBirth",
    "Gender",
    "ExpiryDate",
    "Surname",
    "FirstGivenName",
    "SecondGivenName",
)
_DOCO = ("BirthLocation", "TravelDocType", "TravelDocNbr", "PlaceOfIssue", "DateOfIssue", "CountryState")
_DOCA = ("AddressType", "Country", "Address", "CityName", "StateProvCounty", "PostalCode")
_PARTS_OF = {"DOCS": _DOCS, "DOCO": _DOCO, "DOCA": _DOCA}
_BETWEEN_SEATS = re.compile(r"[\s,/]+")


def reference(element: Element) -> str:
    """The traveller's reference that an element names (TravelerRefNumberGroup), "" for none."""
    return attribute(element, "RPH", "SurnameRefNumber")


def _nothing(_element: Element) -> None:
    """A part that is asked for by name."""


_PARTS_OF_SSR: dict[str, Take] = dict.fromkeys(("Airline", "Text"), _nothing)
_PARTS_OF_DOCUMENT: dict[str, Take] = dict.fromkeys(("FlightInfo", "PaxInfo", *_PARTS_OF), _nothing)
_PARTS_OF_OSI: dict[str, Take] = dict.fromkeys(("TravelerRefNumber", "Airline", "Text"), _nothing)


def service_request(
    element: Element, values: Values, *, within: Person | None = None, stretch: int | None = None
) -> Request:
    """An SSR. within, stretch: the traveller or the piece of the itinerary it stands under."""
    values.hand(element, _PARTS_OF_SSR)
    whose, text = reference(element), element.first("Text")
    seats = [seat_number(seat) for seat in _BETWEEN_SEATS.split(text.strip())] if _is_seat(element) else []
    return Request(
        element.start,
        element.end,
        _code(element),
        attribute(element, "Status").upper(),
        values.count(element, "ServiceQuantity"),
        child_attribute(element, "Airline", "Code"),
        attribute(element, "BoardPoint").upper(),
        attribute(element, "OffPoint").upper(),
        text,
        tuple((seat, whose) for seat in seats) if all(seats) else (),
        (whose,) if whose else (),
        within,
        stretch,
    )


def _code(element: Element) -> str:
    return attribute(element, "SSRCode", "SSR_Code").upper()


def _is_seat(element: Element) -> bool:
    return _code(element) in ("SEAT", "RQST", "NSST", "SMST")


def document_request(element: Element, values: Values, *, within: Person | None = None) -> Request:
    """A DOC_SSR. within: the traveller it stands under."""
    values.hand(element, _PARTS_OF_DOCUMENT)
    document = next((child for child in element.children if child.tag in _PARTS_OF), None)
    whose = reference(element)
    return Request(
        element.start,
        element.end,
        document.tag if document is not None else _code(element),
        attribute(element, "Status").upper(),
        values.count(element, "ServiceQuantity"),
        child_attribute(element, "FlightInfo", "Code"),
        child_attribute(element, "FlightInfo", "BoardingPoint").upper(),
        child_attribute(element, "FlightInfo", "DePlaningPoint").upper(),
        document_text(document) if document is not None else element.first("PaxInfo"),
        travellers=(whose,) if whose else (),
        within=within,
    )


def document_text(document: Element) -> str:
    """DOCS, DOCO or DOCA as a service text: "/P/PAK/AB1234567/PAK/02JAN80/F/01JAN30/KHAN/GUL"."""
    parts = [attribute(document, name).replace("/", " ") for name in _PARTS_OF[document.tag]]
    if attribute(document, "InfantIndicator").upper() in ("I", "Y"):
        parts.append("I")
    return "/" + "/".join(parts).rstrip("/")


def add_other_service(element: Element, booking: BookingDraft, values: Values, whose: str = "") -> None:
    """Take an OSI: a contact where it announces one, else a remark. whose: reference of whom it stands under."""
    values.hand(element, _PARTS_OF_OSI)
    text = masked(element.first("Text"))
    if not text:
        return
    named = [of for child in element.all("TravelerRefNumber") if (of := reference(child))]
    contact = contact_in(text)
    for traveller in dict.fromkeys(named or [whose]):
        if contact is not None:
            booking.contacts.append(Contact(contact.kind, contact.text, traveller))
        else:
            booking.remarks.append(Remark(text, OTHER_SERVICE, traveller))
