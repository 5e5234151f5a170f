"""A booking as the airline's reservation system tells it (passenger name record, PNR), and the parts it is made of.

Source: IATA/ICAO/WCO PNRGOV implementation guide (PADIS EDIFACT and XML); ICAO Doc 9944 for what a PNR may hold.
Dates and times are as the message gives them, ISO 8601 to the precision given, local to the place.
"""

from dataclasses import dataclass
from typing import Literal

from tansiq.model.construction import quickly_made
from tansiq.model.observations import MessageHeader, Source


@quickly_made
@dataclass(frozen=True, slots=True)
class BookingReference:
    """A locator in one system (RCI). carrier: airline or system that holds it, "PK" or "1A"; created: when it was made."""

    locator: str
    carrier: str = ""
    created: str = ""


@quickly_made
@dataclass(frozen=True, slots=True)
class Segment:
    """One piece of an itinerary, in its order (TVL, RPI, APD).

    leg: index of the FlightLeg in the message, None where nothing is flown (surface, hotel, car). booking_class: RBD.
    status: as booked ("HK", "HL", "UN"); party: seats booked. aircraft: IATA type. text: what is booked where it is no flight.
    """

    kind: Literal["air", "surface", "other"]
    leg: int | None = None
    origin: str = ""
    destination: str = ""
    departure: str = ""
    arrival: str = ""
    booking_class: str = ""
    status: str = ""
    party: int | None = None
    aircraft: str = ""
    text: str = ""


@quickly_made
@dataclass(frozen=True, slots=True)
class Agency:
    """Who made or changed a booking (ORG).

    system: reservation system and its place, "1A:MUC". number: IATA agency number. office: agency's or airline's office.
    place: its city. country: alpha-2. agent: the agent's sign. kind: "A" airline, "T" travel agency, "N" not known.
    """

    system: str = ""
    number: str = ""
    office: str = ""
    place: str = ""
    country: str = ""
    agent: str = ""
    kind: str = ""


@quickly_made
@dataclass(frozen=True, slots=True)
class Payment:
    """A form of payment (FOP, MON). form: "CC" card, "CA" cash, "MS" miscellaneous, ... vendor: "VI".

    account: at most the first six and last four places of a card's number, the rest "X". amount: decimal digits as given.
    expires: of the card, "MMYY" as given.
    """

    form: str = ""
    vendor: str = ""
    account: str = ""
    amount: str = ""
    currency: str = ""
    holder: str = ""
    traveller: str = ""
    expires: str = ""


@quickly_made
@dataclass(frozen=True, slots=True)
class Contact:
    """How somebody of the booking can be reached (ADD, IFT, SSR CTCM/CTCE, OSI CTC*). traveller: Traveller.reference."""

    kind: Literal["phone", "email", "address", "other"]
    text: str
    traveller: str = ""


@quickly_made
@dataclass(frozen=True, slots=True)
class Ticket:
    """A ticket (TKT, SSR TKN*). number: 13 digits and a coupon where given. tax, fare: decimal digits as given."""

    number: str
    traveller: str = ""
    issued: str = ""
    fare: str = ""
    total: str = ""
    currency: str = ""


@quickly_made
@dataclass(frozen=True, slots=True)
class Service:
    """A special service request other than documents, tickets and seats (SSR). traveller: Traveller.reference, "" for all."""

    code: str
    status: str = ""
    carrier: str = ""
    origin: str = ""
    destination: str = ""
    text: str = ""
    count: int | None = None
    traveller: str = ""


@quickly_made
@dataclass(frozen=True, slots=True)
class Seat:
    """A seat (SSD, SSR SEAT). leg: index of the FlightLeg."""

    number: str
    leg: int | None = None
    traveller: str = ""


@quickly_made
@dataclass(frozen=True, slots=True)
class CheckIn:
    """A check-in (DAT 2, TRI, SSD). at: when; number: in the order of boarding, with its place ("ICN-188"); cabin: its class.

    leg: index of the FlightLeg.
    """

    traveller: str = ""
    leg: int | None = None
    at: str = ""
    number: str = ""
    cabin: str = ""


@quickly_made
@dataclass(frozen=True, slots=True)
class Bag:
    """A checked bag, or a run of them (TBD). tag: ten digits or as given, of the first; pool: whether several travellers share them."""

    tag: str
    carrier: str = ""
    destination: str = ""
    traveller: str = ""
    pool: bool = False


@quickly_made
@dataclass(frozen=True, slots=True)
class Remark:
    """Free text (IFT). kind: the text's qualifier, "4:28" other service information, "4:43" correspondence."""

    text: str
    kind: str = ""
    traveller: str = ""


@quickly_made
@dataclass(frozen=True, slots=True)
class HistoryLine:
    """One line of a booking's history (ABI/SAC groups, LTS), oldest first as sent. action: "A" added, "X" cancelled, ..."""

    text: str
    action: str = ""
    at: str = ""
    agent: str = ""


@quickly_made
@dataclass(frozen=True, slots=True)
class Booking:
    """One PNR as a message reports it for a flight. Its travellers are observations of the same message and locator.

    references: all locators, the operating carrier's own first. group: a group's name (TIF part 1 "G"). travellers: their
    Traveller.reference, in order. party: travellers the booking says it has, also those not named. split: locators that it
    was split from or into (EQN and RCI). changed, ticketed: DAT 700, 710.
    """

    locator: str
    source: Source
    message: MessageHeader
    references: tuple[BookingReference, ...] = ()
    created: str = ""
    changed: str = ""
    ticketed: str = ""
    group: str = ""
    party: int | None = None
    travellers: tuple[str, ...] = ()
    segments: tuple[Segment, ...] = ()
    agencies: tuple[Agency, ...] = ()
    payments: tuple[Payment, ...] = ()
    contacts: tuple[Contact, ...] = ()
    tickets: tuple[Ticket, ...] = ()
    services: tuple[Service, ...] = ()
    seats: tuple[Seat, ...] = ()
    checkins: tuple[CheckIn, ...] = ()
    bags: tuple[Bag, ...] = ()
    remarks: tuple[Remark, ...] = ()
    history: tuple[HistoryLine, ...] = ()
    split: tuple[str, ...] = ()
    kind: Literal["booking"] = "booking"
