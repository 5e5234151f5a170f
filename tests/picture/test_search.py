"""Names, documents and bookings are found as officers type them."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tansiq.picture.dossier import companions, documents, journeys, namesakes
from tansiq.picture.flights import ManifestEntry
from tansiq.picture.lists import Listed, listed_id
from tansiq.picture.search import find_listed, find_people, words_of
from tansiq.picture.skeletons import skeletons
from tests.picture.airline import Person, hear, leg

pytestmark = [pytest.mark.postgres, pytest.mark.django_db]

NOW = datetime(2026, 5, 1, 3, 0, tzinfo=UTC)
TARIQ = Person("MEHMOOD", "TARIQ", "ZZ1000001", "1979-05-02", "LOC001")
LAYLA = Person("AL-HARBI", "LAYLA", "ZZ1000002", "1990-01-01", "LOC001")
DOTTED = Person("KHAN", "A.R.", "ZZ1000003")
OMAR = Person("O'NEIL", "OMAR/ALI", "ZZ1000004")


@pytest.fixture
def manifest() -> list[ManifestEntry]:
    flight = hear(leg(lands=NOW), [TARIQ, LAYLA, DOTTED, OMAR], at=NOW - timedelta(hours=9))
    return list(flight.entries.all())


@pytest.mark.parametrize(
    ("typed", "name", "how"),
    [
        pytest.param("MEHMOOD TARIQ", "MEHMOOD TARIQ", "name", id="as the message has it"),
        pytest.param("tariq mehmood", "MEHMOOD TARIQ", "name", id="other order, lower case"),
        pytest.param("tar meh", "MEHMOOD TARIQ", "name", id="beginnings of words"),
        pytest.param("Tareq Mahmoud", "MEHMOOD TARIQ", "alike", id="other spelling"),
        pytest.param("طارق محمود", "MEHMOOD TARIQ", "alike", id="Urdu"),
        pytest.param("Тарик", "MEHMOOD TARIQ", "alike", id="Cyrillic"),
        pytest.param("harbi", "AL-HARBI LAYLA", "name", id="after a hyphen"),
        pytest.param("khan r", "KHAN A.R.", "name", id="between dots"),
        pytest.param("ali neil", "O'NEIL OMAR/ALI", "name", id="after slash and apostrophe"),
        pytest.param("zz1000001", "MEHMOOD TARIQ", "document", id="document number"),
    ],
)
def test_somebody_is_found_by(manifest: list[ManifestEntry], typed: str, name: str, how: str) -> None:
    assert [(f.row.name, f.how) for f in find_people(typed, most=5)] == [(name, how)]


def test_a_booking_finds_everybody_on_it(manifest: list[ManifestEntry]) -> None:
    assert {(f.row.name, f.how) for f in find_people("loc001", most=5)} == {
        ("MEHMOOD TARIQ", "booking"),
        ("AL-HARBI LAYLA", "booking"),
    }


@pytest.mark.parametrize(
    "typed",
    [
        pytest.param("ZZ100000", id="part of a document number"),
        pytest.param("tariq khan", id="words of two people"),
        pytest.param("ee", id="nothing left to read"),
        pytest.param("'; DROP TABLE", id="SQL"),
        pytest.param("", id="nothing"),
    ],
)
def test_nobody_is_found_by(manifest: list[ManifestEntry], typed: str) -> None:
    assert find_people(typed, most=5) == []


def test_somebody_on_many_flights_is_found_once_by_the_latest() -> None:
    before, latest = (
        hear(leg(str(hours), lands=NOW - timedelta(hours=hours)), [TARIQ], at=NOW - timedelta(hours=hours))
        for hours in (48, 24)
    )
    assert before.entries.get().person_id == latest.entries.get().person_id
    assert [f.row.flight_id for f in find_people("tariq", most=5)] == [latest.pk]


def test_whole_names_come_before_longer_ones() -> None:
    people = [Person("KHAN", "ALI REHMAN", "ZZ1"), Person("KHANZADA", "ALI", "ZZ2"), Person("KHAN", "ALI", "ZZ3")]
    hear(leg(lands=NOW), people, at=NOW)
    assert [f.row.name for f in find_people("ali khan", most=2)] == ["KHAN ALI", "KHAN ALI REHMAN"]


@pytest.mark.parametrize(
    ("typed", "how"),
    [
        pytest.param("invented tariq", "name", id="its name"),
        pytest.param("abu omar", "name", id="a weak name"),
        pytest.param("طارق", "name", id="its own script"),
        pytest.param("Tareek Inventid", "alike", id="another spelling"),
    ],
)
def test_a_list_entry_is_found_by(typed: str, how: str) -> None:
    subject = {"names": ["INVENTED, Tariq", "طارق"], "weak_names": ["Abu Omar"]}
    Listed.objects.create(
        key="L/1",
        person_id=listed_id("L/1"),
        list="L",
        feed="l",
        position=1,
        name="INVENTED, Tariq",
        subject=subject,
        skeletons=skeletons([*subject["names"], *subject["weak_names"]]),
        details={},
    )
    assert [(f.row.key, f.how) for f in find_listed(typed, most=5)] == [("L/1", how)]


def test_a_company_is_found_and_not_held_against_for_being_one() -> None:
    names = ["Invented Karakorum Trading Company Ltd"]
    subject = {"type": "organization", "names": names}
    Listed.objects.create(
        key="L/1",
        person_id=listed_id("L/1"),
        list="L",
        feed="l",
        position=1,
        name=names[0],
        subject=subject,
        skeletons=skeletons(names, is_person=False),
        details={},
    )
    (hit,) = find_listed("Karakoram Trading Company", most=5)
    assert hit.comparison is not None
    assert not [r for r in hit.comparison.against if r.feature == "type"]


@given(st.text(max_size=200))
def test_words_never_hold_what_could_leave_a_query(text: str) -> None:
    assert not set("'\\&|!():* \x00") & set("".join(words_of(text)))


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(max_size=60))
def test_any_text_can_be_searched_for(text: str) -> None:
    assert len(find_people(text, most=3)) <= 3
    assert len(find_listed(text, most=3)) <= 3


def test_a_person_is_followed_across_flights() -> None:
    hear(leg("1", lands=NOW - timedelta(days=2)), [TARIQ, LAYLA], at=NOW - timedelta(days=3))
    flight = hear(leg("2", lands=NOW), [LAYLA, TARIQ, DOTTED], at=NOW - timedelta(hours=9))
    places = journeys(flight.entries.get(name="MEHMOOD TARIQ").person_id)
    assert [p.flight.number for p in places] == ["2", "1"]
    assert [(c.document.number, c.journeys) for c in documents(places)] == [("ZZ1000001", 2)]
    assert [(c.entry.name, c.times) for c in companions(places)] == [("AL-HARBI LAYLA", 2)]


@pytest.mark.parametrize(
    ("other", "is_hint"),
    [
        pytest.param(Person("MEHMOOD", "TARIQ", "ZZ9", "1979-05-02"), True, id="another document"),
        pytest.param(Person("TARIQ", "MEHMOOD", "ZZ9", "1979-05-02"), True, id="names the other way round"),
        pytest.param(Person("MEHMOOD", "TARIQ", "ZZ9", "1979-05-03"), False, id="another birth date"),
        pytest.param(Person("MEHMOOD", "TARIQ ALI", "ZZ9", "1979-05-02"), False, id="a longer name"),
        pytest.param(Person("MEHMOOD", "TARIQ", "ZZ1000001", "1979-05-02"), False, id="the same document"),
    ],
)
def test_the_same_name_and_birth_date_under_another_document_is_a_hint(other: Person, is_hint: bool) -> None:
    flight = hear(leg(lands=NOW), [TARIQ], at=NOW)
    hear(leg("9", lands=NOW), [other], at=NOW)
    [place] = flight.entries.all()
    assert bool(namesakes(place)) is is_hint
