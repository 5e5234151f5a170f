"""Writing PAXLST message bodies: full lists, crew lists, changes and close-outs.

Source: UN/EDIFACT PAXLST D.02B to D.12B, and the WCO/IATA/ICAO implementation guide for what airlines put where.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from tansiq.demo.carriers import CARRIERS, Carrier
from tansiq.demo.edifact import Segment
from tansiq.demo.routes import Flight
from tansiq.demo.travellers import Paper, Passenger, Person

PASSENGERS, CREW, CLOSE_OUT = "745", "250", "266"
"""BGM 1001."""

CHANGE, ON_BOARD, NOT_ON_BOARD, CANCELLED, CREW_ON_PASSENGER_FLIGHT = "CP", "CLOB", "CLNB", "XF", "C"
"""BGM 1004."""

PASSENGERS_COUNTED, CREW_COUNTED = "42", "41"
"""CNT 6069."""


@dataclass(frozen=True, slots=True)
class Heading:
    """What a message is: BGM 1001, BGM 1004 ("" for a full list) and the running number of its revision.

    transaction: RFF+TN, "" for the flight's own.
    """

    function: str
    identifier: str = ""
    revision: int = 1
    transaction: str = ""


def body(flight: Flight, heading: Heading, groups: Iterable[Sequence[Segment]], counted: int) -> list[Segment]:
    """The segments between UNH and UNT: what it is, who sends it, which flight, the travellers, their count."""
    segments = _header(flight, heading)
    for group in groups:
        segments += group
    qualifier = CREW_COUNTED if heading.function == CREW else PASSENGERS_COUNTED
    segments.append(("CNT", (qualifier, str(counted))))
    return segments


def _header(flight: Flight, heading: Heading) -> list[Segment]:
    service = flight.service
    carrier = CARRIERS[service.carrier]
    beginning: Segment = ("BGM", heading.function)
    segments: list[Segment] = [(*beginning, heading.identifier) if heading.identifier else beginning]
    if carrier.gives_transaction or heading.transaction:
        transaction = heading.transaction or f"{service.designator}{flight.departure_at:%y%m%d}"
        segments.append(("RFF", ("TN", transaction, "", "", f"{heading.revision:03d}")))
    return [
        *segments,
        ("NAD", "MS", "", "", f"{service.carrier} APIS DESK INVENTED DEMO DATA"),
        ("COM", (carrier.phone, "TE")),
        ("TDT", "20", service.designator, "", "", service.carrier),
        ("LOC", "125", service.origin),
        ("DTM", ("189", f"{flight.departure_local:%y%m%d%H%M}", "201")),
        ("LOC", "87", service.destination),
        ("DTM", ("232", f"{flight.arrival_local:%y%m%d%H%M}", "201")),
    ]


def passenger_group(flight: Flight, passenger: Passenger) -> list[Segment]:
    """A passenger with everything the airline gives."""
    carrier = CARRIERS[flight.service.carrier]
    person = passenger.person
    segments = [*_person("FL", person, carrier), *_measures(passenger)]
    if carrier.gives_verified:
        segments.append(("GEI", "4", "173"))
    segments += _tags(passenger)
    segments += _places(flight, passenger.residence)
    if carrier.gives_birth_place:
        segments.append(("LOC", "180", (person.nationality, "", "", person.birth_place)))
    segments += [("NAT", "2", person.nationality), ("RFF", ("AVF", passenger.locator))]
    segments.append(("RFF", ("ABO", passenger.reference)))
    if passenger.seat:
        segments.append(("RFF", ("SEA", passenger.seat)))
    for paper in person.papers:
        segments += _paper(paper)
    return segments


def crew_group(flight: Flight, person: Person, function: str) -> list[Segment]:
    """A crew member. function: "CR1" cockpit, "CR2" cabin."""
    segments = _person("FM", person, CARRIERS[flight.service.carrier])
    segments += _places(flight, person.nationality)
    segments += [("EMP", "1", (function, "110", "111")), ("NAT", "2", person.nationality)]
    for paper in person.papers:
        segments += _paper(paper)
    return segments


def reference_group(passenger: Passenger) -> list[Segment]:
    """A passenger as close-outs name one: by the reference of the list alone."""
    return [("NAD", "FL"), ("RFF", ("ABO", passenger.reference))]


def _person(role: str, person: Person, carrier: Carrier) -> list[Segment]:
    given = tuple(person.given.split(" ", 1)) if carrier.splits_given else (person.given,)
    return [
        ("NAD", role, "", "", (person.family, *given)),
        ("ATT", "2", "", person.sex),
        ("DTM", ("329", f"{person.born_on:%y%m%d}")),
    ]


def _measures(passenger: Passenger) -> list[Segment]:
    if not passenger.bags:
        return []
    return [
        ("MEA", "CT", "", ("", str(passenger.bags))),
        ("MEA", "WT", "", ("KGM", str(passenger.bag_weight_kg))),
    ]


def _tags(passenger: Passenger) -> list[Segment]:
    if not passenger.bags:
        return []
    tag = (passenger.bag_tag, str(passenger.bags)) if passenger.bags > 1 else passenger.bag_tag
    return [("FTX", "BAG", "", "", tag)]


def _places(flight: Flight, residence: str) -> list[Segment]:
    service = flight.service
    return [
        ("LOC", "22", service.destination),
        ("LOC", "174", residence),
        ("LOC", "178", service.origin),
        ("LOC", "179", service.destination),
    ]


def _paper(paper: Paper) -> list[Segment]:
    return [
        ("DOC", (paper.type, "110", "111"), paper.number),
        ("DTM", ("36", f"{paper.expires_on:%y%m%d}")),
        ("LOC", "91", paper.issuer),
    ]
