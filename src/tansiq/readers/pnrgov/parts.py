"""The segments of PNRGOV taken apart: elements in, values out (PADIS EDIFACT, PNRGOV implementation guide section 5).

Every function takes components as text without blanks around them, at least nine of each element, and is free of state.
"""

import re
from typing import NamedTuple

from tansiq.model.bookings import Agency, Contact
from tansiq.readers.bookings.text import masked
from tansiq.readers.bookings.travel_dates import next_day, parse_moment_of
from tansiq.readers.moments import Moment

KILOGRAMS_PER_POUND = 0.45359237  # by definition, international pound
_POUNDS = "701"
_CLOCK = 4
_MOST_TAGS = 99
_FEWEST_DIGITS = 6
_PHONE = 7  # place of the telephone in ADD C031
_TAG = re.compile(r"(.*?)([0-9]{1,12})")
_PLACE = re.compile(r"[A-Z]{3}")
_NUMBER = re.compile(r"[0-9]{1,5}[A-Z]?")
_DECIMAL = re.compile(r"[0-9]{1,6}(?:\.[0-9]{0,3})?")
_CARRIER = re.compile(r"[A-Z0-9]{2,3}")
_POOLS = frozenset({"HP", "MP"})  # head and member of a pool of bags
_SURFACE = frozenset({"ARNK", "SURFACE", "LAND"})


def part(parts: list[str], index: int) -> str:
    """A component without blanks around it, "" where there are fewer."""
    return parts[index].strip() if index < len(parts) else ""


class Times(NamedTuple):
    """Departure and arrival, ISO 8601 local; whole: whether nothing of them had to be left out."""

    departure: str
    arrival: str
    whole: bool


def times(parts: list[str], about: str) -> Times:
    """TVL C310: date, time, date, time, days later; the third may be the time of arrival, or empty before it.

    An arrival without a date is of the day of departure, or of the next where its clock is behind that of departure.
    about: the ISO date that settles the year.
    """
    day, clock, second, last, later, *_ = parts
    if len(second) == _CLOCK and second.isdigit() and not last:
        second, last = "", second
    departs = parse_moment_of(day, clock, about) if day else Moment("", whole=not clock)
    if not second and not last:
        return Times(departs.iso, "", departs.whole)
    arrives = parse_moment_of(second or day, last, about) if second or day else Moment("", whole=False)
    iso = arrives.iso
    if iso and not second:
        if later.isdigit() and later.isascii():
            iso = next_day(iso[:10], int(later[:2])) + iso[10:]
        elif "T" in iso and iso < departs.iso:
            iso = next_day(iso[:10]) + iso[10:]
    return Times(departs.iso, iso, departs.whole and arrives.whole)


class Product(NamedTuple):
    """TVL C306 and C308: who sells and who flies, the number with its suffix, and the booking class."""

    carrier: str
    operator: str
    number: str
    booking_class: str
    flown: bool


def product(companies: list[str], numbers: list[str]) -> Product:
    """What is booked. flown: whether it names a carrier and a flight number; "OPEN" does not."""
    carrier, operator = companies[0].upper(), companies[1].upper()
    number, booking_class, suffix = numbers[0].upper(), numbers[1], numbers[2].upper()
    if len(suffix) == 1 and suffix.isalpha() and number.isdigit():
        number += suffix
    flown = _CARRIER.fullmatch(carrier) is not None and _NUMBER.fullmatch(number) is not None
    return Product(carrier, operator if _CARRIER.fullmatch(operator) else "", number, booking_class, flown)


def is_airport(parts: list[str]) -> bool:
    """Whether a place (TVL C328) is an airport or its city: a code of three letters, and no name of a house beside it."""
    return _PLACE.fullmatch(parts[0].upper()) is not None and not parts[1]


def is_surface(companies: list[str], numbers: list[str]) -> bool:
    """Whether a TVL says that the way goes over land here ("ARNK", arrival not known)."""
    return companies[0].upper() in _SURFACE or numbers[0].upper() in _SURFACE


def agency(elements: list[list[str]]) -> Agency:
    """ORG: who made or changed a booking. elements: the components of each, the tag's first."""
    none = [""] * 3
    system, identity, place, company, kind, country, *signs = [*elements[1:], *[none] * 9][:9]
    return Agency(
        system=":".join([text for text in system[:2] if text]),
        number=identity[0],
        office=identity[1],
        place=place[0] or company[1],
        country=country[0],
        agent="/".join([sign[0] for sign in signs if sign[0]]),
        kind=kind[0],
    )


def contacts(parts: list[str], traveller: str) -> list[Contact]:
    """ADD C031: an address and a telephone, which some senders write one place early or late."""
    lines, phone = parts[1:], ""
    if sum(map(str.isdigit, lines[_PHONE - 1])) >= _FEWEST_DIGITS:
        phone, lines[_PHONE - 1] = lines[_PHONE - 1], ""
    found: list[Contact] = []
    address = masked(", ".join(line for line in lines if line))
    if address:
        found.append(Contact("address", address, traveller))
    if phone:
        found.append(Contact("phone", masked(phone), traveller))
    return found


class BagTag(NamedTuple):
    """A checked bag: its tag, who issued it, where to."""

    tag: str
    carrier: str
    destination: str


class Baggage(NamedTuple):
    """TBD. bags, weight_kg: None where not told. pool: whether several travellers share the bags."""

    bags: int | None
    weight_kg: float | None
    pool: bool
    tags: tuple[BagTag, ...]


def baggage(elements: list[list[str]]) -> Baggage:
    """TBD with its runs of tags expanded. elements: the components of each, the tag's first.

    A count beside a tag is the length of a run only where the runs add up to the bags: some senders number them instead.
    """
    details = elements[2] if len(elements) > 2 else []  # noqa: PLR2004  the tag, an unused element, and the details
    count, weight = _whole(part(details, 0)), _decimal(part(details, 1))
    pool, total = False, 0
    told: list[tuple[BagTag, int]] = []
    for element in elements[3:]:
        carrier, tag = part(element, 0), part(element, 1)
        if carrier in _POOLS:
            pool = True
        elif tag:
            run = _whole(part(element, 2)) or 1
            total += run
            told.append((BagTag(tag, carrier, part(element, 3)), run))
    if total > len(told) and (total == count if count is not None else total <= _MOST_TAGS):
        tags = [tag for first, run in told for tag in _run(first, run if run <= _MOST_TAGS else 1)]
    else:
        tags = [tag for tag, _ in told]
    if weight is not None and part(details, 2) == _POUNDS:
        weight = round(weight * KILOGRAMS_PER_POUND, 3)
    return Baggage(count, weight, pool, tuple(tags))


def _run(first: BagTag, count: int) -> list[BagTag]:
    """A tag, and those that follow it by number."""
    found = _TAG.fullmatch(first.tag) if count > 1 else None
    if found is None:
        return [first]
    head, width, number = found[1], len(found[2]), int(found[2])
    return [first._replace(tag=head + str(number + step).zfill(width)) for step in range(count)]


def _whole(text: str) -> int | None:
    return int(text[-6:]) if text.isascii() and text.isdigit() else None


def _decimal(text: str) -> float | None:
    shaped = text.replace(",", ".")
    return float(shaped) if _DECIMAL.fullmatch(shaped) else None
