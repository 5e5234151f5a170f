"""A booking while it is read, whatever its syntax: what the PNRGOV readers, EDIFACT and XML, fill in.

A reader makes one `MessageDraft` a message, a `BookingDraft` for each booking in it, and asks
`observations.observations(draft, journal)` for the legs, travellers and bookings. Texts are given as the source
has them; card numbers and the meaning of service texts are seen to by `special_services` and `text`.
"""

from dataclasses import dataclass, field
from typing import Literal, NamedTuple

from tansiq.model.bookings import (
    Agency,
    Bag,
    Contact,
    HistoryLine,
    Payment,
    Remark,
    Service,
)
from tansiq.model.observations import MessageHeader, PersonName, TravelDocument

Category = Literal["", "adult", "child", "infant"]

CATEGORY_OF: dict[str, Category] = {
    **dict.fromkeys(("A", "ADT", "AD", "ADL"), "adult"),
    **dict.fromkeys(("C", "CH", "CHD", "CNN", "CHI", "UM", "UMNR", "UNN"), "child"),
    **dict.fromkeys(("IN", "INF", "INS", "IF", "IM", "INFANT"), "infant"),
}
"""TIF 6353 and FAR 5463 (and their spellings in XML): what a traveller is counted as."""
_UNNAMED = frozenset({"TBA", "TBC", "TBD", "TBN", "NONAME"})


def is_unnamed(family: str, given: str) -> bool:
    """Whether a name only holds a place of a group that nobody was named for yet."""
    return family in _UNNAMED and (len(given) <= 1 or given in _UNNAMED)


@dataclass(slots=True)
class Person:
    """One traveller of a booking. start, end: bytes. with_infant: the booking says that an infant sits on their lap.

    names: those told beside the booking's own, by documents. family, given: as the booking has them, title and all.
    """

    start: int
    end: int
    family: str = ""
    given: str = ""
    reference: str = ""
    category: Category = ""
    with_infant: bool = False
    sex: str = ""
    birth_date: str = ""
    birth_place: str = ""
    nationality: str = ""
    residence: str = ""
    names: list[PersonName] = field(default_factory=list)
    documents: list[TravelDocument] = field(default_factory=list)
    bags: list[str] = field(default_factory=list)
    bag_count: int | None = None
    bag_weight_kg: float | None = None


@dataclass(slots=True)
class Flight:
    """A flight as one place names it. carrier, number: as sold; operator, operating_number: who flies it, "" where not told.

    departure, arrival: ISO 8601, local, to the precision given. start, end: bytes.
    """

    start: int
    end: int
    carrier: str = ""
    number: str = ""
    operator: str = ""
    operating_number: str = ""
    origin: str = ""
    destination: str = ""
    departure: str = ""
    arrival: str = ""


@dataclass(slots=True)
class Stretch:
    """One piece of an itinerary (`model.bookings.Segment`). flight: None where nothing is flown or it is not yet fixed."""

    kind: Literal["air", "surface", "other"]
    flight: Flight | None = None
    origin: str = ""
    destination: str = ""
    departure: str = ""
    arrival: str = ""
    booking_class: str = ""
    status: str = ""
    party: int | None = None
    aircraft: str = ""
    text: str = ""


class SeatDraft(NamedTuple):
    """A seat. stretch: index into `BookingDraft.stretches`, or None and then found by the route. taken: at check-in."""

    number: str
    traveller: str
    stretch: int | None = None
    origin: str = ""
    destination: str = ""
    taken: bool = False


class CheckInDraft(NamedTuple):
    """A check-in. stretch: index into `BookingDraft.stretches`, or None. at: ISO 8601; number: in the order of boarding."""

    traveller: str
    stretch: int | None = None
    at: str = ""
    number: str = ""
    cabin: str = ""


@dataclass(slots=True)
class TicketDraft:
    """A ticket (`model.bookings.Ticket`), its price and date told after its number. infant: of one on that traveller's lap."""

    number: str
    traveller: str = ""
    issued: str = ""
    fare: str = ""
    total: str = ""
    currency: str = ""
    infant: bool = False


@dataclass(slots=True)
class Paper:
    """What SSR DOCS or DOCO says of somebody. infant: marked as an infant's.

    reference: the traveller's it names; within: whom it stands under, None at booking or flight level. text: as given.
    code, status, carrier: of the service request. whole: whether its parts stand where they should.
    """

    start: int
    end: int
    code: str
    text: str
    reference: str = ""
    within: Person | None = None
    document: TravelDocument | None = None
    family: str = ""
    given: str = ""
    birth_date: str = ""
    birth_place: str = ""
    sex: str = ""
    nationality: str = ""
    infant: bool = False
    status: str = ""
    carrier: str = ""
    whole: bool = True


@dataclass(slots=True)
class Lap:
    """An infant named by SSR INFT, under the adult it travels with. reference: the adult's."""

    start: int
    end: int
    family: str
    given: str
    birth_date: str = ""
    reference: str = ""


@dataclass(slots=True)
class BookingDraft:
    """One PNR. start, end: bytes. unnamed: places of a group that have no name yet; group: the group's name.

    references: carrier or system and locator, to when it was made; tickets: by number, then by traveller.
    """

    start: int
    end: int
    references: dict[tuple[str, str], str] = field(default_factory=dict)
    created: str = ""
    changed: str = ""
    ticketed: str = ""
    group: str = ""
    unnamed: int = 0
    party: int | None = None
    people: list[Person] = field(default_factory=list)
    stretches: list[Stretch] = field(default_factory=list)
    papers: list[Paper] = field(default_factory=list)
    laps: list[Lap] = field(default_factory=list)
    residences: list[tuple[str, Person | None, str]] = field(default_factory=list)  # reference, within, alpha-2
    agencies: list[Agency] = field(default_factory=list)
    payments: list[Payment] = field(default_factory=list)
    contacts: list[Contact] = field(default_factory=list)
    tickets: dict[str, dict[str, TicketDraft]] = field(default_factory=dict)
    services: list[Service] = field(default_factory=list)
    seats: list[SeatDraft] = field(default_factory=list)
    checkins: list[CheckInDraft] = field(default_factory=list)
    bags: list[Bag] = field(default_factory=list)
    remarks: list[Remark] = field(default_factory=list)
    history: list[HistoryLine] = field(default_factory=list)
    split: list[str] = field(default_factory=list)

    @property
    def locator(self) -> str:
        """The first reference's, "" where none was told."""
        for _, locator in self.references:
            return locator
        return ""

    def add_reference(self, carrier: str, locator: str, created: str = "") -> None:
        """Take a locator, once; a repetition may tell when it was made."""
        if locator:
            self.references[carrier, locator] = self.references.get((carrier, locator)) or created

    def add_ticket(self, number: str, traveller: str = "") -> TicketDraft:
        """Take a ticket, once for each traveller; a repetition may tell whose it is."""
        same = self.tickets.setdefault(number, {})
        if not traveller and same:
            return next(iter(same.values()))
        unclaimed = same.pop("", None)
        ticket = same.get(traveller) or unclaimed or TicketDraft(number)
        ticket.traveller = traveller
        same[traveller] = ticket
        return ticket


@dataclass(slots=True)
class MessageDraft:
    """One message. reported: the flight it is about, more than one where it names a chain of legs; bookings in their order.

    pivot: an ISO date near the message's own; years of two digits are settled by it.
    """

    file: str
    header: MessageHeader
    pivot: str
    reported: list[Flight] = field(default_factory=list)
    bookings: list[BookingDraft] = field(default_factory=list)
