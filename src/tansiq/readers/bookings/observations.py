"""The observations of one message about bookings: its legs, and each booking with its travellers.

The reported flight is the first leg; other flights of itineraries follow, each once, under the carrier that flies them.
"""

from dataclasses import dataclass, field
from typing import TypeVar

from tansiq.model.bookings import Booking, BookingReference, CheckIn, Seat, Segment, Ticket
from tansiq.model.kinds import Observation
from tansiq.model.observations import FlightLeg, PersonName, Source, Traveller
from tansiq.model.reading import NoticeCode
from tansiq.readers.bookings.documents import join
from tansiq.readers.bookings.draft import BookingDraft, Flight, MessageDraft, Person, Stretch
from tansiq.readers.journal import Journal

_NOT_FLOWN = frozenset({"HX", "UN", "UC", "NO", "XX", "XL", "XR", "US", "UU", "UW", "WK", "WL", "WN"})
_MOST_COMPARED = 20  # flights of one day and route that a message can be about
_DAY = 10

Value = TypeVar("Value")
Key = tuple[str, str, str, str, str]


def bare_number(number: str) -> str:
    """A flight number without leading zeros."""
    return number.lstrip("0") or number[-1:]


@dataclass(slots=True)
class _Leg:
    """A leg while its names gather."""

    flight: Flight
    carrier: str
    number: str
    within: bool
    departure: str
    arrival: str
    marketing: dict[str, None] = field(default_factory=dict)

    def also(self, name: str) -> None:
        """Take another name of the flight."""
        if name and name != self.carrier + self.number:
            self.marketing[name] = None


class Legs:
    """The legs of one message, each once. Flights are known by their names on a route and a day."""

    def __init__(self, draft: MessageDraft) -> None:
        self._draft = draft
        self._legs: list[_Leg] = []
        self._known: dict[Key, int] = {}
        self._reported: dict[tuple[str, str, str], list[int]] = {}
        for flight in draft.reported:
            index = self.index(flight)
            self._legs[index].within = False
            at = self._reported.setdefault(_route(flight), [])
            if index not in at[:_MOST_COMPARED]:
                at.append(index)
        self.reported = tuple(index for index, leg in enumerate(self._legs) if not leg.within)

    def index(self, flight: Flight) -> int:
        """The index of a flight's leg, which is made where there is none yet."""
        carrier, number, alias = _identity(flight)
        route = _route(flight)
        index = self._as_reported(flight, route)
        if index is not None and (carrier, bare_number(flight.number)) == (carrier, self._legs[index].number):
            number = self._legs[index].number  # the first number is the operating one; the partner's stands second
            partner = bare_number(flight.operating_number) if flight.operating_number else ""
            alias = (flight.carrier, partner) if partner and partner != number else None
        if index is None and number:
            index = self._known.get((carrier, number, *route))
        if index is None and alias:
            index = self._known.get((*alias, *route))
        if index is None:
            index = len(self._legs)
            leg = _Leg(flight, carrier, number, within=True, departure=flight.departure, arrival=flight.arrival)
            self._legs.append(leg)
        self._learn(index, carrier, number, alias, route)
        self._times(self._legs[index], flight)
        return index

    def _learn(
        self, index: int, carrier: str, number: str, alias: tuple[str, str] | None, route: tuple[str, str, str]
    ) -> None:
        leg = self._legs[index]
        if number:
            self._known.setdefault((carrier, number, *route), index)
            if leg.number:
                leg.also(carrier + number)
            elif leg.carrier == carrier:
                leg.number = number
        if alias:
            self._known.setdefault((*alias, *route), index)
            leg.also("".join(alias))

    def _times(self, leg: _Leg, flight: Flight) -> None:
        if len(flight.departure) > len(leg.departure):
            leg.departure = flight.departure
        if len(flight.arrival) > len(leg.arrival):
            leg.arrival = flight.arrival

    def _as_reported(self, flight: Flight, route: tuple[str, str, str]) -> int | None:
        """The reported leg that a codeshare flight is: its operating carrier's number, or time, says so."""
        if not flight.operator:
            return None
        for index in self._reported.get(route, ())[:_MOST_COMPARED]:
            leg = self._legs[index]
            if flight.operator == leg.carrier and not flight.operating_number and flight.departure == leg.departure:
                return index
            if (flight.operator, bare_number(flight.number or "-")) == (leg.carrier, leg.number):
                return index
        return None

    def observations(self) -> tuple[FlightLeg, ...]:
        """The legs in their order."""
        draft = self._draft
        return tuple(
            FlightLeg(
                index=index,
                carrier=leg.carrier,
                number=leg.number,
                origin=leg.flight.origin,
                destination=leg.flight.destination,
                source=Source(draft.file, leg.flight.start, leg.flight.end),
                message=draft.header,
                departure=leg.departure,
                arrival=leg.arrival,
                marketing=tuple(leg.marketing),
                within="itinerary" if leg.within else "",
            )
            for index, leg in enumerate(self._legs)
        )


def _route(flight: Flight) -> tuple[str, str, str]:
    return flight.origin, flight.destination, flight.departure[:_DAY]


def _identity(flight: Flight) -> tuple[str, str, tuple[str, str] | None]:
    """The carrier that flies and its number, "" where it is not told, and the name the flight is sold under, if another."""
    number = bare_number(flight.number) if flight.number else ""
    if not flight.operator or flight.operator == flight.carrier:
        return flight.carrier, number, None
    alias = (flight.carrier, number) if flight.carrier and number else None
    return flight.operator, bare_number(flight.operating_number) if flight.operating_number else "", alias


def observations(draft: MessageDraft, journal: Journal) -> tuple[Observation, ...]:
    """The legs of a message, then each booking and its travellers."""
    legs = Legs(draft)
    out: list[Observation] = []
    for booking in draft.bookings:
        join(booking, journal)
        out.extend(_Finished(draft, booking, legs, journal).observations())
    return (*legs.observations(), *out)


class _Finished:
    """One booking, complete, and its travellers."""

    def __init__(self, draft: MessageDraft, booking: BookingDraft, legs: Legs, journal: Journal) -> None:
        self._draft, self._booking, self._journal = draft, booking, journal
        self._at = [None if s.flight is None else legs.index(s.flight) for s in booking.stretches]
        self._leg_of_route = {
            (s.origin, s.destination): index
            for s, index in zip(reversed(booking.stretches), reversed(self._at), strict=True)
            if index is not None
        }
        flown = [
            index
            for s, index in zip(booking.stretches, self._at, strict=True)
            if index is not None and s.status not in _NOT_FLOWN
        ]
        missing = [index for index in legs.reported if index not in flown[:_MOST_COMPARED]]
        self._flown = tuple(dict.fromkeys([*missing, *flown]))
        self._reported = legs.reported[0] if legs.reported else None
        self._only = booking.people[0].reference if len(booking.people) == 1 else None

    def observations(self) -> list[Observation]:
        """The booking, then its travellers."""
        seats, seat_of = self._seats()
        tickets, ticket_of = self._tickets()
        found: list[Observation] = [self._as_booking(seats, tickets)]
        for person in self._booking.people:
            reference = person.reference
            found.append(self._traveller(person, seat_of.get(reference, ""), ticket_of.get(reference, "")))
        return found

    def _leg(self, stretch: int | None, origin: str = "", destination: str = "") -> int | None:
        if stretch is not None and stretch < len(self._at):
            return self._at[stretch]
        return self._leg_of_route.get((origin, destination)) if origin else None

    def _seats(self) -> tuple[tuple[Seat, ...], dict[str, str]]:
        """The seats, each once; and by reference, the one on the reported flight, as taken before as wished."""
        seats: dict[Seat, None] = {}
        mine: dict[str, str] = {}
        for draft in sorted(self._booking.seats, key=lambda seat: not seat.taken):
            seat = Seat(draft.number, self._leg(draft.stretch, draft.origin, draft.destination), draft.traveller)
            seats[seat] = None
            if seat.leg == self._reported and self._reported is not None:
                mine.setdefault(self._whose(seat.traveller), seat.number)
        mine.pop("", None) if self._only is None else None
        return tuple(seats), mine

    def _tickets(self) -> tuple[tuple[Ticket, ...], dict[str, str]]:
        tickets: list[Ticket] = []
        infants = {person.reference for person in self._booking.people if person.category == "infant"}
        mine: dict[str, str] = {}
        for same in self._booking.tickets.values():
            for t in same.values():
                tickets.append(Ticket(t.number, t.traveller, t.issued, t.fare, t.total, t.currency))
                whose = self._whose(t.traveller)
                if not t.infant or whose in infants:
                    mine.setdefault(whose, t.number)
        mine.pop("", None) if self._only is None else None
        return tuple(tickets), mine

    def _whose(self, reference: str) -> str:
        """A reference; that of the only traveller where none is told."""
        return reference or self._only or ""

    def _as_booking(self, seats: tuple[Seat, ...], tickets: tuple[Ticket, ...]) -> Booking:
        booking = self._booking
        everybody = booking.unnamed + sum(person.category != "infant" for person in booking.people)
        return Booking(
            locator=booking.locator,
            source=Source(self._draft.file, booking.start, booking.end),
            message=self._draft.header,
            references=tuple([BookingReference(loc, carrier, at) for (carrier, loc), at in booking.references.items()]),
            created=booking.created,
            changed=booking.changed,
            ticketed=booking.ticketed,
            group=booking.group,
            party=max(booking.party or 0, everybody) or None,
            travellers=tuple([person.reference for person in booking.people]),
            segments=tuple([_segment(s, at) for s, at in zip(booking.stretches, self._at, strict=True)]),
            agencies=_once(booking.agencies),
            payments=tuple(booking.payments),
            contacts=_once(booking.contacts),
            tickets=tickets,
            services=_once(booking.services),
            seats=seats,
            checkins=tuple(
                [CheckIn(c.traveller, self._leg(c.stretch), c.at, c.number, c.cabin) for c in booking.checkins]
            ),
            bags=_once(booking.bags),
            remarks=tuple(booking.remarks),
            history=tuple(booking.history),
            split=_once(booking.split),
        )

    def _traveller(self, person: Person, seat: str, ticket: str) -> Traveller:
        name = PersonName(person.family, person.given, f"{person.given} {person.family}".strip())
        names = (name, *person.names) if name.full else tuple(person.names)
        if not names:
            text = "a traveller of a booking without a name"
            self._journal.notice(NoticeCode.NO_NAME, person.start, person.end, text)
        return Traveller(
            role="passenger",
            source=Source(self._draft.file, person.start, person.end),
            message=self._draft.header,
            names=names,
            sex=person.sex,
            birth_date=person.birth_date,
            birth_place=person.birth_place,
            nationality=person.nationality,
            residence=person.residence,
            documents=tuple(person.documents),
            locator=self._booking.locator,
            reference=person.reference,
            seat=seat,
            legs=self._flown,
            bags=_once(person.bags),
            bag_count=person.bag_count,
            bag_weight_kg=person.bag_weight_kg,
            category=person.category,
            ticket=ticket,
        )


def _once(values: list[Value]) -> tuple[Value, ...]:
    """The values, each the first time it comes."""
    return tuple(values) if len(values) < 2 else tuple(dict.fromkeys(values))  # noqa: PLR2004  one is there once


def _segment(stretch: Stretch, leg: int | None) -> Segment:
    return Segment(
        stretch.kind,
        leg,
        stretch.origin,
        stretch.destination,
        stretch.departure,
        stretch.arrival,
        stretch.booking_class,
        stretch.status,
        stretch.party,
        stretch.aircraft,
        stretch.text,
    )
