"""The itinerary of a booking: the flights it holds, where it turns back, and how long it stays there. Pure.

Times of flights are local to their airports (PADIS TVL); every other time of a booking is UTC (PNRGOV implementation guide,
DAT and RCI: "unless specifically stated otherwise in bilateral agreement").
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import cached_property

from tansiq.detectors.rules.attributes import EARLIEST, LATEST
from tansiq.model.bookings import Booking, Segment
from tansiq.picture.airports import city, country, distance_km, instant

NOT_FLOWN = frozenset({"HX", "UN", "UC", "NO", "XX", "XL", "XR", "US", "UU", "UW", "WK", "WL", "WN"})
"""Status codes of what is cancelled, refused or waited for in vain (AIRIMP)."""

_DAY = len("2026-05-01")


def utc(text: str) -> datetime | None:
    """The instant of a booking's own clock, None for what is no date with a time, or of another century."""
    if len(text) < len("2026-05-01T03:20"):
        return None
    try:
        return plausible(datetime.fromisoformat(text[:19]).replace(tzinfo=UTC))
    except ValueError:
        return None


def plausible(at: datetime | None) -> datetime | None:
    """An instant of which something can be before and after; None for one that only a mistake can mean."""
    return at if at is not None and EARLIEST <= at <= LATEST else None


def day(text: str) -> date | None:
    """The day of a date or a local time, None for what is none."""
    try:
        return date.fromisoformat(text[:_DAY])
    except ValueError:
        return None


@dataclass(frozen=True, eq=False)
class Itinerary:
    """The pieces of a booking that lead from one place to another.

    flights: flown ones with both airports, in the order they are flown. open_ended: those without a date. surface: pieces
    not flown.
    """

    flights: tuple[Segment, ...]
    open_ended: tuple[Segment, ...] = ()
    surface: int = 0

    @cached_property
    def origin(self) -> str:
        """Where the first flight departs, "" where there is none."""
        return self.flights[0].origin if self.flights else ""

    @cached_property
    def airports(self) -> tuple[str, ...]:
        """The airports it touches, in order; one that is arrived at and departed from again stands once."""
        touched: list[str] = []
        for flight in self.flights:
            touched += [a for a in (flight.origin, flight.destination) if not touched or touched[-1] != a]
        return tuple(touched)

    @cached_property
    def countries(self) -> tuple[str, ...] | None:
        """The countries it touches, in order; None where an airport is not known, or there is no flight."""
        touched: list[str] = []
        for airport in self.airports:
            found = country(airport)
            if not found:
                return None
            if not touched or touched[-1] != found:
                touched.append(found)
        return tuple(touched) or None

    @cached_property
    def turn(self) -> int | None:
        """Index of the flight that arrives where the itinerary turns back; None where it does not, or is not known.

        Of several places away from home it is the one with the longest stay, without times the one farthest from home.
        """
        away = self._away()
        if not away or not any(self.is_home(flight.destination) for flight in self.flights[away[0] + 1 :]):
            return None
        home = max(i for i, flight in enumerate(self.flights) if self.is_home(flight.destination))
        before = [i for i in away if i < home]
        stays = {i: gap(self.flights[i], self.flights[i + 1]) for i in before}
        if all(stay is not None for stay in stays.values()):
            return max(before, key=lambda i: (stays[i] or timedelta(), -i))
        return max(before, key=lambda i: (distance_km(self.origin, self.flights[i].destination) or 0, -i))

    @cached_property
    def end(self) -> str:
        """The airport where it ends, or turns back; "" without a flight."""
        if not self.flights:
            return ""
        return self.flights[-1 if self.turn is None else self.turn].destination

    @cached_property
    def outward(self) -> tuple[Segment, ...]:
        """The flights to where it ends, or turns back."""
        return self.flights if self.turn is None else self.flights[: self.turn + 1]

    def is_home(self, airport: str) -> bool:
        """Whether an airport lies where it begins: in that country, or in that city for one that never leaves the country."""
        if self.countries is not None and len(self.countries) > 1:
            return country(airport) == self.countries[0]
        return airport == self.origin or (city(airport) == city(self.origin) != "")

    def _away(self) -> list[int]:
        return [i for i, f in enumerate(self.flights) if self.countries is not None and not self.is_home(f.destination)]

    @cached_property
    def gaps(self) -> tuple[timedelta | None, ...]:
        """The time on the ground before each flight but the first, None where it is not known."""
        return tuple(gap(one, other) for one, other in zip(self.flights, self.flights[1:], strict=False))

    @cached_property
    def connections(self) -> tuple[timedelta | None, ...]:
        """The times on the ground that are no stay at the place where it turns back."""
        return tuple(g for i, g in enumerate(self.gaps) if i != self.turn)


def itinerary(booking: Booking) -> Itinerary:
    """The itinerary that a booking holds. What is cancelled is left out."""
    air = [s for s in booking.segments if s.kind == "air" and s.origin and s.destination and s.status not in NOT_FLOWN]
    dated = [s for s in air if s.departure]
    return Itinerary(
        tuple(_in_order(dated)),
        tuple(s for s in air if not s.departure),
        sum(s.kind == "surface" for s in booking.segments),
    )


def _in_order(flights: Sequence[Segment]) -> Iterable[Segment]:
    """By departure where every departure is known; as given otherwise, for an airport's clock alone tells no order."""
    at = [instant(f.departure, f.origin) for f in flights]
    if any(a is None for a in at):
        return flights
    return [f for _, _, f in sorted(((a, i, f) for i, (a, f) in enumerate(zip(at, flights, strict=True))), key=_rank)]


def _rank(placed: tuple[datetime | None, int, Segment]) -> tuple[datetime, int]:
    assert placed[0] is not None  # noqa: S101  those without a departure were told apart before
    return placed[0], placed[1]


def departs_at(flight: Segment) -> datetime | None:
    """When it departs, None where that is not known."""
    return instant(flight.departure, flight.origin)


def arrives_at(flight: Segment) -> datetime | None:
    """When it arrives; None where that is not known, or would be before it departs."""
    arrival, departure = instant(flight.arrival, flight.destination), departs_at(flight)
    return None if arrival is None or (departure is not None and arrival < departure) else arrival


def gap(one: Segment, other: Segment) -> timedelta | None:
    """The time from one flight's arrival to the next one's departure, None where unknown or less than nothing."""
    arrival, departure = arrives_at(one), departs_at(other)
    if arrival is None or departure is None or departure < arrival:
        return None
    return departure - arrival
