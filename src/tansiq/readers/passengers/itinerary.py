"""The flight of a passenger list: TDT with its LOC and DTM as legs (WCO/IATA/ICAO PAXLST guide, segment groups 2 and 3)."""

import re
from dataclasses import dataclass, field

from tansiq.model.observations import FlightLeg, MessageHeader, Source
from tansiq.readers.edifact.envelope import Message, at
from tansiq.readers.journal import Journal
from tansiq.readers.moments import Moment, parse_moment

_NO_FLIGHT = frozenset({"188", "172"})  # places of a master crew list: no flight is meant
_DEPARTS = "125"
_DEPARTURES = frozenset({"189", "136", "133", "186"})
_ARRIVALS = frozenset({"232", "132", "178"})
_CARRIER_LENGTHS = (2, 3)
_CLOCK_DIGITS = 4
_IDENTIFIER = re.compile(r"([A-Z][A-Z0-9]|[0-9][A-Z]|[A-Z]{3})([0-9]{1,5}[A-Z]?)")
_NUMBER = re.compile(r"[0-9]{1,5}[A-Z]?")


@dataclass(slots=True)
class Stop:
    """One LOC under a TDT with the DTM after it. qualifier: 3227; times ISO 8601, local, "" where not given."""

    qualifier: str
    place: str
    departure: str = ""
    arrival: str = ""


@dataclass(slots=True)
class Transport:
    """One TDT. identifier: 8028 as given; carrier: 3127."""

    identifier: str
    carrier: str
    start: int
    end: int
    stops: list[Stop] = field(default_factory=list)


def split_identifier(identifier: str, carrier: str) -> tuple[str, str, tuple[str, ...]]:
    """Carrier, number without leading zeros, and other names of a flight.

    Where the flight number names another carrier than TDT does, the first is taken and the second given as an alias.
    """
    shaped = "".join(identifier.upper().split("/")[0].split())
    carrier = carrier.upper().strip()
    found = _IDENTIFIER.fullmatch(shaped)
    if carrier and shaped.startswith(carrier) and len(shaped) > len(carrier):
        return carrier, _bare(shaped[len(carrier) :]), ()
    if _NUMBER.fullmatch(shaped) or not found:
        return carrier, _bare(shaped), ()
    number = _bare(found[2])
    return found[1], number, (f"{carrier}{number}",) if carrier else ()


def _bare(number: str) -> str:
    return number.lstrip("0") or number[-1:]


def pair(stops: list[Stop]) -> list[tuple[Stop, Stop]]:
    """Stops as legs, from and to. Stops come in pairs, or as a chain (from, via, via, to) as in progressive flights."""
    legs: list[tuple[Stop, Stop]] = []
    origin: Stop | None = None
    for stop in stops:
        if origin is None:
            chained = legs and not (stop.departure or stop.qualifier == _DEPARTS or stop.place == legs[-1][1].place)
            if not chained:
                origin = stop
                continue
            origin = legs[-1][1]
        legs.append((origin, stop))
        origin = stop if stop.departure else None
    if origin is not None and not (legs and legs[-1][1] is origin):
        legs.append((origin, Stop("", "")))
    return legs


class Itinerary:
    """The flights of one message, as its TDT, LOC and DTM come."""

    def __init__(self, message: Message, journal: Journal) -> None:
        self._message, self._journal = message, journal
        self._text = message.interchange.text
        self._colon = message.interchange.characters.component
        self._transports: list[Transport] = []

    def open(self, start: int, end: int, elements: list[str]) -> None:
        """Take a TDT."""
        carrier = at(elements, 5).split(self._colon)[0] or at(elements, 4)  # the US form has it one element earlier
        carrier = carrier.strip() if len(carrier.strip()) in _CARRIER_LENGTHS else ""
        identifier = at(elements, 2).strip()
        if not identifier and not self._transports and "/" in self._message.access:
            identifier = self._message.access  # "A92707/210713/1200" in UNH, where TDT is empty
        self._transports.append(Transport(self._text(identifier), self._text(carrier), start, end))

    def stop(self, end: int, qualifier: str, place: str) -> None:
        """Take a LOC under the TDT."""
        self._transports[-1].stops.append(Stop(qualifier, place))
        self._transports[-1].end = end

    def time(self, start: int, end: int, qualifier: str, value: str) -> None:
        """Take a DTM under the TDT: it belongs to the LOC before it. value: date and time, one component or two."""
        transport = self._transports[-1]
        departs = qualifier in _DEPARTURES
        if not transport.stops or not (departs or qualifier in _ARRIVALS) or not value.strip():
            return
        moment = self._moment(value)
        if not moment.whole:
            self._journal.bad_date(start, end, value)
        stop = transport.stops[-1]
        if departs:
            stop.departure = stop.departure or moment.iso
        else:
            stop.arrival = stop.arrival or moment.iso
        transport.end = end

    def _moment(self, value: str) -> Moment:
        first, _, second = value.partition(self._colon)
        second = second.split(self._colon)[0]
        return parse_moment(first + second if len(second) == _CLOCK_DIGITS else first)

    def legs(self, file: str, header: MessageHeader) -> tuple[FlightLeg, ...]:
        """The legs of all flights so far, in the message's order."""
        legs: list[FlightLeg] = []
        for transport in self._transports:
            stops = [stop for stop in transport.stops if stop.qualifier not in _NO_FLIGHT]
            carrier, number, marketing = split_identifier(transport.identifier, transport.carrier)
            source = Source(file, transport.start, transport.end)
            for origin, destination in pair(stops):
                leg = FlightLeg(
                    index=len(legs),
                    carrier=carrier,
                    number=number,
                    origin=origin.place,
                    destination=destination.place,
                    source=source,
                    message=header,
                    departure=origin.departure,
                    arrival=destination.arrival,
                    marketing=marketing,
                )
                legs.append(leg)
        return tuple(legs)


def travelled(legs: tuple[FlightLeg, ...], embarked: str, disembarks: str) -> tuple[int, ...]:
    """The indexes of the legs from the place of embarking to that of disembarking; of all where neither is on the way."""
    first = next((leg.index for leg in legs if _same(leg.origin, embarked)), 0)
    last = next((leg.index for leg in legs[first:] if _same(leg.destination, disembarks)), len(legs) - 1)
    return tuple(range(first, last + 1))


def _same(place: str, other: str) -> bool:
    """Whether two codes name one place: equal, or an IATA code against a UN/LOCODE that ends in it (old US form)."""
    if place == other or not place or not other:
        return place == other and bool(place)
    return len(place) != len(other) and (place.endswith(other) or other.endswith(place))
