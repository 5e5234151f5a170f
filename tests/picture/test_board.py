"""The board of flights."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tansiq.picture.airports import codes
from tansiq.picture.board import Part, board, flight_number, read, tallies
from tansiq.picture.flights import Flight
from tansiq.picture.manifest import Presence
from tests.picture.airline import Person, hear, leg

NOW = datetime(2026, 5, 1, 3, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        pytest.param("PK 786", ("PK", "786"), id="as on airport boards"),
        pytest.param("pk0786", ("PK", "786"), id="as on tickets"),
        pytest.param("786", ("", "786"), id="number alone"),
        pytest.param("9P 12", ("9P", "12"), id="airline with a digit"),
        pytest.param("PIA-786", ("PIA", "786"), id="ICAO airline"),
        pytest.param("EK612D", ("EK", "612D"), id="operational suffix"),
        pytest.param("LHR", None, id="airport"),
        pytest.param("ALI KHAN", None, id="name"),
        pytest.param("2026-00001", None, id="case number"),
        pytest.param("", None, id="nothing"),
    ],
)
def test_a_flight_number_is_read_as_people_write_it(text: str, meant: tuple[str, str] | None) -> None:
    assert flight_number(text) == meant


@given(st.sampled_from(["PK", "EK", "9P", "G9"]), st.integers(1, 9999), st.sampled_from(["", " ", "-"]))
def test_what_a_board_shows_is_read_back(carrier: str, number: int, between: str) -> None:
    assert flight_number(f"{carrier}{between}{number:03d}") == (carrier, str(number))


@given(st.text(max_size=20))
def test_any_text_is_a_flight_number_or_is_not(text: str) -> None:
    meant = flight_number(text)
    assert meant is None or text.strip().upper().endswith(meant[1])


@pytest.mark.parametrize(
    ("place", "found"),
    [
        pytest.param("isb", {"ISB"}, id="code in lower case"),
        pytest.param("Islamabad", {"ISB"}, id="city"),
        pytest.param("istanbul", {"IST", "SAW"}, id="city with its district"),
        pytest.param("Nowhere at all", set(), id="unknown"),
        pytest.param("", set(), id="nothing"),
    ],
)
def test_an_airport_is_meant_by_code_or_city(place: str, found: set[str]) -> None:
    assert found <= codes(place)
    assert bool(codes(place)) == bool(found)


def flight(number: str, *, lands: timedelta | None, destination: str = "ISB", heard: timedelta = timedelta()) -> Flight:
    return Flight.objects.create(
        key=f"PK/{number}",
        carrier="PK",
        number=number,
        origin="DXB",
        destination=destination,
        lands_at=None if lands is None else NOW + lands,
        expires_at=NOW + timedelta(days=180),
        updated_at=NOW - heard,
    )


def numbers(part: Part, *, airport: str = "", number: str = "", start: int = 0, size: int = 50) -> list[str]:
    return [f.number for f in read(board(part, airport=airport, number=number, at=NOW), start, size)]


@pytest.fixture
def day(db: None) -> None:
    flight("3", lands=timedelta(hours=3))
    flight("1", lands=timedelta(minutes=10))
    flight("13", lands=timedelta(hours=13), destination="LHE")
    flight("90", lands=None)
    flight("91", lands=None, heard=timedelta(days=3))
    flight("102", lands=-timedelta(hours=2))
    flight("101", lands=-timedelta(hours=1), destination="KHI")


@pytest.mark.postgres
@pytest.mark.parametrize(
    ("part", "shown"),
    [
        pytest.param(Part.NEXT, ["1", "3", "90"], id="next: soonest first, without a time last"),
        pytest.param(Part.LANDED, ["101", "102"], id="landed: latest first"),
        pytest.param(Part.ALL, ["1", "3", "13", "90", "91", "101", "102"], id="all: next first"),
    ],
)
def test_each_part_of_the_board_in_its_order(day: None, part: Part, shown: list[str]) -> None:
    assert numbers(part) == shown


@pytest.mark.postgres
def test_pages_laid_end_to_end_are_the_whole_board(day: None) -> None:
    whole = numbers(Part.ALL)
    for size in (1, 2, 3, 5):
        assert [n for start in range(0, 8, size) for n in numbers(Part.ALL, start=start, size=size)] == whole


@pytest.mark.postgres
def test_flights_are_found_by_either_end_and_by_number(day: None) -> None:
    assert numbers(Part.ALL, airport="Lahore") == ["13"]
    assert numbers(Part.ALL, airport="dxb") == numbers(Part.ALL)
    assert numbers(Part.ALL, number="pk 0101") == ["101"]
    assert numbers(Part.ALL, number="EK 101") == []
    assert numbers(Part.ALL, airport="XQZ") == []


@pytest.mark.postgres
@pytest.mark.django_db
def test_a_flight_in_numbers_counts_presences_and_messages() -> None:
    people = [Person("ALI", "INVENTED", "ZZ1"), Person("BASRI", "INVENTED", "ZZ2")]
    hear(leg(lands=NOW), people, at=NOW - timedelta(hours=2))
    heard = hear(leg(lands=NOW), people[:1], at=NOW - timedelta(hours=1), function="266", identifier="CLOB")
    tally = tallies([heard])[heard.pk]
    assert tally.presences == [(Presence.ON_BOARD, 1), (Presence.NOT_ON_BOARD, 1)]
    assert (tally.people, tally.messages, tally.last_at) == (2, 2, NOW - timedelta(hours=1))
