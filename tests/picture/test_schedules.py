"""What schedules let expect, and the messages that did not come."""

from datetime import UTC, date, datetime, timedelta

import pytest

from tansiq.model.observations import FlightLeg, MessageHeader
from tansiq.picture.flights import Flight
from tansiq.picture.schedules import (
    ScheduledFlight,
    direct_exists,
    expected,
    in_force,
    is_charter,
    is_unplanned,
    load,
    planned,
)
from tansiq.picture.silences import Due, Lacking, MissingMessage, note_silence, open_silences, silent
from tests.picture.airline import SOURCE, hear_values

pytestmark = [pytest.mark.postgres, pytest.mark.django_db]

HEAD = "carrier,number,origin,destination,departure,arrival,from,until,days,service,sold_as\n"
DAILY = "PK,785,ISB,LHR,23:55,04:30,2026-03-29,2026-10-24,1234567,J,TK8123\n"
CHARTER = "PK,3785,ISB,JED,10:00,13:00,2026-05-01,2026-06-30,5,C,\n"
CARGO = "PK,9785,ISB,DXB,10:00,13:00,2026-05-01,2026-06-30,1234567,F,\n"
DEPARTS = datetime(2026, 5, 1, 18, 55, tzinfo=UTC)  # 23:55 at Islamabad
LIST_DUE = Due(bookings=None, close_out=None)


def schedule(*rows: str, name: str = "pk.csv") -> None:
    load((HEAD + "".join(rows)).encode(), name, at=DEPARTS - timedelta(days=30))


def tell(kind: str, function: str, *, carrier: str = "PK", number: str = "785", minute: int = 0) -> Flight:
    """A message about the flight of 1 May."""
    head = MessageHeader(kind, "1", function, prepared=f"2026-05-01T10:{minute:02}", sender="PK")
    flown = FlightLeg(0, carrier, number, "ISB", "LHR", SOURCE, head, "2026-05-01T23:55")
    return hear_values([flown], at=DEPARTS, feed=f"{kind} {function} {carrier}")


def test_flights_of_a_schedule_are_expected_by_the_clock_of_their_airport() -> None:
    schedule(DAILY, CHARTER, CARGO)
    found = [
        (e.leg.number, e.day, e.departs_at) for e in expected(DEPARTS - timedelta(hours=20), DEPARTS + timedelta(1))
    ]
    assert found == [
        ("3785", date(2026, 5, 1), datetime(2026, 5, 1, 5, tzinfo=UTC)),
        ("785", date(2026, 5, 1), DEPARTS),
    ]


def test_a_new_version_takes_the_place_of_the_same_airlines_legs_and_keeps_them() -> None:
    schedule(DAILY)
    schedule(DAILY.replace("23:55", "22:00"), "XX,1,ISB,DXB,10:00,13:00,2026-05-01,2026-06-30,1,J,\n", name="new.csv")
    assert sorted((leg.carrier, leg.departure) for leg in in_force()) == [("PK", "22:00"), ("XX", "10:00")]
    old = ScheduledFlight.objects.exclude(replaced_by=None).get()
    assert bytes(old.version.data)[old.start : old.end].decode() == DAILY
    schedule(DAILY.replace("23:55", "22:00"), "XX,1,ISB,DXB,10:00,13:00,2026-05-01,2026-06-30,1,J,\n", name="again.csv")
    assert ScheduledFlight.objects.count() == 3


@pytest.mark.parametrize(
    ("hours", "lacking"),
    [
        pytest.param(-25, set(), id="nothing is due"),
        pytest.param(-24, {Lacking.BOOKINGS}, id="bookings are due"),
        pytest.param(0, {Lacking.BOOKINGS, Lacking.LIST}, id="the list is due"),
        pytest.param(1, {Lacking.BOOKINGS, Lacking.LIST, Lacking.CLOSE_OUT}, id="the close-out is due"),
    ],
)
def test_what_is_due_and_did_not_come_is_silence(hours: int, lacking: set[Lacking]) -> None:
    schedule(DAILY, CARGO)
    found = silent(DEPARTS + timedelta(hours=hours))
    assert {s.lacking for s in found if s.expected.day == date(2026, 5, 1)} == lacking


def test_each_message_that_comes_ends_its_silence_under_whatever_name() -> None:
    schedule(DAILY)
    at = DEPARTS + timedelta(hours=1)

    def lacking() -> list[str]:
        note_silence(at=at)
        return sorted(open_silences().filter(day=date(2026, 5, 1)).values_list("lacking", flat=True))

    assert lacking() == ["bookings", "close_out", "list"]
    tell("PNRGOV", "22", carrier="TK", number="8123")
    assert lacking() == ["close_out", "list"]
    tell("CUSCAR", "785", minute=1)
    tell("PAXLST", "745", minute=2)
    assert lacking() == ["close_out"]
    tell("PAXLST", "266", minute=3)
    assert lacking() == []
    assert MissingMessage.objects.filter(day=date(2026, 5, 1), cleared_at=at).count() == 3
    assert note_silence(at=at) == note_silence(at=at)


def test_a_silence_is_not_told_for_ever() -> None:
    schedule(DAILY.replace("1234567", "5"))
    assert note_silence(at=DEPARTS, due=LIST_DUE) == 1
    assert note_silence(at=DEPARTS + timedelta(hours=25), due=LIST_DUE) == 0
    assert open_silences().count() == 0


def test_a_flight_is_known_by_its_schedule_or_named_as_not_in_it() -> None:
    schedule(DAILY, CHARTER)
    flown = tell("PAXLST", "745")
    leg = planned(flown)
    assert leg is not None
    assert (leg.number, is_charter(flown), is_unplanned(flown)) == ("785", False, False)
    other = tell("PAXLST", "745", number="1")
    assert (planned(other), is_charter(other), is_unplanned(other)) == (None, None, True)
    assert not is_unplanned(tell("PAXLST", "745", carrier="XX", number="1"))
    charter = replace_flight(flown, number="3785", origin="ISB")
    assert is_charter(charter) is True


def replace_flight(flight: Flight, **told: str) -> Flight:
    changed = Flight(carrier=flight.carrier, **told)
    changed.key = f"{changed.carrier}/{changed.number}/{changed.origin}/2026-05-01"
    return changed


@pytest.mark.parametrize(
    ("origin", "destination", "exists"),
    [
        pytest.param("ISB", "LHR", True, id="there is one"),
        pytest.param("LHR", "ISB", False, id="the other way there is none"),
        pytest.param("OPIS", "LHR", True, id="ICAO"),
        pytest.param("GRU", "MAD", None, id="no schedule of either airport"),
    ],
)
def test_whether_a_direct_flight_exists(origin: str, destination: str, exists: bool | None) -> None:
    schedule(DAILY)
    assert direct_exists(origin, destination, date(2026, 5, 1)) is exists


def test_each_second_week() -> None:
    schedule(DAILY)
    leg = replace_every(in_force().get())
    assert [leg.flies_on(date(2026, 3, 29) + timedelta(days=n)) for n in (0, 7, 14)] == [True, False, True]


def replace_every(leg: ScheduledFlight) -> ScheduledFlight:
    leg.every = 2
    return leg
