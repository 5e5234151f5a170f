"""Gives the people of a plot their places on a flight and their bookings, on the plot's own terms."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import cycle, islice, repeat

from tansiq.demo.carriers import CARRIERS
from tansiq.demo.offices import OFFICES
from tansiq.demo.plots import Onward, Plot, Terms
from tansiq.demo.reservations import Guest, Reservation, Stretch
from tansiq.demo.routes import Flight
from tansiq.demo.sales import local, sold, sold_as
from tansiq.demo.timetable import CODESHARES
from tansiq.demo.travellers import Passenger, Person, Register, board, invent_parties, plant

GIVEN_UP = 3
"""Bookings of chance people on each flight with a series of pushes that are cancelled before it leaves."""


@dataclass(frozen=True, slots=True)
class Cast:
    """A plot with its people. bookings: all that there were, those that were given up included."""

    plot: Plot
    passengers: tuple[Passenger, ...]
    bookings: tuple[Reservation, ...]


def cast(register: Register, flight: Flight, plot: Plot) -> Cast:
    """The plot's people on the flight."""
    parties = [[plant(register, traits) for traits in party] for party in plot.parties]
    chance = board(register, flight, parties, CARRIERS[flight.service.carrier].airline_code)
    passengers = tuple(_placed(register, flight, plot.terms, chance))
    return Cast(plot, passengers, tuple(_bookings(register, flight, plot.terms, passengers)))


def give_up(register: Register, flight: Flight) -> tuple[Reservation, ...]:
    """Bookings that were cancelled some time before the flight, of people who are on no list."""
    lone = [[person] for party in invent_parties(register, flight, GIVEN_UP) for person in party]
    passengers = board(register, flight, lone, CARRIERS[flight.service.carrier].airline_code)
    departs = flight.planned.departure_at
    made = []
    for passenger in passengers:
        booking = sold(register.rng, flight, [passenger])
        ends = departs - timedelta(minutes=register.rng.randint(150, 4200))
        created = min(booking.created_at, departs - timedelta(hours=90))
        made.append(replace(booking, created_at=created, changed_at=created, cancelled_at=ends))
    return tuple(made)


def _placed(register: Register, flight: Flight, terms: Terms, passengers: Sequence[Passenger]) -> Iterator[Passenger]:
    seats = terms.seats or tuple(f"{50 + i}C" for i in range(len(passengers)))
    for passenger, seat in zip(passengers, seats, strict=True):
        placed = replace(passenger, seat=seat)
        if terms.bags is not None:
            pieces, weight = terms.bags
            tag = register.tags(CARRIERS[flight.service.carrier].airline_code, pieces)
            placed = replace(placed, bags=pieces, bag_weight_kg=weight, bag_tag=tag)
        yield placed


def _bookings(
    register: Register, flight: Flight, terms: Terms, passengers: Sequence[Passenger]
) -> Iterator[Reservation]:
    """One booking for each locator; where a booking was divided, the whole one too."""
    parties: dict[str, list[Passenger]] = {}
    for passenger in passengers:
        parties.setdefault(passenger.locator, []).append(passenger)
    offices = islice(cycle(terms.offices), len(parties)) if terms.offices else repeat("")
    made = [
        _on_terms(terms, flight, sold(register.rng, flight, party), office, place)
        for place, (party, office) in enumerate(zip(parties.values(), offices, strict=False))
    ]
    yield from made if terms.divided is None else _divided(made, flight.departure_at - terms.divided)


def _on_terms(terms: Terms, flight: Flight, booking: Reservation, office: str, place: int) -> Reservation:
    departs = flight.planned.departure_at
    booking = replace(booking, stretches=_stretches(terms, flight, booking), reported=0, history=())
    if office:
        booking = replace(booking, office=OFFICES[office])
    if terms.lead is not None:
        booking = _made(booking, departs - terms.lead + place * terms.spread, departs)
    if terms.payment is not None:
        booking = replace(booking, payment=terms.payment)
    given_up = None if terms.given_up is None else departs - terms.given_up
    return replace(booking, phone=terms.phone or booking.phone, cancelled_at=given_up)


def _made(booking: Reservation, at: datetime, departs: datetime) -> Reservation:
    """The booking as made at a moment, and paid soon after."""
    ticketed = at + min((departs - at) / 20, timedelta(hours=1))
    checked_in = max(departs - timedelta(minutes=70), ticketed)
    return replace(booking, created_at=at, changed_at=ticketed, ticketed_at=ticketed, checked_in_at=checked_in)


def _stretches(terms: Terms, flight: Flight, booking: Reservation) -> tuple[Stretch, ...]:
    own = booking.stretches[booking.reported]
    if terms.is_codeshare and not own.operator:
        own = sold_as(own, *CODESHARES[flight.service.designator])
    if not terms.is_one_way:
        return (own, *booking.stretches[booking.reported + 1 :])
    stretches, ends = [own], flight.planned.arrival_at
    for onward in terms.onward:
        stretch, ends = _onward(onward, ends)
        stretches.append(stretch)
    return tuple(stretches)


def _onward(onward: Onward, after: datetime) -> tuple[Stretch, datetime]:
    leaves = after + timedelta(hours=onward.hours)
    lands = leaves + timedelta(minutes=onward.minutes)
    departure = local(leaves, onward.origin)
    if not onward.carrier:
        return Stretch(onward.origin, onward.destination, departure), lands
    arrival = local(lands, onward.destination)
    return Stretch(onward.origin, onward.destination, departure, arrival, onward.carrier, onward.number), lands


def _divided(made: Sequence[Reservation], at: datetime) -> Iterator[Reservation]:
    """One booking of all until a moment, one of each from then on."""
    first = made[0]
    guests = tuple(_under(first.locator, guest, place) for place, guest in enumerate(_all_guests(made), start=1))
    yield replace(first, guests=guests, cancelled_at=at)
    for booking in made:
        yield replace(
            booking,
            split=first.locator if booking is not first else made[1].locator,
            told_from=at,
            changed_at=at,
            created_at=first.created_at,
            office=first.office,
            stretches=first.stretches,
        )


def _all_guests(made: Sequence[Reservation]) -> list[Guest]:
    return [guest for booking in made for guest in booking.guests]


def _under(locator: str, guest: Guest, place: int) -> Guest:
    return replace(guest, reference=str(place), passenger=replace(guest.passenger, locator=locator))


def with_old_passport(register: Register, person: Person, shape: str) -> Person:
    """The person under the passport before the present one."""
    old = replace(person.papers[0], number=register.number(shape), expires_on=register.today)
    return replace(person, papers=(old,))
