"""Which words of messages mean one flight."""

import random
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from tansiq.model.bookings import Booking, Segment
from tansiq.model.observations import FlightLeg, MessageHeader
from tansiq.picture.carriers import FlightName, parse_name
from tansiq.picture.grouping import Group, dated, group, keys_of
from tansiq.picture.legs import LegWord, parse_word, render_word, word_of
from tests.picture.airline import SOURCE
from tests.picture.test_board import NOW

PK, TK, QR = FlightName("PK", "785"), FlightName("TK", "8123"), FlightName("QR", "9000")
DAY = "2026-05-01"
positions = iter(range(10, 10**6, 10))


def word(  # noqa: PLR0913  a leg has as many parts
    name: FlightName = PK,
    *sold_as: FlightName,
    departure: str = f"{DAY}T23:55",
    arrival: str = "",
    destination: str = "LHR",
    origin: str = "ISB",
    day: str = "",
    told_in: int = 0,
    revises: str = "",
) -> LegWord:
    position = next(positions)
    told = day or departure[:10]
    return LegWord(
        position, told_in or position, name, origin, destination, departure, arrival, told, sold_as, revises=revises
    )


def flights(*words: LegWord) -> set[frozenset[int]]:
    """Which of the words, by their order, mean one flight; the same in whatever order they come."""
    order = {w.position: i for i, w in enumerate(words)}
    found = group(words)
    for seed in range(4):
        other = random.Random(seed).sample(words, len(words))
        assert {(g.key, g.positions) for g in group(other)} == {(g.key, g.positions) for g in found}
    return {frozenset(order[p] for p in g.positions) for g in found}


def parts(*same: tuple[int, ...]) -> set[frozenset[int]]:
    return {frozenset(one) for one in same}


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        pytest.param([word(TK), word(PK)], parts((0,), (1,)), id="nobody says they are one"),
        pytest.param([word(TK), word(PK, TK)], parts((0, 1)), id="sold under another name"),
        pytest.param([word(TK, QR), word(QR), word(PK, TK)], parts((0, 1, 2)), id="sold twice over"),
        pytest.param([word(TK, PK), word(PK, TK)], parts((0, 1)), id="each says the other sells it"),
        pytest.param(
            [word(TK), word(PK, TK), word(QR, TK)],
            parts((0,), (1,), (2,)),
            id="two claim one name, neither is believed",
        ),
        pytest.param(
            [word(TK), word(PK, TK), word(QR, TK), word(PK, QR)], parts((0, 1, 2, 3)), id="two claim it, but are one"
        ),
        pytest.param(
            [word(TK, destination="IST"), word(PK, TK, destination="LHR")], parts((0, 1)), id="goes where it is sold to"
        ),
        pytest.param([word(TK), word(PK, TK, origin="LHE")], parts((0,), (1,)), id="another airport's"),
        pytest.param([word(TK), word(PK, TK, departure="2026-05-02T23:55")], parts((0,), (1,)), id="another day's"),
        pytest.param([word(), word(FlightName("PK", "785A"))], parts((0, 1)), id="suffix left out"),
        pytest.param(
            [word(), word(FlightName("PK", "785A"), departure=f"{DAY}T20:00")], parts((0,), (1,)), id="suffix"
        ),
    ],
)
def test_what_is_flown_and_what_is_sold_are_one_flight_where_one_is_named(
    words: list[LegWord], expected: set[frozenset[int]]
) -> None:
    assert flights(*words) == expected


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        pytest.param(
            [word(), word(departure="2026-05-02T00:30", day=DAY), word(departure="2026-05-02T23:55")],
            parts((0, 1), (2,)),
            id="delayed past midnight, and the next day's",
        ),
        pytest.param(
            [word(departure="2026-05-02T00:30"), word(departure="2026-05-02T00:30", day=DAY), word()],
            parts((0, 1, 2)),
            id="another message tells the new time alone",
        ),
        pytest.param([word(), word(departure="2026-05-02T00:30")], parts((0,), (1,)), id="nobody says it is the same"),
        pytest.param(
            [word(revises="PK/T1"), word(departure="2026-05-02T00:30", revises="PK/T1")],
            parts((0, 1)),
            id="the same transaction again",
        ),
        pytest.param(
            [word(revises="PK/T1"), word(departure="2026-05-03T23:55", revises="PK/T1")],
            parts((0,), (1,)),
            id="a transaction number used anew",
        ),
        pytest.param(
            [word(arrival="2026-05-02T04:30"), word(departure="", arrival="2026-05-02T04:30")],
            parts((0, 1)),
            id="arrival alone, as another message has it",
        ),
        pytest.param([word(), word(departure="", arrival="2026-05-02T04:30")], parts((0, 1)), id="arrival alone"),
        pytest.param([word(), word(departure=DAY)], parts((0, 1)), id="date alone"),
        pytest.param([word(departure=f"{DAY}T08:00"), word(departure=f"{DAY}T19:00")], parts((0, 1)), id="delayed"),
        pytest.param(
            [
                word(departure=f"{DAY}T08:00", told_in=7),
                word(departure=f"{DAY}T19:00", told_in=7),
                word(departure=f"{DAY}T18:50"),
                word(departure=f"{DAY}T08:10"),
            ],
            parts((0, 3), (1, 2)),
            id="twice a day, as one message says",
        ),
        pytest.param(
            [
                word(departure=f"{DAY}T08:00", destination="LHE"),
                word(departure=f"{DAY}T19:00", destination="KHI"),
                word(departure=DAY, destination="KHI"),
            ],
            parts((0,), (1, 2)),
            id="twice a day, to two airports",
        ),
        pytest.param(
            [word(destination="KHI"), word(destination="LHR"), word(origin="KHI", departure="2026-05-02T03:00")],
            parts((0, 1), (2,)),
            id="by way of another airport",
        ),
    ],
)
def test_the_scheduled_day_decides(words: list[LegWord], expected: set[frozenset[int]]) -> None:
    assert flights(*words) == expected


def test_the_name_that_flies_is_the_flights_own_and_contradictions_are_named() -> None:
    [one] = group([word(TK), word(PK, TK)])
    assert (one.name, one.names, one.key) == (PK, (PK, TK), "PK/785/ISB/2026-05-01")
    torn = group([word(TK), word(PK, TK), word(QR, TK)])
    assert [[(c.name, c.claimed_for) for c in g.contested] for g in torn] == [[(TK, (PK, QR))]] * 3


@pytest.mark.parametrize(
    ("text", "name"),
    [
        pytest.param("PK0785", PK, id="zeros"),
        pytest.param("PIA785", PK, id="ICAO carrier"),
        pytest.param("pk 785a", FlightName("PK", "785A"), id="suffix"),
        pytest.param("9P0670", FlightName("9P", "670"), id="digit first"),
        pytest.param("XYZ1", FlightName("XYZ", "1"), id="unknown carrier"),
        pytest.param("785", None, id="no carrier"),
        pytest.param("PK", None, id="no number"),
    ],
)
def test_names_have_one_form(text: str, name: FlightName | None) -> None:
    assert parse_name(text) == name


def leg(**told: Any) -> FlightLeg:  # noqa: ANN401  parts of a leg
    given = {"carrier": "PK", "number": "785", "origin": "ISB", "destination": "LHR", **told}
    return FlightLeg(index=0, source=SOURCE, message=MessageHeader("PAXLST", sender="PK"), **given)


@pytest.mark.parametrize(
    ("told", "key"),
    [
        pytest.param({"departure": "2026-05-01T23:55"}, "PK/785/ISB/2026-05-01", id="as it is"),
        pytest.param(
            {"carrier": "PIA", "number": "0785"}, "PK/785/ISB/2026-05-04", id="ICAO carrier, day of the message"
        ),
        pytest.param({"origin": "OPIS", "departure": "2026-05-01"}, "PK/785/ISB/2026-05-01", id="ICAO airport"),
        pytest.param(
            {"origin": "NZAKL", "departure": "2002-11-05T19:10"}, "PK/785/AKL/2002-11-05", id="UN/LOCODE of an airport"
        ),
        pytest.param(
            {"origin": "GBLON", "departure": "2026-05-01"}, "PK/785/GBLON/2026-05-01", id="UN/LOCODE of a city"
        ),
        pytest.param({"departure": "2026-04-30T22:20Z"}, "PK/785/ISB/2026-05-01", id="UTC, the day before"),
        pytest.param(
            {"origin": "LHR", "destination": "ISB", "departure": "2026-10-25T00:30Z"},
            "PK/785/LHR/2026-10-25",
            id="UTC, in the hour that is there twice",
        ),
        pytest.param({"arrival": "2026-05-02T03:00"}, "PK/785/ISB/2026-05-01", id="arrival alone"),
        pytest.param({"arrival": "2026-05-02"}, "PK/785/ISB/2026-05-02", id="day of arrival alone"),
    ],
)
def test_a_leg_in_whatever_codes_and_zone_is_known_by_its_local_day(told: dict[str, str], key: str) -> None:
    [found] = group([word_of(1, leg(**told), {}, at=NOW.replace(year=2026, month=5, day=4))])
    assert found.key == key


def booked(*statuses: tuple[int, str]) -> Booking:
    segments = tuple(Segment("air", index, "ISB", "LHR", status=status) for index, status in statuses)
    return Booking("ABC123", SOURCE, MessageHeader("PNRGOV"), segments=segments)


@pytest.mark.parametrize(
    ("bookings", "day"),
    [
        pytest.param([booked((1, "HK"))], "2026-05-01", id="every booking has the day before"),
        pytest.param([booked((1, "HK")), booked((0, "HK"))], "2026-05-02", id="one is for the day itself"),
        pytest.param([booked((1, "HK"), (0, "TK"))], "2026-05-02", id="booked over to the new day"),
        pytest.param([booked((1, "UN"))], "2026-05-02", id="not flown on the day before"),
        pytest.param([], "2026-05-02", id="no booking"),
    ],
)
def test_a_head_with_the_new_date_over_bookings_with_the_old_one_is_a_delay(bookings: list[Booking], day: str) -> None:
    reported = leg(departure="2026-05-02T00:30")
    before = replace(reported, index=1, departure="2026-05-01T23:55", within="itinerary")
    said: dict[int, FlightLeg | Booking] = {0: reported, 1: before, **dict(enumerate(bookings, 2))}
    assert word_of(0, reported, said, at=NOW).day == day


def test_a_word_is_kept_as_it_is() -> None:
    told = word(PK, TK, arrival="2026-05-02T04:30", revises="PK/T1")
    assert parse_word(render_word(told)) == told


names = st.sampled_from([PK, TK, QR, FlightName("PK", "785A"), FlightName("", "785")])
moments = st.sampled_from(
    ["", DAY, f"{DAY}T08:00", f"{DAY}T23:55", "2026-05-02T00:30", "2026-05-02T23:55", "2026-05-02"]
)
any_words = st.builds(
    LegWord,
    position=st.integers(0, 10**6),
    told_in=st.integers(0, 3),
    name=names,
    origin=st.sampled_from(["ISB", "LHE", ""]),
    destination=st.sampled_from(["LHR", "KHI", ""]),
    departure=moments,
    arrival=moments,
    day=st.sampled_from([DAY, "2026-05-02"]),
    sold_as=st.lists(names, max_size=3).map(tuple),
    revises=st.sampled_from(["", "PK/T1"]),
)


@given(st.lists(any_words, max_size=10, unique_by=lambda w: w.position), st.randoms(use_true_random=False))
def test_every_word_means_one_flight_in_any_order(words: list[LegWord], shuffled: random.Random) -> None:
    found = group(words)
    assert sorted(p for g in found for p in g.positions) == sorted(w.position for w in words)
    assert len({g.key for g in found}) == len(found)
    other = words.copy()
    shuffled.shuffle(other)
    by_key = {g.key: g for g in found}
    assert {g.key: g for g in group(other)} == by_key


def _linked(words: list[LegWord], first: LegWord) -> set[int]:
    """The words that are found from one, key by key."""
    keys = {w.position: {*w.keys} for w in words}
    for settled in dated(words):  # as the words before left them
        keys[settled.position] |= set(settled.keys)
    near, size = [first], 0
    while len(near) > size:
        size, asked = len(near), keys_of(near).union(*(keys[w.position] for w in near))
        near = [first, *(w for w in words if w is not first and asked & keys[w.position])]
    return {w.position for w in near}


_DELAYED: dict[str, Any] = {"departure": f"{DAY}T23:55", "arrival": "2026-05-02T08:00"}
_SETTLED_ELSEWHERE = [
    word(TK, day="2026-05-02", departure="2026-05-02"),
    word(PK, day="2026-05-02", **_DELAYED),
    word(PK, TK, day=DAY, **_DELAYED),
]
"""The last is found by the first only under its other name, on the day to which the second moves it."""


@given(st.lists(any_words, min_size=1, max_size=10, unique_by=lambda w: w.position))
@example(_SETTLED_ELSEWHERE)
def test_the_words_found_by_their_keys_are_all_that_a_flight_needs(words: list[LegWord]) -> None:
    near = _linked(words, words[0])

    def of_first(found: list[Group]) -> Group:
        return next(g for g in found if words[0].position in g.positions)

    assert of_first(group(words)) == of_first(group([w for w in words if w.position in near]))
