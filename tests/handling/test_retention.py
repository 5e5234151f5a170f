"""When what was received is masked and destroyed, by the calendar and by the clock."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tansiq.handling.retention import TERMS, RetentionClass, Span, Term, class_of, shortened, span, times
from tansiq.model.bookings import Booking
from tansiq.model.customs import Consignment, Reply
from tansiq.model.kinds import Observation
from tansiq.model.observations import FlightLeg, ListEntry, MessageHeader, Source, Traveller
from tansiq.model.subjects import Subject

HERE = Source("a.edi", 0, 9)
LIST, PUSH, CARGO = (MessageHeader(kind) for kind in ("PAXLST", "PNRGOV", "CUSCAR"))
KARACHI = timezone(timedelta(hours=5))

instants = st.datetimes(datetime(1990, 1, 1), datetime(2090, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001  made aware there
spans = st.builds(Span, st.integers(0, 10), st.integers(0, 30), st.integers(0, 4000), st.integers(0, 100))


@pytest.mark.parametrize(
    ("start", "length", "end"),
    [
        pytest.param("2024-02-29T12:00", "5y", "2029-02-28T12:00", id="from a leap day to a year without one"),
        pytest.param("2024-02-29T12:00", "4y", "2028-02-29T12:00", id="from a leap day to the next"),
        pytest.param("2023-02-28T12:00", "1y", "2024-02-28T12:00", id="into a leap year"),
        pytest.param("2026-08-31T00:00", "6m", "2027-02-28T00:00", id="to the last day of a shorter month"),
        pytest.param("2027-08-31T00:00", "6m", "2028-02-29T00:00", id="to a leap day"),
        pytest.param("2026-07-15T23:59", "6m", "2027-01-15T23:59", id="over the turn of a year"),
        pytest.param("2026-03-28T12:00", "24h", "2026-03-29T12:00", id="over a change of clocks in Europe"),
        pytest.param("2026-05-01T00:00", "183d", "2026-10-31T00:00", id="days"),
        pytest.param("9998-01-01T00:00", "5y", "9999-12-31T00:00", id="beyond the calendar"),
    ],
)
def test_a_length_of_time_ends_when_laws_say_it_does(start: str, length: str, end: str) -> None:
    at = datetime.fromisoformat(start).replace(tzinfo=UTC)
    assert span(length).after(at) == datetime.fromisoformat(end).replace(tzinfo=UTC)


@given(instants, spans)
def test_a_length_is_the_same_whatever_clock_the_start_is_told_by(start: datetime, length: Span) -> None:
    assert length.after(start.astimezone(KARACHI)) == length.after(start)


@given(instants, instants, spans)
def test_what_came_earlier_never_ends_later(one: datetime, other: datetime, length: Span) -> None:
    first, second = sorted((one, other))
    assert first <= length.after(first) <= length.after(second)


@pytest.mark.parametrize("text", ["", "0d", "5", "d", "-1d", "1w", "5 y", "1.5y", "٥y", "999999y", "forever"])
def test_what_is_no_length_is_refused_so_that_nothing_is_kept_without_an_end(text: str) -> None:
    with pytest.raises(ValueError, match="no length of time"):
        span(text)


@given(st.sampled_from("hdmy"), st.integers(1, 99999))
def test_a_length_reads_as_it_is_written(unit: str, count: int) -> None:
    assert str(span(f"{count}{unit}")) == f"{count}{unit}"


@pytest.mark.parametrize(
    ("observation", "kind"),
    [
        pytest.param(Traveller("passenger", HERE, LIST), RetentionClass.API, id="somebody on a list"),
        pytest.param(FlightLeg(0, "", "", "", "", HERE, LIST), RetentionClass.API, id="the flight of a list"),
        pytest.param(Traveller("passenger", HERE, PUSH), RetentionClass.PNR, id="somebody in a booking"),
        pytest.param(FlightLeg(0, "", "", "", "", HERE, PUSH), RetentionClass.PNR, id="the flight of a push"),
        pytest.param(Booking("L", HERE, PUSH), RetentionClass.PNR, id="a booking"),
        pytest.param(Consignment("1", HERE, CARGO), RetentionClass.CARGO, id="a consignment"),
        pytest.param(FlightLeg(0, "", "", "", "", HERE, CARGO), RetentionClass.CARGO, id="the flight of cargo"),
        pytest.param(Reply(HERE, MessageHeader("CUSRES")), RetentionClass.API, id="an answer to a carrier"),
        pytest.param(ListEntry("L", Subject("1"), HERE), RetentionClass.LIST, id="a list entry"),
    ],
)
def test_the_class_follows_from_what_was_said(observation: Observation, kind: RetentionClass) -> None:
    assert class_of(observation) is kind
    where_lists_are_pnr = RetentionClass.PNR if kind is RetentionClass.API else kind
    assert class_of(observation, RetentionClass.PNR) is where_lists_are_pnr


NOON = datetime(2026, 5, 1, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("lands_at", "expires_at"),
    [
        pytest.param(None, NOON + timedelta(days=1), id="nobody says when"),
        pytest.param(NOON + timedelta(hours=7), NOON + timedelta(hours=31), id="later"),
        pytest.param(NOON - timedelta(days=9), NOON + timedelta(days=1), id="before it was told"),
        pytest.param(NOON + timedelta(days=4), NOON + timedelta(days=5), id="just plausible"),
        pytest.param(NOON + timedelta(days=4, seconds=1), NOON + timedelta(days=1), id="so late that it is wrong"),
    ],
)
def test_lists_are_kept_for_hours_from_the_landing(lands_at: datetime | None, expires_at: datetime) -> None:
    kept = times(RetentionClass.API, TERMS[RetentionClass.API], NOON, lands_at=lands_at)
    assert (kept.masks_at, kept.expires_at) == (None, expires_at)


def test_bookings_are_masked_after_six_months_and_destroyed_after_five_years_from_their_transfer() -> None:
    kept = times(RetentionClass.PNR, TERMS[RetentionClass.PNR], NOON, lands_at=NOON + timedelta(days=2))
    assert kept.masks_at == datetime(2026, 11, 1, 12, tzinfo=UTC)
    assert kept.expires_at == datetime(2031, 5, 1, 12, tzinfo=UTC)
    assert kept.readable_until == kept.masks_at


@given(st.sampled_from(RetentionClass), instants)
def test_everything_has_an_end(kind: RetentionClass, received_at: datetime) -> None:
    kept = times(kind, TERMS[kind], received_at)
    assert received_at < kept.readable_until <= kept.expires_at < received_at + timedelta(days=3700)


@given(instants, spans, spans)
def test_a_shortened_term_is_never_longer(at: datetime, length: Span, most: Span) -> None:
    assert shortened(Term(length), most, at=at).kept_for.after(at) == min(length.after(at), most.after(at))
