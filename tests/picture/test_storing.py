"""Rows of a manifest: rewritten where they differ, told another position where they do not."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tansiq.model.observations import MessageHeader, PersonName, Source, TravelDocument, Traveller
from tansiq.model.wire import parse, render
from tansiq.picture.flights import ManifestEntry
from tansiq.picture.storing import rendered
from tests.picture.airline import Person, hear, leg

NOW = datetime(2026, 5, 1, 3, 0, tzinfo=UTC)
LEG = leg(lands=NOW + timedelta(hours=9))
ALI = Person("ALI", "INVENTED", "ZZ1", seat="4A")

travellers = st.builds(
    Traveller,
    role=st.sampled_from(["passenger", "crew", "transit"]),
    source=st.builds(Source, st.text(max_size=3), st.integers(0, 9), st.integers(0, 9)),
    message=st.builds(MessageHeader, st.sampled_from(["PAXLST", "PNRGOV"]), sender=st.text(max_size=3)),
    names=st.lists(st.builds(PersonName, *[st.text(max_size=3)] * 3), max_size=2).map(tuple),
    documents=st.lists(st.builds(TravelDocument, st.text(max_size=3), st.text(max_size=1)), max_size=2).map(tuple),
    legs=st.lists(st.integers(0, 3), max_size=3).map(tuple),
    bags=st.lists(st.text(max_size=3), max_size=3).map(tuple),
    bag_count=st.none() | st.integers(0, 3),
    bag_weight_kg=st.none() | st.floats(0, 50),
    verified=st.none() | st.booleans(),
    seat=st.text(max_size=3),
)


@given(travellers)
def test_a_traveller_is_rendered_as_everywhere(traveller: Traveller) -> None:
    assert rendered(traveller) == render(traveller)
    assert parse(rendered(traveller)) == traveller


@pytest.mark.postgres
@pytest.mark.django_db
def test_what_is_said_again_only_adds_where_and_what_is_new_is_written() -> None:
    hear(LEG, [ALI], at=NOW)
    first = ManifestEntry.objects.get()
    hear(LEG, [ALI], at=NOW + timedelta(minutes=1))
    again = ManifestEntry.objects.get()
    assert (again.pk, again.traveller, again.skeletons) == (first.pk, first.traveller, first.skeletons)
    assert again.positions[:1] == first.positions
    assert len(again.positions) == 2
    hear(LEG, [replace(ALI, seat="5B")], at=NOW + timedelta(minutes=2))
    moved = ManifestEntry.objects.get()
    assert (moved.pk, moved.traveller["seat"], len(moved.positions)) == (first.pk, "5B", 3)
    assert moved.traveller["message"] == first.traveller["message"]


@pytest.mark.postgres
@pytest.mark.django_db
def test_an_earlier_message_that_comes_late_is_where_the_traveller_was_first_named() -> None:
    hear(LEG, [ALI], at=NOW)
    hear(LEG, [ALI], at=NOW - timedelta(minutes=1))
    entry = ManifestEntry.objects.get()
    assert entry.traveller["message"]["prepared"] == "2026-05-01T02:59:00.000000"
