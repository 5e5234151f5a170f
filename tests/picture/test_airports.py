"""An airport's wall clock and the instant it shows. Expected values: the zones' published rules, by hand."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tansiq.picture.airports import instant


@pytest.mark.parametrize(
    ("local", "iata", "utc"),
    [
        pytest.param("2026-05-01T07:45", "ISB", "2026-05-01T02:45", id="Pakistan keeps UTC+5"),
        pytest.param("2026-01-15T07:45", "LHR", "2026-01-15T07:45", id="London in winter"),
        pytest.param("2026-07-15T07:45", "LHR", "2026-07-15T06:45", id="London in summer"),
        pytest.param("2026-03-29T01:30", "LHR", "2026-03-29T01:30", id="an hour that summer time skips"),
        pytest.param("2026-10-25T01:30", "LHR", "2026-10-25T00:30", id="an hour that comes twice: the first"),
        pytest.param("2026-05-01T23:30", "NPL", "2026-05-01T11:30", id="across midnight and the date line"),
        pytest.param("2026-05-01", "ISB", None, id="a day alone"),
        pytest.param("", "ISB", None, id="nothing"),
        pytest.param("2026-05-01T07:45", "QQQ", None, id="an airport nobody knows"),
        pytest.param("2026-05-01T25:61", "ISB", None, id="no time of day"),
        pytest.param("0001-01-01T00:00", "ISB", None, id="before the calendar begins"),
    ],
)
def test_a_wall_clock_shows_an_instant(local: str, iata: str, utc: str | None) -> None:
    expected = datetime.fromisoformat(utc).replace(tzinfo=UTC) if utc else None
    assert instant(local, iata) == expected


@given(st.text(max_size=25), st.sampled_from(["ISB", "LHR", "ANC", ""]))
def test_no_text_is_a_fault(local: str, iata: str) -> None:
    found = instant(local, iata)
    assert found is None or found.tzinfo is UTC
