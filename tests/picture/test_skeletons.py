"""What names are found by, and that it is made anew when the names engine changes."""

from datetime import UTC, datetime

import pytest
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st

from tansiq.picture.flights import ManifestEntry
from tansiq.picture.lists import Listed, listed_id
from tansiq.picture.skeleton_scheme import SkeletonScheme, refresh
from tansiq.picture.skeletons import MOST, queries, skeletons
from tests.picture.airline import Person, hear, leg

pytestmark = [pytest.mark.postgres, pytest.mark.django_db]

NOW = datetime(2026, 5, 1, 3, 0, tzinfo=UTC)


def holds(held: list[str], query: str) -> bool:
    """Whether PostgreSQL finds what is stored by the query."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT array_to_tsvector(%s) @@ %s::tsquery", [held, query])
        found = cursor.fetchone()
    return bool(found[0])


@pytest.mark.parametrize(
    ("written", "typed"),
    [
        pytest.param("Abdul Rahman", "عبد الرحمن", id="Arabic"),
        pytest.param("Abdul Rahman", "Абдул Рахман", id="Cyrillic"),
        pytest.param("Ali Raza", "Aliraza", id="two words as one"),
        pytest.param("Aliraza Khan", "Ali Raza Khan", id="one word as two"),
        pytest.param("Muhammad Aslam Khan", "Mohd Aslam", id="a part left out"),
        pytest.param("Tariq Mehmood", "Tar", id="not typed to its end"),
    ],
)
def test_a_name_is_found_by_the_strictest_query(written: str, typed: str) -> None:
    assert holds(skeletons([written]), next(iter(queries(typed))).text)


def test_a_name_of_another_sound_is_not_found_strictly() -> None:
    assert not holds(skeletons(["Tariq Mehmood"]), next(iter(queries("Tariq Hussain"))).text)


@given(st.text(max_size=200), st.text(max_size=60))
def test_any_text_gives_skeletons_and_queries_that_postgresql_takes(written: str, typed: str) -> None:
    held = skeletons([written])
    assert len(held) <= MOST
    assert all(holds(held, query.text) in {True, False} for query in queries(typed))


def test_what_another_engine_made_is_made_anew() -> None:
    entry = hear(leg(lands=NOW), [Person("MEHMOOD", "TARIQ", "ZZ1")], at=NOW).entries.get()
    made = entry.skeletons
    Listed.objects.create(
        key="L/1",
        person_id=listed_id("L/1"),
        list="L",
        feed="l",
        position=1,
        name="Tariq",
        subject={"names": ["Tariq"]},
        details={},
    )
    ManifestEntry.objects.update(skeletons=["old"])
    refresh()
    assert ManifestEntry.objects.get().skeletons == ["old"]
    SkeletonScheme.objects.update(made_by="an older engine")
    refresh()
    assert ManifestEntry.objects.get().skeletons == made
    assert Listed.objects.get().skeletons == skeletons(["Tariq"])
