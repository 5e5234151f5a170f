"""Who travels together, what bookings have in common, and whose bags are whose."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from tansiq.model.observations import MessageHeader, Traveller
from tansiq.picture.flights import Flight
from tansiq.picture.parties import BagLine, aircraft, bags, is_infant, linked, of, parties, sits_apart, traces
from tests.picture.airline import SOURCE, Person, hear, leg
from tests.picture.guests import Guest, Reservation, push

NOW = datetime(2026, 5, 1, 3, tzinfo=UTC)
LEG = leg(lands=NOW + timedelta(hours=1))
FAMILY = Reservation(
    "FAM001",
    (
        Guest("INVENTED", "ALI", "31A", "ZZ0000001", tags=("0214000001",)),
        Guest("INVENTED", "SARA", "31B", "ZZ0000002", tags=("0214000002",)),
        Guest("INVENTED", "BABY", "", "ZZ0000003", born="2025-06-01"),
    ),
    pooled=("0214000009",),
    lost=("0214000099",),
    phone="+92 300 1234567",
    account="411111XXXXXX1234",
    agency="12345678",
)
ALONE = Reservation(
    "SOL001", (Guest("BASRI", "OMAR", "55K", "ZZ0000004"),), phone="0300-1234567", created="2026-04-02T10:00"
)
NEAR = Reservation("AGE001", (Guest("KHAN", "NOOR", "12C"),), agency="12345678", created="2026-04-01T09:55")
FAR = Reservation("FAR001", (Guest("SHAH", "IQBAL", "14C"),), agency="12345678", created="2026-04-01T10:05")


@pytest.fixture
def flight(db: None) -> Flight:
    hear(LEG, [Person("MALIK", "LISTED", "ZZ0000009", "1970-01-01", locator="API001")], at=NOW - timedelta(hours=2))
    return push(LEG, [FAMILY, ALONE, NEAR, FAR], at=NOW)


@pytest.mark.postgres
@pytest.mark.django_db
def test_parties_are_those_of_bookings_and_of_the_locators_of_lists(flight: Flight) -> None:
    made = {party.locator: len(party.keys) for party in parties(flight)}
    assert made == {"FAM001": 3, "SOL001": 1, "AGE001": 1, "FAR001": 1, "API001": 1}


@pytest.mark.postgres
@pytest.mark.django_db
def test_bookings_are_linked_by_phone_and_by_agency_and_hour(flight: Flight) -> None:
    among = parties(flight)
    family = next(p for p in among if p.locator == "FAM001")
    found = {link.trace.kind: [p.locator for p in link.parties] for link in linked(flight, family, among)}
    assert found == {"phone": ["SOL001"], "agency": ["AGE001"]}
    assert [p.locator for p in of(family.keys[0], among)] == ["FAM001"]


@pytest.mark.postgres
@pytest.mark.django_db
def test_bags_are_their_travellers_the_partys_or_nobodys(flight: Flight) -> None:
    held = flight.bookings.get(locator="FAM001")
    entries = list(flight.entries.filter(key__in=held.entries).order_by("key"))
    assert bags(held.value(), entries) == [
        BagLine("0214000001", entries[0].key, "traveller"),
        BagLine("0214000002", entries[1].key, "traveller"),
        BagLine("0214000009", None, "pool"),
        BagLine("0214000099", None, "nobody"),
    ]


@pytest.mark.postgres
@pytest.mark.django_db
def test_the_type_of_aircraft_is_the_one_most_bookings_give(flight: Flight) -> None:
    assert aircraft(flight) == "77W"


@pytest.mark.parametrize(
    ("booking", "told"),
    [
        pytest.param({"contacts": [{"kind": "phone", "text": "12345"}]}, [], id="too short for a phone"),
        pytest.param({"contacts": [{"kind": "address", "text": "0300 1234567"}]}, [], id="no phone"),
        pytest.param({"payments": [{"form": "CA"}]}, [], id="cash"),
        pytest.param(
            {"payments": [{"vendor": "VI", "account": "411111XXXXXX1234"}]}, [("card", "VI …1234")], id="a card"
        ),
        pytest.param(
            {"agencies": [{"number": "1", "kind": "A"}], "created": "2026-04-01T09:10"}, [], id="the airline itself"
        ),
        pytest.param({"agencies": [{"number": "1"}], "created": "2026-04-01"}, [], id="hour not known"),
        pytest.param(
            {"agencies": [{"number": "1"}], "created": "2026-04-01T09:10"}, [("agency", "1 04-01 09:00")], id="agency"
        ),
        pytest.param({}, [], id="nothing"),
    ],
)
def test_what_a_booking_may_have_in_common_with_another(booking: dict[str, Any], told: list[tuple[str, str]]) -> None:
    assert [(trace.kind, trace.shown) for trace in traces(booking)] == told


@pytest.mark.parametrize(
    ("seat", "others", "apart"),
    [
        pytest.param("31A", ["31B", "55K"], False, id="beside one of them"),
        pytest.param("55K", ["31A", "31B"], True, id="far from all"),
        pytest.param("", ["31A"], False, id="without a seat"),
        pytest.param("31A", ["", ""], False, id="nobody else has one"),
    ],
)
def test_who_sits_apart(seat: str, others: list[str], *, apart: bool) -> None:
    assert sits_apart(seat, others) is apart


@pytest.mark.parametrize(
    ("born", "category", "infant"),
    [
        pytest.param("2024-05-02", "", True, id="two tomorrow"),
        pytest.param("2024-05-01", "", False, id="two today"),
        pytest.param("", "", False, id="not known"),
        pytest.param("1980", "infant", True, id="the booking says so"),
        pytest.param("2025-05-02", "child", False, id="the booking says otherwise"),
    ],
)
def test_who_is_an_infant(born: str, category: str, *, infant: bool) -> None:
    somebody = Traveller("passenger", SOURCE, MessageHeader("PNRGOV"), birth_date=born, category=category)  # type: ignore[arg-type]  # as above
    assert is_infant(somebody, "2026-05-01T08:00") is infant
