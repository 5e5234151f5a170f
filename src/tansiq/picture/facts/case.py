"""One person on one flight, with all that facts about them are made of. Values only: a test makes one by hand."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property
from uuid import UUID

from tansiq.detectors.rules import Value
from tansiq.model.bookings import Booking, HistoryLine, Segment
from tansiq.model.observations import FlightLeg, MessageHeader, Traveller
from tansiq.picture.audience import Audience
from tansiq.picture.facts.itinerary import Itinerary, day, itinerary, plausible
from tansiq.picture.flights import Flight

Facts = dict[str, Value | None]
"""Part of a row. None and a missing name both say: unknown."""


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody else of the booking. reference: Traveller.reference within it, "" where it is not known."""

    key: int
    traveller: Traveller
    reference: str = ""
    person_id: UUID | None = None


_SEAT = re.compile(r"([0-9]{1,2})([A-Z])")
_LETTERS = "ABCDEFGHJKL"
"""Letters of seats from one side of the cabin to the other; there is no I (IATA resolution 786)."""


def place_of(seat: str) -> tuple[int, int] | None:
    """Row, and place from the left, of "12A"; None for what is no seat."""
    found = _SEAT.fullmatch(seat.strip().upper().lstrip("0"))
    return (int(found[1]), _LETTERS.index(found[2])) if found and found[2] in _LETTERS else None


@dataclass(frozen=True)
class Scene:
    """What is known of a flight as a whole, as far as everybody who knows of the person may know it.

    seats: seat by the key of everybody who may arrive; booked: sender and locator of their booking by the same keys.
    last_checkin: the highest place in the order of check-in.
    """

    travellers: int | None = None
    crew: int | None = None
    seats: Mapping[int, str] = field(default_factory=dict)
    bookings: Mapping[int, tuple[str, str]] = field(default_factory=dict)
    last_checkin: int | None = None

    @cached_property
    def places(self) -> Mapping[tuple[int, int], Sequence[int]]:
        """Who sits where: keys by row and place from the left."""
        found: dict[tuple[int, int], list[int]] = {}
        for key, seat in self.seats.items():
            place = place_of(seat)
            if place is not None:
                found.setdefault(place, []).append(key)
        return found


@dataclass(frozen=True, slots=True)
class Heard:
    """One message that names the person. warnings: those of the message."""

    header: MessageHeader
    received_at: datetime
    warnings: int = 0


@dataclass(frozen=True)
class Case:
    """One person on one flight.

    traveller: what lists and bookings say together; listed, booked: what each says by itself, None where it says nothing.
    booking: None where none was received. reference: the person's in the booking, "" where it is not known. party: the
    others of the booking. legs: of the booking's message, by their index. way: the itinerary, where it was worked out before for
    somebody of the booking. sender: of the booking. audience: the organisations
    that may know of the person here, None for any; booking_audience: of the booking.
    """

    flight: Flight
    key: int
    traveller: Traveller
    at: datetime
    listed: Traveller | None = None
    booked: Traveller | None = None
    booking: Booking | None = None
    reference: str = ""
    party: Sequence[Member] = ()
    legs: Mapping[int, FlightLeg] = field(default_factory=dict)
    scene: Scene = field(default_factory=Scene)
    heard: Sequence[Heard] = ()
    way: Itinerary | None = None
    sender: str = ""
    person_id: UUID | None = None
    audience: Audience = None
    booking_audience: Audience = None

    @cached_property
    def itinerary(self) -> Itinerary | None:
        """The itinerary of the booking, None without one that holds a flight."""
        if self.booking is None:
            return None
        found = self.way if self.way is not None else itinerary(self.booking)
        return found if found.flights else None

    @cached_property
    def here(self) -> Segment | None:
        """The piece of the itinerary that is this flight, None where none is."""
        flights = self.itinerary.flights if self.itinerary is not None else ()
        route = self.flight.origin, self.flight.destination
        same = [f for f in flights if (f.origin, f.destination) == route or not all(route)]
        on = self.flight.departure_local[:10]
        return next((f for f in same if not on or f.departure[:10] == on), None)

    @cached_property
    def departs_at(self) -> datetime | None:
        """When the flight departs."""
        return plausible(self.flight.departs_at)

    @cached_property
    def departs_on(self) -> date | None:
        """The day of departure at the airport."""
        return day(self.flight.departure_local)

    @cached_property
    def history(self) -> Sequence[HistoryLine]:
        """The lines of the booking's history that say what was done: free text is not understood."""
        return [line for line in self.booking.history if line.action] if self.booking is not None else ()

    def is_mine(self, reference: str) -> bool:
        """Whether what a booking says under a reference is this person's: theirs, or everybody's."""
        return not reference or (bool(self.reference) and reference == self.reference)
