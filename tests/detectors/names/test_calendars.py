"""Dates of the Islamic calendars against days known by both. Expected values: published conversions, not this code."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tansiq.detectors.names.evidence.calendars import conversions, lunar_hijri, solar_hijri


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        pytest.param((1357, 11, 22), date(1979, 2, 11), id="22 Bahman 1357"),
        pytest.param((1399, 12, 30), date(2021, 3, 20), id="last day of a leap year"),
        pytest.param((1400, 1, 1), date(2021, 3, 21), id="Nowruz 1400"),
        pytest.param((1357, 2, 7), date(1978, 4, 27), id="7 Sawr 1357"),
        pytest.param((1352, 4, 26), date(1973, 7, 17), id="26 Saratan 1352"),
        pytest.param((1403, 1, 1), date(2024, 3, 20), id="Nowruz 1403"),
    ],
)
def test_solar_days_are_exact(written: tuple[int, int, int], expected: date) -> None:
    assert solar_hijri(*written) == expected


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        pytest.param((1400, 1, 1), date(1979, 11, 20), id="1 Muharram 1400"),
        pytest.param((1445, 1, 1), date(2023, 7, 19), id="1 Muharram 1445"),
        pytest.param((1442, 9, 1), date(2021, 4, 13), id="1 Ramadan 1442"),
        pytest.param((1443, 12, 10), date(2022, 7, 9), id="Eid al-Adha 1443"),
        pytest.param((1420, 1, 1), date(1999, 4, 17), id="1 Muharram 1420"),
    ],
)
def test_lunar_days_are_right_to_a_day(written: tuple[int, int, int], expected: date) -> None:
    assert abs((lunar_hijri(*written) - expected).days) <= 1


@given(st.integers(1304, 1419), st.integers(1, 12), st.integers(1, 29))
def test_solar_days_follow_one_another(year: int, month: int, day: int) -> None:
    assert (solar_hijri(year, month, day + 1) - solar_hijri(year, month, day)).days == 1
    assert (solar_hijri(year + 1, 1, 1) - solar_hijri(year, 1, 1)).days in {365, 366}


@given(st.integers(1330, 1454))
def test_a_lunar_year_has_354_or_355_days(year: int) -> None:
    assert (lunar_hijri(year + 1, 1, 1) - lunar_hijri(year, 1, 1)).days in {354, 355}


def test_a_year_of_both_calendars_has_both_readings() -> None:
    solar, lunar = conversions(1365)
    assert (solar.calendar, solar.first, solar.last) == ("solar", date(1986, 3, 21), date(1987, 3, 20))
    assert lunar.calendar == "lunar"
    assert lunar.first.year == 1945


@pytest.mark.parametrize(
    "written",
    [
        pytest.param((1200, 1, 1), id="nobody living was born then"),
        pytest.param((1986, 1, 1), id="a year of ours"),
        pytest.param((1400, 12, 31), id="no month has so many days at the year's end"),
    ],
)
def test_what_is_no_date_of_these_calendars_is_not_converted(written: tuple[int, int, int]) -> None:
    assert conversions(*written) == ()
