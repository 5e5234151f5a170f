"""The history of a booking in PNRGOV XML, in the words of PADIS, so that a line reads the same whichever form it came in."""

from collections.abc import Callable, Mapping

from tansiq.model.bookings import HistoryLine
from tansiq.readers.bookings.draft import BookingDraft
from tansiq.readers.bookings.special_services import Request
from tansiq.readers.bookings.text import masked
from tansiq.readers.markup import Element
from tansiq.readers.pnrgov_xml.people import name_of, nothing
from tansiq.readers.pnrgov_xml.services import OTHER_SERVICE, document_request, service_request
from tansiq.readers.pnrgov_xml.values import Values, attribute, child_attribute, parse_local, words

_MOST_LINES = 5_000
"""Lines of free history in one booking; the longest seen has a few hundred."""


def add_history(element: Element, booking: BookingDraft, values: Values) -> None:
    """Take a StructuredPNR_History: who did it, when, and each thing done."""
    credit = next((child for child in element.children if child.tag == "Credit"), None)
    agent = at = ""
    if credit is not None:
        agent = words(attribute(credit, "ID"), child_attribute(credit, "CompanyName", "Code"))
        at = values.moment(credit, "TimeStamp")

    def take(item: Element) -> None:
        text = masked(" / ".join(_said(child, values) for child in item.children))
        booking.history.append(HistoryLine(text, attribute(item, "Action"), at, agent))

    values.hand(element, {"Credit": nothing, "Item": take})


def add_free_history(element: Element, booking: BookingDraft) -> None:
    """Take an UnstructuredPNR_History, line by line."""
    lines = [line.strip() for line in element.text.splitlines() if line.strip()]
    kept = lines[:_MOST_LINES]
    if len(lines) > _MOST_LINES:
        kept.append(f"{len(lines) - _MOST_LINES} more lines of history")
    booking.history += [HistoryLine(masked(line)) for line in kept]


def _said(element: Element, values: Values) -> str:
    say = _WORDS_OF.get(element.tag)
    return say(element, values) if say is not None else words(element.tag, *(value for _, value in element.pairs()))


def _name(element: Element, _values: Values) -> str:
    return words("TIF", *name_of(element))


def _request(request: Request) -> str:
    count = "" if request.count is None else str(request.count)
    parts = [request.code, request.status, count, request.carrier, "", "", request.origin, request.destination]
    return words("SSR", ":".join(parts).rstrip(":"), request.text)


def _service(element: Element, values: Values) -> str:
    return _request(service_request(element, values))


def _document(element: Element, values: Values) -> str:
    return _request(document_request(element, values))


def _other_service(element: Element, _values: Values) -> str:
    return words("IFT", f"{OTHER_SERVICE}::{child_attribute(element, 'Airline', 'Code')}", element.first("Text"))


def _flight(element: Element, _values: Values) -> str:
    times = ":".join(_day_first(attribute(element, name)) for name in ("DepartureDateTime", "ArrivalDateTime"))
    places = (child_attribute(element, tag, "LocationCode") for tag in ("DepartureAirport", "ArrivalAirport"))
    companies = [child_attribute(element, tag, "Code") for tag in ("MarketingAirline", "OperatingAirline")]
    number = f"{attribute(element, 'FlightNumber')}:{attribute(element, 'ResBookDesigCode')}"
    line = words("TVL", times.strip(":"), *places, ":".join(companies).rstrip(":"), number.strip(":"))
    status = words(attribute(element, "NumberInParty"), attribute(element, "Status"))
    return f"{line} / RPI {status}" if status else line


def _day_first(value: str) -> str:
    """A date and time as TVL has it: ddmmyy:hhmm; as it stands where it is none."""
    iso = parse_local(value).iso
    return f"{iso[8:10]}{iso[5:7]}{iso[2:4]}:{iso[11:].replace(':', '')}".rstrip(":") if iso else value


_WORDS_OF: Mapping[str, Callable[[Element, Values], str]] = {
    "Passenger": _name,
    "SSR": _service,
    "DOC_SSR": _document,
    "OSI": _other_service,
    "Flight": _flight,
}
