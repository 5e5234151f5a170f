"""What an itinerary tells, on bookings made by hand."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tansiq.detectors.rules.rows import parse_value
from tansiq.model.bookings import Segment, Ticket
from tansiq.picture.facts.asking import row_of
from tests.picture.reservations import air, booking, case, somebody

OUT = air("LHR-ISB", "2026-05-01T20:15", "2026-05-02T08:15")
HOME = air("ISB-LHR", "2026-05-20T10:00", "2026-05-20T14:30")
SURFACE = Segment("surface")


@pytest.mark.parametrize(
    ("segments", "expected"),
    [
        pytest.param(
            [OUT],
            {"route.is_one_way": True, "booking.has_return": False, "route.destination": "ISB", "route.legs": 1},
            id="one way",
        ),
        pytest.param(
            [OUT, HOME],
            {
                "route.is_one_way": False,
                "booking.has_return": True,
                "route.destination": "ISB",
                "route.returns_elsewhere": False,
                "stay.length": timedelta(days=18, hours=1, minutes=45),
                "stay.nights": 18,
                "stay.covers_weekend": True,
                "route.countries": ("GB", "PK", "GB"),
            },
            id="out and back",
        ),
        pytest.param(
            [OUT, SURFACE, air("LHE-LHR", "2026-05-20T10:00", "2026-05-20T14:30")],
            {"route.is_broken": True, "route.surface_legs": 1, "route.is_one_way": False, "route.legs": 2},
            id="a way by land in between",
        ),
        pytest.param(
            [OUT, air("ISB-MAN", "2026-05-20T10:00", "2026-05-20T14:30")],
            {"route.returns_elsewhere": True, "route.is_broken": False},
            id="back to another city of the country",
        ),
        pytest.param(
            [OUT, air("ISB-LGW", "2026-05-20T10:00", "2026-05-20T14:30")],
            {"route.is_one_way": False},
            id="back to another airport",
        ),
        pytest.param(
            [
                air("GRU-DOH", "2026-05-01T20:00", "2026-05-02T16:00"),
                air("DOH-ISB", "2026-05-02T20:00", "2026-05-03T01:00"),
                air("ISB-DOH", "2026-05-06T03:00", "2026-05-06T05:00"),
                air("DOH-GRU", "2026-05-06T08:00", "2026-05-06T17:00"),
            ],
            {
                "route.destination": "ISB",
                "route.stops": 1,
                "route.shortest_connection": timedelta(hours=3),
                "route.longest_connection": timedelta(hours=4),
                "stay.nights": 3,
                "stay.covers_weekend": False,
            },
            id="through a hub, which is no stay",
        ),
        pytest.param(
            [OUT, air("ISB-LHR", "")],
            {"booking.has_return": True, "booking.is_open_return": True, "route.is_one_way": False},
            id="the way back has no date",
        ),
        pytest.param([HOME, OUT], {"route.origin": "LHR", "route.destination": "ISB"}, id="given in another order"),
        pytest.param(
            [OUT, replace(HOME, status="HX")],
            {"route.is_one_way": True, "route.legs": 1},
            id="the way back is cancelled",
        ),
        pytest.param(
            [
                air("KHI-LHE", "2026-05-01T08:00", "2026-05-01T10:00"),
                air("LHE-KHI", "2026-05-03T08:00", "2026-05-03T10:00"),
            ],
            {"route.is_one_way": False, "route.destination": "LHE", "stay.nights": 2},
            id="within one country",
        ),
        pytest.param(
            [
                air("LHR-DXB", "2026-05-01T20:15", "2026-05-02T06:15"),
                air("DXB-LHR", "2026-05-02T09:00", "2026-05-02T13:00"),
            ],
            {"stay.is_shorter_than_flight": True, "stay.nights": 0, "stay.covers_weekend": True},
            id="gone again before the way there is over",
        ),
        pytest.param(
            [
                air("LHR-JFK", "2026-05-01T10:00", "2026-05-01T13:00"),
                air("JFK-PTY", "2026-05-01T16:00", "2026-05-01T21:00"),
            ],
            {"route.detour_ratio": pytest.approx(1.076, abs=0.01), "route.stops": 1},
            id="a detour",
        ),
    ],
)
def test_an_itinerary_says(segments: list[Segment], expected: dict[str, object]) -> None:
    row = row_of(case(booking(*segments)))
    assert {name: row.get(name) for name in expected} == expected


@pytest.mark.parametrize(
    ("segments", "unknown"),
    [
        pytest.param([], "route.legs", id="no flight in the booking"),
        pytest.param([OUT], "stay.length", id="no flight back"),
        pytest.param([air("LHR-QQQ", "2026-05-01T10:00")], "route.is_one_way", id="an airport nobody knows"),
        pytest.param([air("LHR-QQQ", "2026-05-01T10:00")], "route.distance_km", id="no distance to nowhere"),
        pytest.param([OUT, replace(HOME, departure="2026-05-20")], "stay.length", id="a day without a time"),
        pytest.param([OUT, HOME], "route.shortest_connection", id="no change of flights"),
        pytest.param([OUT, HOME], "route.carriers", id="the legs are not known"),
    ],
)
def test_what_is_not_said_is_unknown(segments: list[Segment], unknown: str) -> None:
    assert unknown not in row_of(case(booking(*segments)))


def test_without_a_booking_nothing_is_known_of_the_way() -> None:
    assert not [name for name in row_of(case()) if name.startswith(("route.", "stay.", "booking.", "ticket."))]


@pytest.mark.parametrize(
    ("tickets", "expected"),
    [
        pytest.param([("2140000000001", "2026-04-01")], False, id="one ticket"),
        pytest.param([("2140000000001", "2026-04-01"), ("2140000000002", "2026-04-01")], False, id="in conjunction"),
        pytest.param([("2140000000001", "2026-04-01"), ("1760000000009", "2026-04-20")], True, id="bought apart"),
        pytest.param([("2140000000001", "2026-04-01"), ("1760000000009", "2026-04-01")], False, id="on one day"),
        pytest.param([("2140000000001", "2026-04-01"), ("1760000000009", "")], None, id="a day is missing"),
        pytest.param([("0", "2026-04-01")], None, id="no whole number"),
    ],
)
def test_a_way_is_split_where_its_tickets_were_bought_apart(
    tickets: list[tuple[str, str]], expected: bool | None
) -> None:
    bought = tuple(Ticket(number, "1", issued) for number, issued in tickets)
    assert row_of(case(booking(OUT, tickets=bought))).get("route.is_split") is expected


airports = st.sampled_from(["LHR", "ISB", "DOH", "GRU", "QQQ", ""])
times = st.sampled_from(
    ["2026-05-01T20:15", "2026-05-02T08:15", "2026-05-20T10:00", "2026-05-20", "", "2026-02-30T99:99"]
)


@given(st.lists(st.tuples(airports, airports, times, times), max_size=6))
def test_no_itinerary_is_too_strange(pieces: list[tuple[str, str, str, str]]) -> None:
    """Whoever goes one way has no stay between two ways; and each value is one of its attribute."""
    row = row_of(case(booking(*(air(f"{a}-{b}", out, there) for a, b, out, there in pieces)), somebody()))
    assert not (row.get("route.is_one_way") and any(name.startswith("stay.") for name in row))
    assert all(parse_value(name, value) == value for name, value in row.items())
