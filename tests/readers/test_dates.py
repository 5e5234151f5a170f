"""Dates of birth and country names as lists write them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tansiq.detectors.names.evidence.birth import readings
from tansiq.readers.lists.country_names import country_code
from tansiq.readers.lists.dates import HIJRI_YEARS, parse_birth_dates


@pytest.mark.parametrize(
    ("text", "dates"),
    [
        pytest.param("12 Mar 1960", ("1960-03-12",), id="day"),
        pytest.param("Mar 1960", ("1960-03",), id="month"),
        pytest.param("circa 1960", ("1960",), id="about a year"),
        pytest.param("1960-03-12", ("1960-03-12",), id="ISO day"),
        pytest.param("1960 to 1962", ("1960", "1961", "1962"), id="range"),
        pytest.param("circa 1979-1981", ("1979", "1980", "1981"), id="range with a dash"),
        pytest.param("01 Jan 1947 to 01 Jan 1949", ("1947", "1948", "1949"), id="range of days"),
        pytest.param("1940 to 1970", (), id="range too wide to list"),
        pytest.param("12/03/1960", ("1960",), id="order of day and month unknown"),
        pytest.param("31 Feb 1960", (), id="no such day"),
        pytest.param("1350", ("1350",), id="Hijri year"),
        pytest.param("1350/2/31", ("1350-02-31",), id="solar Hijri day that is none of ours"),
        pytest.param("1390-12-29", ("1390-12-29",), id="day of both Hijri calendars"),
        pytest.param(
            "\u06f1\u06f3\u06f5\u06f0/\u06f0\u06f7/\u06f3\u06f0",
            ("1350-07-30",),
            id="Hijri day in digits of another script",
        ),
        pytest.param("12/05/1350", ("1350",), id="Hijri day in an unknown order"),
        pytest.param("1350 to 1352", ("1350", "1351", "1352"), id="range of Hijri years"),
        pytest.param("1350 (1971)", ("1971",), id="both calendars: ours is in less doubt"),
        pytest.param("1350 to 1971", (), id="a range from one calendar to another"),
        pytest.param("12 Mar 1350", (), id="a month of ours with a Hijri year"),
        pytest.param("1350-08-31", (), id="solar Hijri month without that day"),
        pytest.param("1430-01-31", (), id="lunar Hijri month without that day"),
        pytest.param("1350-13-01", (), id="no such month"),
        pytest.param("0001-01-01", (), id="a placeholder"),
        pytest.param("1013", (), id="a slip of the pen"),
        pytest.param("1303", (), id="a Hijri year that nobody alive was born in"),
        pytest.param("1455", (), id="a Hijri year to come"),
        pytest.param("\u06f1\u06f9\u06f6\u06f0", ("1960",), id="digits of another script"),
        pytest.param("30-35 years old", (), id="no date"),
    ],
)
def test_dates_come_out_at_the_precision_stated(text: str, dates: tuple[str, ...]) -> None:
    assert parse_birth_dates(text) == dates


@given(st.integers(1200, 1499), st.integers(0, 13), st.integers(0, 32))
def test_a_hijri_date_goes_through_where_the_engine_reads_it(year: int, month: int, day: int) -> None:
    text = f"{year:04d}-{month:02d}-{day:02d}"
    if readings(text):
        assert parse_birth_dates(text) == (text,)
    elif parse_birth_dates(text):
        assert year in HIJRI_YEARS
        assert day in {30, 31}, "only the last day of a month that is a day shorter that year"


@given(st.integers(1200, 1499))
def test_a_hijri_year_goes_through_exactly_where_the_engine_reads_it(year: int) -> None:
    assert bool(parse_birth_dates(str(year))) == bool(readings(str(year)))


@given(st.text())
def test_no_text_raises(text: str) -> None:
    assert all(date[:4].isdigit() for date in parse_birth_dates(text))
    assert len(country_code(text)) in {0, 2}


@pytest.mark.parametrize(
    ("text", "code"),
    [
        pytest.param("Korea, North", "KP", id="OFAC's order of words"),
        pytest.param("Democratic People's Republic of Korea", "KP", id="the UN's name"),
        pytest.param("Republic of Korea", "KR", id="its neighbour"),
        pytest.param("Congo", "CG", id="one Congo"),
        pytest.param("Congo, Democratic Republic of the", "CD", id="the other Congo"),
        pytest.param("Iran (Islamic Republic of)", "IR", id="brackets"),
        pytest.param("T\u00fcrkiye", "TR", id="accents"),
        pytest.param("PAK", "PK", id="alpha-3"),
        pytest.param("pk", "PK", id="alpha-2"),
        pytest.param("Burma", "MM", id="OFAC's name of Myanmar"),
        pytest.param("XX", "", id="no country"),
        pytest.param("Atlantis", "", id="no such country"),
    ],
)
def test_country_names_become_codes(text: str, code: str) -> None:
    assert country_code(text) == code
