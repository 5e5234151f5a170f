"""Dates of birth and country names as lists write them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tansiq.readers.country_names import country_code
from tansiq.readers.dates import parse_birth_dates


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
        pytest.param("1350", (), id="year of another calendar"),
        pytest.param("\u06f1\u06f9\u06f6\u06f0", ("1960",), id="digits of another script"),
        pytest.param("30-35 years old", (), id="no date"),
    ],
)
def test_dates_come_out_at_the_precision_stated(text: str, dates: tuple[str, ...]) -> None:
    assert parse_birth_dates(text) == dates


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
