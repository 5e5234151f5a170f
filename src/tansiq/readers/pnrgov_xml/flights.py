"""Flights, check-ins and other travel of one booking in PNRGOV XML (FlightLegType, BookFlightSegmentType, OtherTravelSegment)."""

import re

from tansiq.readers.bookings.draft import BookingDraft, CheckInDraft, Flight, SeatDraft, Stretch
from tansiq.readers.bookings.special_services import seat_number
from tansiq.readers.bookings.text import masked
from tansiq.readers.markup import Element
from tansiq.readers.pnrgov_xml.values import Values, attribute, child_attribute, words

_NUMBER = re.compile(r"[0-9]{1,5}[A-Z]?")
_SURFACE = frozenset({"ARNK", "SURFACE", "LAND", "SUR"})
_OTHER_PARTS = ("Supplier", "BookingSource", "FreeText", "HotelInfo", "CarInfo", "StartLocation", "EndLocation")


def reported_flight(element: Element, values: Values) -> Flight:
    """The flight that a message is about."""
    number = attribute(element, "FlightNumber").upper() + attribute(element, "OperationalSuffix").upper()
    return Flight(
        element.start,
        element.end,
        carrier=attribute(element, "CarrierCode").upper(),
        number=number,
        origin=_place(element, "DepartureAirport"),
        destination=_place(element, "ArrivalAirport"),
        departure=values.moment(element, "DepartureDateTime"),
        arrival=values.moment(element, "ArrivalDateTime"),
    )


def booked_flight(element: Element, values: Values) -> Flight:
    """A flight as a booking names it."""
    return Flight(
        element.start,
        element.end,
        carrier=child_attribute(element, "MarketingAirline", "Code").upper(),
        number=attribute(element, "FlightNumber").upper(),
        operator=child_attribute(element, "OperatingAirline", "Code").upper(),
        operating_number=child_attribute(element, "OperatingAirline", "FlightNumber").upper(),
        origin=_place(element, "DepartureAirport"),
        destination=_place(element, "ArrivalAirport"),
        departure=values.moment(element, "DepartureDateTime"),
        arrival=values.moment(element, "ArrivalDateTime"),
    )


def _place(element: Element, tag: str) -> str:
    return child_attribute(element, tag, "LocationCode").upper()


def add_flight(element: Element, booking: BookingDraft, values: Values) -> int:
    """Take a flight of a booking's itinerary. Returns its index in `booking.stretches`."""
    flight = booked_flight(element, values)
    on_land = not _SURFACE.isdisjoint((flight.carrier, flight.number))
    flown = bool(flight.carrier or flight.operator) and _NUMBER.fullmatch(flight.number) is not None
    booking.stretches.append(
        Stretch(
            "surface" if on_land else "air",
            flight if flown and not on_land else None,
            flight.origin,
            flight.destination,
            flight.departure,
            flight.arrival,
            attribute(element, "ResBookDesigCode") or child_attribute(element, "OperatingAirline", "ResBookDesigCode"),
            attribute(element, "Status").upper(),
            values.count(element, "NumberInParty"),
            child_attribute(element, "Equipment", "AirEquipType"),
            "" if flown or on_land else words(flight.carrier, flight.number),
        )
    )
    return len(booking.stretches) - 1


def add_check_in(number: Element, time: str, stretch: int, booking: BookingDraft, traveller: str) -> None:
    """Take one BoardingNumber of a check-in and its seat. time: ISO 8601."""
    seat = next((child for child in number.children if child.tag == "SeatNumber"), None)
    cabin = attribute(seat, "CabinClass") if seat is not None else ""
    booking.checkins.append(CheckInDraft(traveller, stretch, time, attribute(number, "Number"), cabin))
    taken = seat_number(seat.text or attribute(seat, "Number")) if seat is not None else ""
    if taken:
        booking.seats.append(SeatDraft(taken, traveller, stretch, taken=True))


def add_other_travel(element: Element, booking: BookingDraft, values: Values) -> None:
    """Take a hotel, a car, a train or a way over land."""
    values.hand(element, dict.fromkeys(_OTHER_PARTS, _taken))
    service = attribute(element, "ServiceID").upper()
    described = (
        child_attribute(element, "Supplier", "Code"),
        child_attribute(element, "Supplier", "CompanyShortName"),
        element.first("BookingSource"),
        element.first("FreeText"),
        *(
            value
            for tag in ("HotelInfo", "CarInfo")
            for child in element.all(tag)
            for value in child.attributes.values()
        ),
        attribute(element, "Quantity"),
    )
    booking.stretches.append(
        Stretch(
            "surface" if service in _SURFACE else "other",
            origin=_place(element, "StartLocation"),
            destination=_place(element, "EndLocation"),
            departure=values.moment(element, "StartDate"),
            arrival=values.moment(element, "EndDate"),
            status=attribute(element, "Status").upper(),
            text=masked(words(service, *dict.fromkeys(described))),
        )
    )


def _taken(_element: Element) -> None:
    """A part that is asked for by name."""
