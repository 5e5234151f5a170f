"""Invented travellers: parties that booked together, their documents, seats and bags.

Every document number has the shape its country gives it and digits that begin with `INVENTED_BLOCK`: a mark by which
anybody can tell an invented number from a real one that slipped in.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from random import Random

from tansiq.demo.chance import happens
from tansiq.demo.names import family_name, given_names
from tansiq.demo.routes import AIRPORTS, MIXES, Community, Flight
from tansiq.demo.stories import Traits

INVENTED_BLOCK = "000"
"""The first digits of every document number of the demo."""

_LETTERS = "ACEFGHJKMNPRTUVWXY"  # none that a scanner takes for a digit, so that invented numbers do not look alike
_SIGNS = {"a": _LETTERS, "9": "0123456789"}
_LOCATOR = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"

PASSPORT_SHAPES: dict[str, str] = {
    "PAK": "aa0009999",
    "GBR": "000999999",
    "CAN": "aa000999",
    "ARE": "a00099999",
    "QAT": "a00099999",
    "SAU": "a00099999",
    "OMN": "aa0009999",
    "TUR": "U00099999",
    "MYS": "A00099999",
    "THA": "aa0009999",
    "ETH": "EP0009999",
    "CHN": "E00099999",
    "AFG": "P00099999",
}
"""Shapes: "a" stands for a letter, "9" for a digit, all else for itself."""

INFANT_DAYS = 730
"""Younger than that, a traveller sits on a lap and has no bag."""

LARGEST_KIN = 6
"""A party with more people than that is a tour or a pilgrims' group, not a family."""

ONE_AISLE = 190
"""Most passengers of an aircraft with one aisle."""

_VISA_SHAPE = "V00099999"
_BIRTH_CITIES: dict[str, tuple[str, ...]] = {
    "PAK": ("RAWALPINDI", "LAHORE", "KARACHI", "PESHAWAR", "MIRPUR", "SIALKOT", "GUJRAT", "MULTAN", "SWABI", "QUETTA"),
    "GBR": ("BRADFORD", "BIRMINGHAM", "LONDON", "MANCHESTER", "LUTON", "GLASGOW"),
    "AFG": ("KABUL", "JALALABAD", "HERAT", "KUNDUZ"),
    "CHN": ("CHENGDU", "SHANGHAI", "URUMQI", "WUHAN"),
}
_CAPITALS = {airport.country: airport.city for airport in AIRPORTS.values()}


@dataclass(frozen=True, slots=True)
class Paper:
    """A passport ("P") or visa ("V"). issuer: alpha-3."""

    type: str
    number: str
    issuer: str
    expires_on: date


@dataclass(frozen=True, slots=True)
class Person:
    """An invented person as the passport names them. Countries are alpha-3; sex is "M" or "F"."""

    family: str
    given: str
    sex: str
    born_on: date
    nationality: str
    birth_place: str
    papers: tuple[Paper, ...]

    @property
    def full_name(self) -> str:
        """Given names, then the family name."""
        return f"{self.given} {self.family}".strip()


@dataclass(frozen=True, slots=True)
class Passenger:
    """A person on a flight. bag_tag: the first of `bags` consecutive tags, "" where there is none."""

    person: Person
    locator: str
    reference: str
    residence: str
    seat: str = ""
    bag_tag: str = ""
    bags: int = 0
    bag_weight_kg: int = 0


@dataclass(slots=True)
class Register:
    """What was given out on this day already: no document number or locator is given twice.

    reserved_names: full names that nobody is given by chance.
    """

    rng: Random
    today: date
    reserved_names: frozenset[str] = frozenset()
    taken: set[str] = field(default_factory=set)
    next_tag: int = 0

    def number(self, shape: str) -> str:
        """A number of the shape that nobody has yet."""
        while True:
            drawn = draw_number(self.rng, shape)
            if drawn not in self.taken:
                self.taken.add(drawn)
                return drawn

    def locator(self) -> str:
        """A record locator that no other booking has."""
        while True:
            drawn = "".join(self.rng.choices(_LOCATOR, k=6))
            if drawn not in self.taken:
                self.taken.add(drawn)
                return drawn

    def tags(self, airline_code: str, count: int) -> str:
        """The first of `count` consecutive ten-digit bag tags (IATA Resolution 740: type, airline code, number)."""
        first = self.next_tag
        self.next_tag += count
        return f"0{airline_code}{first:06d}"


def draw_number(rng: Random, shape: str) -> str:
    """A document number of the shape, which may have been drawn before."""
    return "".join(rng.choice(_SIGNS[sign]) if sign in _SIGNS else sign for sign in shape)


_Shape = list[tuple[str, int]]  # sex and age of each member of a party


def _worker(rng: Random) -> _Shape:
    return [("M" if happens(rng, 0.88) else "F", rng.randint(20, 56))]


def _couple(rng: Random) -> _Shape:
    age = rng.randint(24, 62)
    return [("M", age), ("F", max(20, age - rng.randint(-2, 7)))]


def _family(rng: Random) -> _Shape:
    mother = rng.randint(25, 44)
    children = [(rng.choice("MF"), rng.randint(0, min(17, mother - 20))) for _ in range(rng.randint(1, 4))]
    return [("M", mother + rng.randint(0, 8)), ("F", mother), *children]


def _elders(rng: Random) -> _Shape:
    age = rng.randint(58, 80)
    return [("M", age), ("F", age - rng.randint(0, 6))][: rng.randint(1, 2)]


def _group(rng: Random) -> _Shape:
    return [(rng.choice("MMF"), rng.randint(30, 75)) for _ in range(rng.randint(6, 18))]


_SHAPES: tuple[Callable[[Random], _Shape], ...] = (_worker, _couple, _family, _elders, _group)


def invent_parties(register: Register, flight: Flight, count: int) -> list[list[Person]]:
    """Parties of the route's people, `count` travellers together."""
    mix = MIXES[flight.service.abroad]
    shares = [community.share for community in mix.communities]
    parties = []
    while count > 0:
        shape = register.rng.choices(_SHAPES, weights=mix.parties)[0](register.rng)[:count]
        community = register.rng.choices(mix.communities, weights=shares)[0]
        parties.append(_party(register, community, shape, is_kin=len(shape) <= LARGEST_KIN))
        count -= len(shape)
    return parties


def invent_crew(register: Register, country: str, *, cockpit: int, cabin: int) -> list[tuple[str, Person]]:
    """The crew of an airline of the country: function of the PAXLST guide ("CR1" cockpit, "CR2" cabin) and person."""
    community = next(c for mix in MIXES.values() for c in mix.communities if c.nationality == country)
    crew = []
    for place in range(cockpit + cabin):
        sex = "M" if place < cockpit else register.rng.choice("MFF")
        family = family_name(register.rng, community.people)
        person = _person(register, community, family, sex, register.rng.randint(23, 57))
        crew.append(("CR1" if place < cockpit else "CR2", person))
    return crew


def plant(register: Register, traits: Traits) -> Person:
    """The planted traveller of a story as a person with a passport."""
    return Person(
        family=traits.family,
        given=traits.given,
        sex=traits.sex,
        born_on=traits.born_on,
        nationality=traits.nationality,
        birth_place=traits.birth_place,
        papers=(_passport(register, traits.nationality, traits.number),),
    )


def _party(register: Register, community: Community, shape: _Shape, *, is_kin: bool) -> list[Person]:
    family = family_name(register.rng, community.people)
    party = []
    for sex, age in shape:
        party.append(_person(register, community, family, sex, age))
        if not is_kin:
            family = family_name(register.rng, community.people)
    return party


def _person(register: Register, community: Community, family: str, sex: str, age: int) -> Person:
    rng = register.rng
    given = given_names(rng, community.people, sex)
    while f"{given} {family}" in register.reserved_names:
        given = given_names(rng, community.people, sex)
    country = community.nationality
    return Person(
        family=family,
        given=given,
        sex=sex,
        born_on=register.today - timedelta(days=age * 365 + age // 4 + rng.randint(1, 364)),
        nationality=country,
        birth_place=rng.choice(_BIRTH_CITIES.get(country, (_CAPITALS.get(country, ""),))),
        papers=_papers(register, country),
    )


def _papers(register: Register, country: str) -> tuple[Paper, ...]:
    papers: tuple[Paper, ...] = (_passport(register, country),)
    if country != "PAK" and happens(register.rng, 0.4):  # the others have an origin card
        expiry = register.today + timedelta(days=register.rng.randint(20, 350))
        papers += (Paper("V", register.number(_VISA_SHAPE), "PAK", expiry),)
    return papers


def _passport(register: Register, country: str, number: str = "") -> Paper:
    expiry = register.today + timedelta(days=register.rng.randint(200, 3500))
    return Paper("P", number or register.number(PASSPORT_SHAPES[country]), country, expiry)


def board(
    register: Register, flight: Flight, parties: Iterable[Sequence[Person]], airline_code: str
) -> list[Passenger]:
    """The parties as passengers: each party under one locator, side by side, with its bags."""
    passengers: list[Passenger] = []
    for party in parties:
        locator = register.locator()
        for place, person in enumerate(party, start=1):
            residence = person.nationality if happens(register.rng, 0.5) else flight.service.abroad
            passengers.append(
                _checked_in(register, person, (locator, f"{locator}{place:02d}", residence), airline_code)
            )
    return _seated(register, passengers)


def _checked_in(register: Register, person: Person, booking: tuple[str, str, str], airline_code: str) -> Passenger:
    bags = register.rng.choices((0, 1, 2, 3), weights=(18, 42, 34, 6))[0]
    if not bags or _is_infant(register, person):
        return Passenger(person, *booking)
    weight = sum(register.rng.randint(9, 30) for _ in range(bags))
    return Passenger(person, *booking, bag_tag=register.tags(airline_code, bags), bags=bags, bag_weight_kg=weight)


def _seated(register: Register, passengers: list[Passenger]) -> list[Passenger]:
    columns = "ABCDEF" if len(passengers) <= ONE_AISLE else "ABCDEFGHJK"
    places = range(len(passengers) * 21 // 20 + 2)
    chosen = iter(sorted(register.rng.sample(places, len(passengers))))
    seated = []
    for passenger in passengers:
        row, column = divmod(next(chosen), len(columns))
        seat = "" if _is_infant(register, passenger.person) else f"{row + 5}{columns[column]}"
        seated.append(replace(passenger, seat=seat))
    return seated


def _is_infant(register: Register, person: Person) -> bool:
    return (register.today - person.born_on).days < INFANT_DAYS
