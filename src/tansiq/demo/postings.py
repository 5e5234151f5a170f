"""Files on their way: what they are, by which feed they come and when they arrive."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum

from tansiq.demo.casting import Cast
from tansiq.demo.reservations import Reservation
from tansiq.demo.routes import Flight
from tansiq.demo.stories import Outcome, Planted
from tansiq.demo.travellers import Passenger, Register

RECIPIENT = "NCCDEMO"


class Kind(StrEnum):
    """What a file of the day is."""

    WATCHLIST = "watchlist"
    SCHEDULE = "schedule"
    LIST = "list"
    CREW = "crew"
    CHANGE = "change"
    CLOSE_OUT = "close-out"
    AGAIN = "list-again"
    CUT = "list-cut"
    MOVED = "list-moved"
    COUNTER = "list-counter"
    CANCELLED = "cancelled"
    BOOKINGS_72 = "bookings-72h"
    BOOKINGS_24 = "bookings-24h"
    BOOKINGS_2 = "bookings-2h"
    BOOKINGS_0 = "bookings-0h"
    BOOKINGS_AGAIN = "bookings-again"
    UPDATE = "bookings-update"
    CARGO = "cargo"

    @property
    def is_list(self) -> bool:
        """Whether it is about passengers or crew and no booking."""
        return self not in _OTHERS


_OTHERS = frozenset(
    {
        Kind.WATCHLIST,
        Kind.SCHEDULE,
        Kind.CARGO,
        Kind.BOOKINGS_72,
        Kind.BOOKINGS_24,
        Kind.BOOKINGS_2,
        Kind.BOOKINGS_0,
        Kind.BOOKINGS_AGAIN,
        Kind.UPDATE,
    }
)


@dataclass(frozen=True, slots=True)
class Posting:
    """A file on its way. arrives_at: UTC; flight: designator, "" for what is about no flight; ending: of its name."""

    feed: str
    kind: Kind
    flight: str
    day: str
    arrives_at: datetime
    content: bytes
    ending: str = "edi"


@dataclass(slots=True)
class Desk:
    """Where messages get their control references from. now: the clock of whoever plays the day."""

    register: Register
    now: datetime
    serial: int = field(default=0)

    def control(self, prepared_at: datetime) -> str:
        """A control reference (UNB 0020) that no other interchange has; at most 14 characters."""
        self.serial += 1
        return f"{prepared_at:%y%m%d%H%M}{self.serial % 10_000:04d}"


@dataclass(frozen=True, slots=True)
class Load:
    """A flight with its people. passengers: whom its full list names. stories: the planted ones among them, by reference.

    bookings: all that there were for it, those given up included; casts: the plots on it.
    """

    flight: Flight
    passengers: Sequence[Passenger]
    stories: Mapping[str, Planted]
    bookings: Sequence[Reservation] = ()
    casts: Sequence[Cast] = ()

    @property
    def name(self) -> str:
        """The flight's designator."""
        return self.flight.service.designator

    @property
    def departs_on(self) -> str:
        """The local date on which the flight was first to depart, ISO 8601: by it people know a flight."""
        return f"{self.flight.planned.departure_local:%Y-%m-%d}"

    def as_first_listed(self) -> list[Passenger]:
        """The passengers with the mistakes that a change will correct."""
        return [self._mistyped(passenger) for passenger in self.passengers]

    def corrected(self) -> list[Passenger]:
        """The passengers whom the first list had wrong, as they are."""
        return [passenger for passenger in self.passengers if self._mistyped(passenger) != passenger]

    def left_behind(self) -> list[Passenger]:
        """The passengers whose story is that they do not board."""
        missed = [
            p.reference for cast in self.casts if cast.plot.solution.presence == "not_on_board" for p in cast.passengers
        ]
        told = [r for r, story in self.stories.items() if story.expected is Outcome.WITHDRAWN]
        return [passenger for passenger in self.passengers if passenger.reference in {*missed, *told}]

    def planted(self) -> set[str]:
        """The references of everybody in a story or plot."""
        return {*self.stories, *(p.reference for cast in self.casts for p in cast.passengers)}

    def _mistyped(self, passenger: Passenger) -> Passenger:
        story = self.stories.get(passenger.reference)
        if story is None or story.mistyped_birth is None:
            return passenger
        return replace(passenger, person=replace(passenger.person, born_on=story.mistyped_birth))
