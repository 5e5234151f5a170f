"""Birth dates compared at the precision they are known with."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tansiq.detectors.names.evidence.birth import compare_dates, date_reasons, parse_birth_date, readings


@pytest.mark.parametrize(
    ("left", "right", "feature"),
    [
        pytest.param("1987-04-09", "1987-04-09", "day", id="same day"),
        pytest.param("1987-04-09", "1987-09-04", "swapped", id="day and month exchanged"),
        pytest.param("1987-04-09", "1987-04-10", "day_off", id="one day apart"),
        pytest.param("1987-12-31", "1988-01-02", "one_year", id="two days and a year apart"),
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


@pytest.mark.parametrize(
    "text", ["", "198", "1980-13-01", "1980-02-30", "1365-13-01", "1200-01-02", "about 1980", "1980-01-01T00:00"]
)
def test_what_is_no_date_is_left_out(text: str) -> None:
    assert parse_birth_date(text) is None


@pytest.mark.parametrize(
    ("left", "right", "features"),
    [
        pytest.param(["1365-03-12"], ["1986-06-02"], ["day", "calendar"], id="Afghan date and ours"),
        pytest.param(["۱۳۶۵-۰۳-۱۲"], ["1986-06-02"], ["day", "calendar"], id="Afghan date in its own digits"),
        pytest.param(["1365"], ["1987-02-02"], ["year", "calendar"], id="an Afghan year ends in our next"),
        pytest.param(["1365-01-01"], ["1986-08-09"], ["placeholder", "calendar"], id="1 Hamal stands for the year"),
        pytest.param(["1400-01-01"], ["1979-12-12"], ["placeholder", "calendar"], id="1 Muharram stands for the year"),
        pytest.param(["1405-09-01"], ["1985-05-20"], ["day", "calendar"], id="lunar date, right to a day"),
        pytest.param(["1365-03-12"], ["1365-03-12"], ["day"], id="both in one calendar"),
        pytest.param(["1968", "1969", "1970"], ["1969-04-05"], ["range"], id="a range of years"),
        pytest.param(["1968", "1970"], ["1970-04-05"], ["year"], id="two years are no range"),
        pytest.param(["1967-04-09"], ["1976-04-09"], ["digit"], id="digits of the year exchanged"),
        pytest.param(["1966-04-09"], ["1986-04-09"], ["digit"], id="one digit of the year wrong"),
        pytest.param(["1950", "1986-04-09"], ["1986-04-09"], ["day"], id="the date that agrees best counts"),
        pytest.param([], ["1986-04-09"], [], id="one side is silent"),
    ],
)
def test_all_dates_of_two_subjects_say_one_thing(left: list[str], right: list[str], features: list[str]) -> None:
    one, other = ([date for text in side for date in readings(text)] for side in (left, right))
    there, back = list(date_reasons(one, other)), list(date_reasons(other, one))
    assert [reason.feature for reason in there] == [f"birth_date.{feature}" for feature in features]
    assert [reason.weight for reason in there] == [reason.weight for reason in back]


def test_a_conversion_is_told() -> None:
    *_, calendar = date_reasons(readings("1365-03-12"), readings("1986-06-02"))
    assert calendar.text == "1365-03-12 is 1986-06-02 in the Afghan and Iranian calendar"


def test_a_year_or_a_placeholder_never_weighs_like_a_day() -> None:
    assert weight("1980", "1980") < weight("1980-04-09", "1980-04-09")
    assert weight("1980-01-01", "1980-01-01") < weight("1980-04-09", "1980-04-09")


@given(st.text(max_size=20))
def test_any_text_is_read_as_dates_or_none(text: str) -> None:
    assert all(1500 < reading.year <= reading.last_year for reading in readings(text))
