"""Invented bookings as a reservation system holds them, of the same people that the passenger lists name.

Card numbers are test numbers: the ranges that card networks keep for tests, and a right check digit. Tickets and
telephone numbers have `INVENTED_BLOCK` where a real one has a number of its own.
"""

from dataclasses import dataclass
from datetime import datetime

from tansiq.demo.offices import Office
from tansiq.demo.travellers import Passenger


@dataclass(frozen=True, slots=True)
class Stretch:
    """A piece of an itinerary; carrier "" where the way goes over land. Times are those of the airports' clocks.

    operator, operating_number: who flies it, where that is another than who sells it. arrival: None where not told.
    """

    origin: str
    destination: str
    departure: datetime
    arrival: datetime | None = None
    carrier: str = ""
    number: str = ""
    operator: str = ""
    operating_number: str = ""
    booking_class: str = "Y"
    status: str = "HK"
    aircraft: str = ""

    @property
    def is_surface(self) -> bool:
        """Whether it is no flight."""
        return not self.carrier


@dataclass(frozen=True, slots=True)
class Payment:
    """How a booking was paid. form: "CC" card, "CA" cash, "MS" miscellaneous. card, vendor, expires (MMYY), holder: of a card.

    amount: whole units of the currency, of each ticket.
    """

    form: str
    amount: int
    currency: str
    vendor: str = ""
    card: str = ""
    expires: str = ""
    holder: str = ""


@dataclass(frozen=True, slots=True)
class Guest:
    """A passenger of a booking. reference: TIF's; kind: "A", "C" or "IN". requests: service codes with their text.

    is_on_lap: an infant that only the service request of its adult names.
    """

    passenger: Passenger
    reference: str
    kind: str
    ticket: str
    requests: tuple[tuple[str, str], ...] = ()
    flyer: str = ""
    is_on_lap: bool = False

    @property
    def titled(self) -> str:
        """The given names with the title that reservation systems put behind them."""
        person = self.passenger.person
        titles = {"A": ("MR", "MRS"), "C": ("MSTR", "MISS"), "IN": ("MSTR", "MISS")}[self.kind]
        return f"{person.given} {titles[person.sex == 'F']}"


@dataclass(frozen=True, slots=True)
class Deed:
    """A line of a booking's history. action: "A" added, "X" cancelled. stretch or seat: what it was done to."""

    at: datetime
    action: str
    stretch: Stretch | None = None
    seat: str = ""
    family: str = ""
    given: str = ""


@dataclass(frozen=True, slots=True)
class Reservation:
    """A booking. Instants are UTC, None for what has not happened. reported: place of today's flight in the stretches.

    other: locator in the system of the office. split: the locator it was divided from. cancelled_at: when it was given up,
    or became another by division; told_from: when it became what it is by division.
    """

    locator: str
    guests: tuple[Guest, ...]
    stretches: tuple[Stretch, ...]
    reported: int
    office: Office
    created_at: datetime
    changed_at: datetime
    ticketed_at: datetime
    checked_in_at: datetime
    payment: Payment
    phone: str
    email: str
    address: str
    other: str = ""
    group: str = ""
    split: str = ""
    remarks: tuple[str, ...] = ()
    history: tuple[Deed, ...] = ()
    cancelled_at: datetime | None = None
    told_from: datetime | None = None

    @property
    def seated(self) -> tuple[Guest, ...]:
        """The guests with a ticket of their own name in the booking."""
        return tuple(guest for guest in self.guests if not guest.is_on_lap)

    def is_held(self, at: datetime) -> bool:
        """Whether the booking stands at that moment."""
        begins = self.told_from or self.created_at
        return begins <= at and (self.cancelled_at is None or at < self.cancelled_at)

    def is_checked_in(self, at: datetime) -> bool:
        """Whether its guests have checked in by then."""
        return self.checked_in_at <= at
