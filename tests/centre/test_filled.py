"""Over an invented day, every attribute that is said to be filled is, and none that is said not to be."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from django.db import transaction

from tansiq.centre.known_facts import known_facts
from tansiq.detectors.rules import Row
from tansiq.detectors.rules.attributes import ATTRIBUTES
from tansiq.model.bookings import (
    Agency,
    Bag,
    Booking,
    CheckIn,
    Contact,
    HistoryLine,
    Payment,
    Seat,
    Segment,
    Service,
    Ticket,
)
from tansiq.model.observations import FlightLeg, MessageHeader, TravelDocument, Traveller
from tansiq.picture.facts import filled, traced_facts_of
from tansiq.picture.facts.kept import keep
from tansiq.picture.filled import NOT_YET
from tansiq.picture.flights import Flight, ManifestEntry
from tansiq.picture.schedules import load
from tests.picture.airline import SOURCE
from tests.picture.reservations import HEADER, NOW, air, booking, hear_values, listing, passport, push, somebody

pytestmark = [pytest.mark.postgres, pytest.mark.django_db]

SCHEDULE = (
    "carrier,number,origin,destination,departure,arrival,from,until,days,service,sold_as\n"
    "PK,786,LHR,ISB,20:15,08:15,2026-03-29,2026-10-24,1234567,J,TK8123\n"
)
DOCUMENTS = (passport("ZZ1"), TravelDocument("V1", "V", "PK"))
SANA = somebody(
    "KHAN/SANA", "1", sex="F", birth_date="1990-01-02", nationality="PK", residence="GB", documents=DOCUMENTS,
    seat="12A", bags=("0214000001",), bag_count=1, bag_weight_kg=23.0, category="adult", embarked="LHR",
    disembarks="ISB", verified=True,
)  # fmt: skip
OMAR = replace(SANA, names=somebody("KHAN/OMAR").names, reference="2", documents=(passport("ZZ2"),), seat="12B")


def leg(on: datetime, way: str = "LHR-ISB", number: str = "786") -> FlightLeg:
    origin, _, destination = way.partition("-")
    departs, lands = f"{on:%Y-%m-%d}T20:15", f"{on + timedelta(days=1):%Y-%m-%d}T08:15"
    return FlightLeg(
        0, "PK", number, origin, destination, SOURCE, MessageHeader("PNRGOV"), departs, lands, marketing=("TK8123",)
    )


def full(on: datetime, locator: str) -> Booking:
    """A booking that says everything."""
    there, back = on + timedelta(days=1), on + timedelta(days=9)
    at = f"{on - timedelta(days=1):%Y-%m-%dT%H:%M}"
    return booking(
        air("LHR-ISB", f"{on:%Y-%m-%d}T20:15", f"{there:%Y-%m-%d}T08:15"),
        air("ISB-KHI", f"{there:%Y-%m-%d}T12:15", f"{there:%Y-%m-%d}T14:15", leg=1),
        Segment("surface"),
        air("KHI-LHR", f"{back:%Y-%m-%d}T10:00", f"{back:%Y-%m-%d}T15:00", leg=2),
        locator=locator,
        created=f"{on - timedelta(days=3):%Y-%m-%d}T10:00",
        changed=at,
        ticketed=at,
        agencies=(Agency("1A:MUC", "12345678", "LONAA", "LON", "GB", "AA", "T"),),
        payments=(Payment("CC", "VI", "411111XXXXXX1111", "100", "USD", "SANA KHAN", expires="1030"),),
        contacts=(
            Contact("phone", "+92 51 5550100"), Contact("email", "A@B.CO"), Contact("address", "destination: 1 ROAD"),
        ),
        tickets=(Ticket("2140000000001", "", at, "90.00", "100.00", "USD"),),
        services=(Service("XBAG"), Service("NRSA")),
        seats=(Seat("12A", 0, "1"), Seat("12B", 0, "2")),
        checkins=(CheckIn("1", 0, at, "7", "Y"),),
        bags=(Bag("0214000001", "PK", "KHI", "1"),),
        history=(HistoryLine("TBD 1", "A", at, "X"), HistoryLine("SSR SEAT:HK:1:PK 12A", "X", at, "X")),
    )  # fmt: skip


def rows_of(flight: Flight, on: datetime) -> Iterator[Row]:
    flight = Flight.objects.get(pk=flight.pk)
    entries: Sequence[ManifestEntry] = list(flight.entries.all())
    rows = traced_facts_of(flight, entries, at=on)
    with transaction.atomic():
        keep(flight, {e.key: e for e in entries}, rows, at=on)
    yield from known_facts(flight, entries, rows, {e.key: () for e in entries}, at=on).values()


def day() -> Iterator[Row]:
    """A schedule, three pushes, a passenger list, a crew list and a close-out."""
    load(SCHEDULE.encode(), "pk.csv", at=NOW)
    onward = [
        replace(leg(NOW, way, number), index=n)
        for n, (way, number) in enumerate([("ISB-KHI", "300"), ("KHI-LHR", "787")], start=1)
    ]
    people: list[Traveller] = [SANA, OMAR]
    before = NOW - timedelta(days=40)
    first = push(leg(before), [(full(before, "OLD001"), people)], at=before, others=onward)
    yield from rows_of(first, before)
    closing = replace(HEADER, type="PAXLST", function="266", identifier="CLOB", prepared=f"{before:%Y-%m-%d}T20:00:00")
    closed = replace(leg(before), message=closing)
    hear_values([closed, *(replace(p, message=closing, reference="", locator="") for p in people)], at=before)
    back = before + timedelta(days=9)
    yield from rows_of(push(leg(back, "KHI-LHR", "787"), [(full(before, "OLD001"), people)], at=back), back)
    flight = push(leg(NOW), [(full(NOW, "NEW001"), people)], at=NOW, others=onward)
    listing(leg(NOW), people, at=NOW + timedelta(hours=1))
    crew = replace(HEADER, type="PAXLST", function="250", prepared=f"{NOW:%Y-%m-%d}T02:00:00")
    pilot = replace(somebody("RAZA/PILOT"), role="crew", message=crew)
    hear_values([replace(leg(NOW), message=crew), pilot], at=NOW + timedelta(hours=2))
    yield from rows_of(flight, NOW)


def test_what_is_said_to_be_filled_is() -> None:
    found = {name for row in day() for name in row}
    assert found == filled()


def test_what_is_not_filled_is_an_attribute() -> None:
    assert NOT_YET.keys() <= ATTRIBUTES.keys()
