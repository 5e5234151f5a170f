"""Who flies: fills the flights of today with chance people, stories and plots, and those of earlier days with some of the same."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime

from tansiq.demo.carriers import CARRIERS
from tansiq.demo.casting import Cast, cast, give_up, with_old_passport
from tansiq.demo.chance import happens, seeded
from tansiq.demo.plots import PLOTS
from tansiq.demo.postings import Load
from tansiq.demo.pushes import SERIES, WITHOUT
from tansiq.demo.reservations import Reservation
from tansiq.demo.routes import Flight
from tansiq.demo.sales import sell
from tansiq.demo.stories import STORIES
from tansiq.demo.timetable import schedule
from tansiq.demo.travellers import PASSPORT_SHAPES, Passenger, Person, Register, board, invent_parties, plant
from tansiq.demo.watchlist import entries

PLOT_TAGS = 900_000
"""Bag tags of people in plots begin here, so that chance people have the same tags with plots and without."""

RETURNING = 0.25
"""Share of today's travellers who flew the same way on an earlier day."""

RENEWED = 0.1
"""Share of those who had another passport then."""

MOST_SEATS = 350


def register(seed: int, now: datetime) -> Register:
    """An empty register that keeps for the stories and the list what is theirs."""
    planted = [traits for story in STORIES for traits in (story.traveller, *story.companions)]
    planted += [traits for plot in PLOTS for party in plot.parties for traits in party]
    listed = {document.split(":")[1] for entry in entries() for document in entry.documents}
    return Register(
        rng=seeded(seed),
        today=now.date(),
        reserved_names=frozenset(f"{traits.given} {traits.family}" for traits in planted),
        taken=listed | {traits.number for traits in planted},
    )


def load_today(chance: Register, seed: int, now: datetime) -> list[Load]:
    """The day's flights with everybody on them, as they stand at `now`."""
    loads = [_filled(chance, flight) for flight in schedule(now)]
    planted = replace(chance, rng=seeded(f"{seed} plots"), next_tag=PLOT_TAGS)
    return [_booked(planted, seed, load) for load in loads]


def load_earlier(chance: Register, seed: int, today: Sequence[Load], days: int) -> list[Load]:
    """The same flights on the days before, earliest first; some of the travellers are today's."""
    past = []
    for back in range(days - 1, 0, -1):
        there = replace(chance, rng=seeded(f"{seed} {back} days ago"), next_tag=PLOT_TAGS // 2 + back * 10_000)
        past += [_earlier(there, seed, load, today, back) for load in today]
    return past


def _filled(chance: Register, flight: Flight) -> Load:
    service = flight.service
    told = [story for story in STORIES if story.flight == service.designator]
    planted = [[plant(chance, traits) for traits in (s.traveller, *s.companions)] for s in told]
    jitter = chance.rng.randint(-service.passengers // 25, service.passengers // 25)
    count = min(service.passengers + jitter, MOST_SEATS) - sum(len(party) for party in planted)
    parties = [*planted, *invent_parties(chance, flight, count)]
    chance.rng.shuffle(parties)
    passengers = board(chance, flight, parties, CARRIERS[service.carrier].airline_code)
    by_person = {id(passenger.person): passenger.reference for passenger in passengers}
    return Load(flight, passengers, {by_person[id(party[0])]: s for s, party in zip(told, planted, strict=True)})


def _booked(planted: Register, seed: int, load: Load) -> Load:
    """The load with its bookings, and with the people of its plots."""
    casts = [cast(planted, load.flight, plot) for plot in PLOTS if plot.flight == load.name]
    passengers = [*load.passengers, *(p for c in casts for p in _on_list(c))]
    if load.name in WITHOUT:
        return replace(load, passengers=passengers, casts=casts)
    bookings: Iterable[Reservation] = sell(seed, load.flight, load.passengers)
    bookings = (*bookings, *(b for c in casts for b in c.bookings))
    if load.name in SERIES:
        bookings = (*bookings, *give_up(planted, load.flight))
    return replace(load, passengers=passengers, bookings=bookings, casts=casts)


def _on_list(played: Cast) -> Sequence[Passenger]:
    """Whom of a plot the airline's full list names."""
    is_listed = played.plot.solution.is_listed and played.plot.terms.given_up is None
    return played.passengers if is_listed else ()


def _earlier(there: Register, seed: int, load: Load, today: Sequence[Load], back: int) -> Load:
    flight = replace(load.flight.planned.earlier(back), service=load.flight.service._replace(delay_minutes=0))
    again = [[_then(there, p.person)] for p in load.passengers if happens(there.rng, RETURNING)]
    again += [[person] for person in _with_old_passports(there, load, today)] if back == 1 else []
    parties = [*again, *invent_parties(there, flight, flight.service.passengers - len(again))]
    passengers = board(there, flight, parties, CARRIERS[flight.service.carrier].airline_code)
    if load.name in WITHOUT:
        return Load(flight, passengers, {})
    return Load(flight, passengers, {}, sell(seed, flight, passengers))


def _then(there: Register, person: Person) -> Person:
    """A traveller of today as they were on an earlier day."""
    if not happens(there.rng, RENEWED):
        return person
    return with_old_passport(there, person, PASSPORT_SHAPES[person.nationality])


def _with_old_passports(there: Register, load: Load, today: Sequence[Load]) -> list[Person]:
    """The people of plots who flew this way under an earlier passport."""
    casts = [c for other in today for c in other.casts if c.plot.earlier == load.name]
    return [
        with_old_passport(there, p.person, PASSPORT_SHAPES[p.person.nationality]) for c in casts for p in c.passengers
    ]
