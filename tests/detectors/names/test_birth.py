"""Birth dates compared at the precision they are known with."""

import pytest

from tansiq.detectors.names.birth import compare_dates, parse_birth_date


@pytest.mark.parametrize(
    ("left", "right", "feature"),
    [
        pytest.param("1987-04-09", "1987-04-09", "day", id="same day"),
        pytest.param("1987-04-09", "1987-09-04", "swapped", id="day and month exchanged"),
        pytest.param("1987-04-09", "1987-04-10", "day_off", id="one day apart"),
        pytest.param("1987-12-31", "1988-01-02", "apart", id="two days and a year apart"),
        pytest.param("1987-04-09", "1988-04-09", "year_off", id="one year apart to the day"),
        pytest.param("1987-04-09", "1987-04-21", "near", id="same month"),
        pytest.param("1987-04-09", "1987-11-21", "year_only", id="same year only"),
        pytest.param("1987-04-09", "1987", "year", id="one side knows the year"),
        pytest.param("1987-04", "1987-04-09", "month", id="one side knows the month"),
        pytest.param("1987-01-01", "1987-04-09", "placeholder", id="1 January stands for the year"),
        pytest.param("1987", "1988-02-02", "year_near", id="years one apart, one vague"),
        pytest.param("1961", "1999", "apart", id="decades apart"),
    ],
)
def test_two_dates_are_told_apart(left: str, right: str, feature: str) -> None:
    one, other = parse_birth_date(left), parse_birth_date(right)
    assert one is not None
    assert other is not None
    there, back = compare_dates(one, other), compare_dates(other, one)
    assert there.feature == f"birth_date.{feature}"
    assert there.weight == back.weight


def weight(left: str, right: str) -> float:
    one, other = parse_birth_date(left), parse_birth_date(right)
    assert one is not None
    assert other is not None
    return compare_dates(one, other).weight


def test_the_more_that_agrees_the_more_it_weighs() -> None:
    steps = ["1980-04-09", "1980-09-04", "1981-04-09", "1980-04", "1980", "1984", "2010"]
    weights = [weight("1980-04-09", step) for step in steps[:3]] + [weight("1980-04-09", step) for step in steps[4:]]
    assert weights == sorted(weights, reverse=True)
    assert weight("1980-04-09", "2010") < -2 < 0 < weight("1980-04-09", "1980")


@pytest.mark.parametrize("text", ["", "198", "1980-13-01", "1980-02-30", "١٩٨٠", "about 1980"])
def test_what_is_no_date_is_left_out(text: str) -> None:
    assert parse_birth_date(text) is None
