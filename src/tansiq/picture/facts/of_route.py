"""Facts about the whole itinerary, and the stay at the place where it turns back."""

from datetime import date, timedelta
from functools import lru_cache

from tansiq.model.bookings import Ticket
from tansiq.picture.airports import city, country, distance_km
from tansiq.picture.facts.case import Case, Facts
from tansiq.picture.facts.itinerary import Itinerary, arrives_at, day, departs_at

_SATURDAY = 6
_DIGITS = 13


def facts(case: Case) -> Facts:
    """route.* and stay.*, but for what only other journeys tell."""
    way = case.itinerary
    if way is None:
        return {}
    return {**_of_way(way), **_sold(case)}


@lru_cache(maxsize=64)
def _of_way(way: Itinerary) -> Facts:
    """What an itinerary tells, worked out once for those who travel together. Not to be changed."""
    return {**_places(way), **_shape(way), **_connections(way), **_stay(way)}


def _places(way: Itinerary) -> Facts:
    return {
        "route.origin": way.origin,
        "route.origin_country": country(way.origin) or None,
        "route.destination": way.end,
        "route.destination_country": country(way.end) or None,
        "route.countries": way.countries,
        "route.airports": way.airports,
        "route.legs": len(way.flights),
        "route.stops": len(way.outward) - 1,
        "route.surface_legs": way.surface,
    }


def _shape(way: Itinerary) -> Facts:
    pairs = list(zip(way.flights, way.flights[1:], strict=False))
    last = way.flights[-1].destination
    is_known = way.countries is not None
    elsewhere = None
    if is_known and city(last) and city(way.origin):
        elsewhere = way.turn is not None and way.is_home(last) and city(last) != city(way.origin)
    return {
        "route.is_one_way": way.turn is None and not _leads_back(way) if is_known else None,
        "route.is_broken": any(one.destination != other.origin for one, other in pairs),
        "route.returns_elsewhere": elsewhere,
        "route.distance_km": _flown(way, out_only=False),
        "route.detour_ratio": _detour(way),
    }


def _leads_back(way: Itinerary) -> bool:
    """Whether a flight back is booked that has no date yet."""
    return any(way.is_home(s.destination) and not way.is_home(s.origin) for s in way.open_ended)


def _flown(way: Itinerary, *, out_only: bool) -> int | None:
    pieces = [distance_km(f.origin, f.destination) for f in (way.outward if out_only else way.flights)]
    known = [piece for piece in pieces if piece is not None]
    return round(sum(known)) if len(known) == len(pieces) else None


def _detour(way: Itinerary) -> float | None:
    """The distance flown to where it ends or turns back, over the direct one."""
    flown, direct = _flown(way, out_only=True), distance_km(way.origin, way.end)
    if flown is None or not direct:
        return None
    return max(1.0, flown / direct)


def _connections(way: Itinerary) -> Facts:
    known = [c for c in way.connections if c is not None]
    if not known or len(known) < len(way.connections):
        return {}
    return {"route.shortest_connection": min(known), "route.longest_connection": max(known)}


def _stay(way: Itinerary) -> Facts:
    if way.turn is None:
        return {}
    there, back = way.flights[way.turn], way.flights[way.turn + 1]
    length, arrived, left = way.gaps[way.turn], day(there.arrival), day(back.departure)
    begins, arrives = departs_at(way.flights[0]), arrives_at(there)
    out: Facts = {"stay.length": length}
    if arrived is not None and left is not None and arrived <= left:
        out |= {"stay.nights": (left - arrived).days, "stay.covers_weekend": _has_saturday(arrived, left)}
    if length is not None and begins is not None and arrives is not None:
        out["stay.is_shorter_than_flight"] = length < arrives - begins
    return out


def _has_saturday(first: date, last: date) -> bool:
    return first + timedelta(days=(_SATURDAY - first.isoweekday()) % 7) <= last


def _sold(case: Case) -> Facts:
    """Whether the way is cut into tickets bought apart: of numbers that do not follow each other, issued on different days."""
    way = case.itinerary
    flown = way.flights if way is not None else ()
    carriers = [case.legs[f.leg].carrier for f in flown if f.leg is not None and f.leg in case.legs]
    out: Facts = {}
    if carriers and len(carriers) == len(flown) and all(carriers):
        out["route.carriers"] = tuple(dict.fromkeys(carriers))
    tickets = my_tickets(case)
    if len(books_of(tickets)) == 1:
        out["route.is_split"] = False
    elif tickets and all(t.issued for t in tickets):
        out["route.is_split"] = len({t.issued[:10] for t in tickets}) > 1
    return out


def my_tickets(case: Case) -> list[Ticket]:
    """The person's tickets whose numbers are whole."""
    if case.booking is None:
        return []
    return [t for t in case.booking.tickets if case.is_mine(t.traveller) and len(_digits(t)) == _DIGITS]


def books_of(tickets: list[Ticket]) -> list[list[int]]:
    """Ticket numbers that follow each other, together: one ticket of many flights is several documents (conjunction tickets)."""
    books: list[list[int]] = []
    for number in sorted({int(_digits(t)) for t in tickets}):
        if books and number == books[-1][-1] + 1:
            books[-1].append(number)
        else:
            books.append([number])
    return books


def _digits(ticket: Ticket) -> str:
    """The number without its coupon ("...C1") and its check digit."""
    digits = "".join(filter(str.isdigit, ticket.number.partition("C")[0]))
    return digits[:_DIGITS]
