"""Travellers at the door: what is no value of its attribute is refused by name, and is unknown afterwards."""

from datetime import UTC, date, datetime, timedelta

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tansiq.detectors.rules.bulk import outcomes
from tansiq.detectors.rules.frames import frame_of, parse_frame
from tansiq.detectors.rules.rows import parse_row
from tansiq.model.errors import ShapeMismatch
from tests.detectors.rules.expressions import rows
from tests.detectors.rules.test_language import node_of


def test_a_row_is_read_flat_or_in_groups() -> None:
    flat = parse_row({"id": "t1", "bags.count": 2, "stay.length": "72h", "bags.weight_kg": 20})
    grouped = parse_row({"id": "t1", "bags": {"count": 2, "weight_kg": 20.0}, "stay": {"length": "72h"}})
    assert flat == grouped
    assert flat.row == {"bags.count": 2, "stay.length": timedelta(days=3), "bags.weight_kg": 20.0}
    assert (flat.key, flat.refusals) == ("t1", ())


@pytest.mark.parametrize(
    ("value", "read"),
    [
        pytest.param("2026-05-01", datetime(2026, 5, 1, tzinfo=UTC), id="a day"),
        pytest.param("2026-05-01T05:00:00+05:00", datetime(2026, 5, 1, tzinfo=UTC), id="an instant"),
        pytest.param(date(2026, 5, 1), datetime(2026, 5, 1, tzinfo=UTC), id="a date"),
        pytest.param(None, None, id="unknown"),
    ],
)
def test_a_day_is_its_first_instant(value: object, read: datetime | None) -> None:
    assert parse_row({"document.expires_on": value}).row == {"document.expires_on": read}


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        pytest.param("bags.cont", 1, "`bags.count`", id="misspelt"),
        pytest.param("traveller.religion", "x", "may not name religion", id="protected"),
        pytest.param("bags.count", "two", "int expected, 'two' found", id="words for a number"),
        pytest.param("bags.count", 2.0, "int expected", id="double for an int"),
        pytest.param("bags.count", True, "int expected", id="truth for an int"),
        pytest.param("bags.count", 100, "outside its range, 0 to 99", id="too many"),
        pytest.param("bags.weight_kg", float("nan"), "outside its range", id="no number"),
        pytest.param("bags.weight_kg", 10**400, "outside its range", id="endless"),
        pytest.param("payment.is_cash", "yes", "bool expected", id="words for a truth"),
        pytest.param("flight.carrier", 3, "string expected", id="number for a text"),
        pytest.param("flight.carrier", "P" * 100_001, "at most 100000", id="long text"),
        pytest.param("route.countries", ["PK", None], "list of string expected", id="hole in a list"),
        pytest.param("stay.length", "3d", "hours, minutes", id="days"),
        pytest.param("stay.length", "9000h", "outside its range", id="long stay"),
        pytest.param("booking.created_at", datetime(2026, 5, 1), "timestamp expected", id="no zone"),  # noqa: DTZ001
        pytest.param("booking.created_at", "1026-05-01", "outside its range", id="long ago"),
        pytest.param("booking.created_at", 3, "timestamp expected", id="number for an instant"),
    ],
)
def test_a_refused_value_is_named_and_unknown(name: str, value: object, words: str) -> None:
    reading = parse_row({name: value, "party.size": 2}, number=7)
    assert reading.row == {"party.size": 2}
    assert reading.key == "7"
    (refusal,) = reading.refusals
    assert words in refusal


def test_a_row_that_is_no_object_is_refused() -> None:
    with pytest.raises(ValueError, match="an object"):
        parse_row([1])


@given(st.lists(rows(), min_size=1, max_size=4))
def test_a_frame_of_rows_passes_the_door_unchanged(travellers: list[dict[str, object]]) -> None:
    frame = frame_of([parse_row(row).row for row in travellers])
    reading = parse_frame(frame)
    assert reading.refusals == ()
    assert reading.frame.equals(frame)
    assert reading.keys.to_list() == [str(number) for number in range(1, len(travellers) + 1)]


def test_what_is_wrong_in_a_frame_is_named_and_unknown() -> None:
    found = pl.DataFrame(
        {
            "id": ["a", "b"],
            "bags.count": [3, 100],
            "bags.weight_kg": [float("nan"), 2.0],
            "route.countries": [["PK"], ["PK", None]],
            "party.size": ["two", "three"],
            "payment.is_cash": [None, None],
            "traveller.religion": ["x", "y"],
            "booking.created_at": [date(2026, 5, 1), None],
        }
    )
    reading = parse_frame(found)
    assert reading.frame["bags.count"].to_list() == [3, None]
    assert reading.frame["bags.weight_kg"].to_list() == [None, 2.0]
    assert reading.frame["route.countries"].to_list() == [["PK"], None]
    assert reading.frame["booking.created_at"][0] == datetime(2026, 5, 1, tzinfo=UTC)
    assert "traveller.religion" not in reading.frame.columns
    assert "party.size" not in reading.frame.columns
    said = " ".join(reading.refusals)
    for words in ("bags.count: 1 values", "bags.weight_kg: 1", "route.countries: 1", "party.size: int", "religion"):
        assert words in said


def test_a_missing_column_is_unknown_for_everybody() -> None:
    frame = pl.DataFrame({"bags.count": [1, 2]})
    answer = outcomes(frame, {"a": node_of("party.size > 1"), "b": node_of("bags.count > 1 || party.size > 1")})
    assert answer.to_dict(as_series=False) == {"a": [None, None], "b": [None, True]}


def test_a_column_of_another_type_is_a_mistake_of_the_caller() -> None:
    with pytest.raises(ShapeMismatch, match=r"bags.count is String, Int64 expected"):
        outcomes(pl.DataFrame({"bags.count": ["1"]}), {"a": node_of("bags.count > 1")})


def test_nobody_and_no_rules_give_an_empty_answer() -> None:
    frame = pl.DataFrame({"bags.count": []}, schema={"bags.count": pl.Int64})
    assert outcomes(frame, {"a": node_of("bags.count > 1")}).shape == (0, 1)
    assert outcomes(frame, {}).shape == (0, 0)
