"""Dates and times as bookings write them; a year that is cut or left out comes from the message's own date."""

import pytest

from tansiq.readers.bookings.travel_dates import birth_date, expiry_date, parse_day, parse_moment_of


@pytest.mark.parametrize(
    ("value", "about", "day"),
    [
        pytest.param("010526", "2026-04-30", "2026-05-01", id="six digits"),
        pytest.param("01052026", "2026-04-30", "2026-05-01", id="eight digits"),
        pytest.param("01MAY26", "2026-04-30", "2026-05-01", id="month by name"),
        pytest.param("0105", "2026-04-30", "2026-05-01", id="no year"),
        pytest.param("31DEC", "2027-01-02", "2026-12-31", id="no year, the one before"),
        pytest.param("0201", "2026-12-30", "2027-01-02", id="no year, the one after"),
        pytest.param("2902", "2027-01-01", "2028-02-29", id="no year, a leap day"),
        pytest.param("010199", "2001-01-01", "1999-01-01", id="century before"),
        pytest.param("010101", "1999-12-31", "2001-01-01", id="century after"),
        pytest.param("300226", "2026-04-30", "", id="no such day"),
        pytest.param("1", "2026-04-30", "", id="too short"),
        pytest.param("\u0661\u0662\u0660\u0665\u0661\u0668", "2026-04-30", "", id="other digits"),
    ],
)
def test_a_day_is_near_the_message(value: str, about: str, day: str) -> None:
    assert parse_day(value, about) == day


@pytest.mark.parametrize(
    ("clock", "moment", "whole"),
    [
        ("0915", "2026-05-01T09:15", True),
        ("181348", "2026-05-01T18:13", True),
        ("915", "2026-05-01T09:15", True),
        ("0915Z", "2026-05-01T09:15", True),
        ("1215A", "2026-05-01T00:15", True),
        ("1215P", "2026-05-01T12:15", True),
        ("1200N", "2026-05-01T12:00", True),
        ("1200M", "2026-05-01T00:00", True),
        ("2400", "2026-05-02T00:00", True),
        ("2401", "2026-05-01", False),
        ("0960", "2026-05-01", False),
        ("soon", "2026-05-01", False),
        ("", "2026-05-01", True),
    ],
)
def test_a_time_in_its_spellings(clock: str, moment: str, whole: bool) -> None:
    assert parse_moment_of("010526", clock, "2026-04-30") == (moment, whole)


def test_births_are_past_and_expiries_may_come() -> None:
    assert birth_date("12JUL64", "2026-05-01") == "1964-07-12"
    assert birth_date("12JUL26", "2026-05-01") == "1926-07-12"
    assert birth_date("12JUL2012", "2026-05-01") == "2012-07-12"
    assert expiry_date("23AUG31", "2026-05-01") == "2031-08-23"
