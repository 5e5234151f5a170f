"""Dates of messages, against the calendar of the standard library."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from tansiq.readers.moments import parse_birth_date, parse_expiry_date, parse_moment

digits = st.text("0123456789", min_size=8, max_size=8)


def calendar(value: str) -> str:
    try:
        return date(int(value[:4]), int(value[4:6]), int(value[6:])).isoformat()
    except ValueError:
        return ""


@given(
    digits
    | st.dates()
    .map(lambda day: f"{day:%m%d}")
    .flatmap(lambda day: st.integers(0, 9999).map(lambda year: f"{year:04d}{day}"))
)
def test_a_day_is_one_of_the_calendar_or_none(value: str) -> None:
    assert parse_expiry_date(value, "2026-05-01") == calendar(value)


@given(st.dates(date(1981, 1, 1), date(2079, 12, 31)))
def test_a_day_of_two_digits_is_that_day(day: date) -> None:
    short = f"{day:%y%m%d}"
    assert parse_moment(short).iso == day.isoformat()
    assert parse_birth_date(short, "2079-12-31")[2:] == day.isoformat()[2:]


def test_the_day_of_a_leap_year_is_in_leap_years_only() -> None:
    found = [year for year in range(1890, 2110) if parse_expiry_date(f"{year}0229", "2026-05-01")]
    assert found == [year for year in range(1890, 2110) if calendar(f"{year}0229")]
