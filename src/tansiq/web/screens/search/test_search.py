"""One box: what it finds, for whom, and that it is noted."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from django.test import Client
from django.utils.http import urlencode

from tansiq.centre.alerts import put
from tansiq.centre.cases import Case, open_case
from tansiq.centre.feeds import Feed
from tansiq.centre.findings import Held
from tansiq.centre.people import Officer, Role
from tansiq.handling.marking import TLP, Marking
from tansiq.model.findings import Finding, Reason, Verdict
from tansiq.picture.flights import Flight
from tansiq.picture.lists import Listed, listed_id
from tansiq.picture.skeletons import skeletons
from tansiq.web.screens.conftest import noted
from tests.picture.airline import MARKING, Person, hear, leg

pytestmark = [pytest.mark.postgres, pytest.mark.django_db]

NOW = datetime.now(UTC)
TARIQ = Person("MEHMOOD", "TARIQ <i>", "ZZ1000001", "1979-05-02", "LOC001")


@pytest.fixture
def ayesha(come_in: Callable[..., Client]) -> Client:
    return come_in(Role.TARGETING)


@pytest.fixture
def flight() -> Flight:
    return hear(leg(lands=NOW + timedelta(hours=1)), [TARIQ], at=NOW - timedelta(hours=8))


@pytest.fixture
def case(ayesha: Client, flight: Flight) -> Case:
    entry = flight.entries.select_related("flight").get()
    reason = Reason("name.full", "the names are the same: {left}", 2.0, "TARIQ")
    finding = Finding("names.screen", "1", "x", 0.9, Verdict.MATCH, (reason,), about="L/1", evidence=(entry.key,))
    alert = put(flight, entry, [Held(finding, "Tariq")], MARKING, at=NOW)
    assert alert is not None
    return open_case(alert, Officer.objects.get(username="ayesha"), at=NOW)


@pytest.fixture
def listed(list_of: Callable[..., str]) -> Listed:
    subject = {"names": ["Invented Tariq", "طارق"]}
    list_of("l", TLP.CLEAR)
    return Listed.objects.create(
        key="L/1",
        person_id=listed_id("L/1"),
        list="L",
        feed="l",
        position=1,
        name="Invented Tariq",
        subject=subject,
        skeletons=skeletons(subject["names"]),
        details={},
    )


def page(client: Client, words: str) -> str:
    response = client.get(f"/search/?{urlencode({'q': words})}")
    assert response.status_code == 200
    return response.content.decode()


@pytest.mark.parametrize("words", ["", "x", "   "])
def test_without_words_it_says_what_can_be_searched_for(ayesha: Client, words: str) -> None:
    assert "Type into the box above" in page(ayesha, words)
    assert noted() == []


def test_nothing_found_says_what_to_try(ayesha: Client, flight: Flight) -> None:
    assert "Nothing fits" in page(ayesha, "nobody of that name")
    assert noted() == []


@pytest.mark.parametrize("words", ["PK 786", "pk786", "786", "LHR", "islamabad"])
def test_a_flight_is_found_by_number_and_place(ayesha: Client, flight: Flight, words: str) -> None:
    assert f'href="/flights/{flight.pk}/"' in page(ayesha, words)


@pytest.mark.parametrize("words", ["00001", "tariq mehmood"])
def test_a_case_is_found_by_number_and_name(ayesha: Client, case: Case, words: str) -> None:
    assert case.number in page(ayesha, words)
    assert {r.subject for r in noted()} == {str(case.person_id)}


def test_people_are_shown_escaped_and_noted_with_the_words(ayesha: Client, flight: Flight) -> None:
    shown = page(ayesha, "  tariq   mehmood ")
    assert "MEHMOOD TARIQ &lt;i&gt;" in shown
    person = UUID(str(flight.entries.get().person_id))
    assert f'href="/persons/{person}/"' in shown
    assert [(r.ground, r.about, r.what, r.subject) for r in noted()] == [
        ("request", "search: tariq mehmood", "search", str(person))
    ]


@pytest.mark.parametrize("words", ["tariq", "طارق"])
def test_people_and_list_entries_are_found_in_either_script(
    ayesha: Client, flight: Flight, listed: Listed, words: str
) -> None:
    shown = page(ayesha, words)
    assert "MEHMOOD TARIQ" in shown
    assert "Invented Tariq" in shown


@pytest.mark.parametrize("words", ["عبد الرحمن", "Abdur Rehman", "Абдул Рахман", "ABDULRAHMAN", "Abd al-Rahmaan"])
def test_a_name_is_found_in_any_spelling_and_script_and_says_why(ayesha: Client, words: str) -> None:
    hear(leg(lands=NOW), [Person("", "ABDUL RAHMAN", "ZZ2"), Person("", "ABDUL RAHIM", "ZZ3")], at=NOW)
    shown = page(ayesha, words)
    assert "ABDUL RAHMAN" in shown
    assert "RAHIM" not in shown
    assert "the names " in shown
    assert 'class="weight">+' in shown


def test_what_speaks_against_a_hit_stands_beside_it(ayesha: Client, flight: Flight) -> None:
    shown = page(ayesha, "Tareq Mahmud 1950")
    assert "MEHMOOD TARIQ" in shown
    assert "years apart" in shown
    assert 'data-verdict="no"' in shown


def test_a_name_met_in_another_script_is_marked(ayesha: Client, listed: Listed) -> None:
    assert "script</span>" in page(ayesha, "Тарик")
    assert "script</span>" not in page(ayesha, "Invented Tareq")


def test_while_somebody_types_only_what_is_found_is_sent(ayesha: Client, flight: Flight) -> None:
    response = ayesha.get("/search/?q=tareq+mahmood", headers={"HX-Request": "true"})
    shown = response.content.decode()
    assert "MEHMOOD TARIQ" in shown
    assert "<html" not in shown
    assert 'role="status" hx-swap-oob="true">1 found</p>' in shown
    assert len(noted()) == 1


def test_a_hit_leads_to_the_comparison(ayesha: Client, flight: Flight) -> None:
    person = flight.entries.get().person_id
    assert f"/compare/?left-names=tareq%20mahmood&amp;right=traveller-{person}" in page(ayesha, "tareq mahmood")
    dated = "/compare/?left-names=tareq%20mahmood&amp;left-born=1979&amp;right="
    assert dated in page(ayesha, "tareq mahmood 1979")


def test_hostile_words_come_back_escaped(ayesha: Client) -> None:
    assert "<script>alert" not in page(ayesha, "<script>alert('x')</script> & | ! :*")


def test_more_than_twenty_are_cut_and_it_says_so(ayesha: Client) -> None:
    people = [Person("KHAN", "INVENTED", f"ZZ{n:07d}") for n in range(22)]
    hear(leg(lands=NOW), people, at=NOW)
    assert "the best 20 of more" in page(ayesha, "khan")
    assert len(noted()) == 20


def test_who_another_agency_keeps_to_itself_is_not_found(ayesha: Client) -> None:
    hear(leg(lands=NOW), [TARIQ], at=NOW, marking=Marking(frozenset({"customs"})))
    assert "Nothing fits" in page(ayesha, "tariq mehmood")
    assert noted() == []


def test_other_roles_find_flights_and_list_entries_only(
    come_in: Callable[..., Client], flight: Flight, listed: Listed
) -> None:
    shown = page(come_in(Role.ADMINISTRATOR), "tariq")
    assert "Invented Tariq" in shown
    assert "MEHMOOD" not in shown
    assert "People and cases are not open to your role" in shown
    assert noted() == []


def test_list_entries_that_are_not_published_are_noted_and_kept_from_outsiders(
    come_in: Callable[..., Client], listed: Listed
) -> None:
    Feed.objects.update(tlp=TLP.AMBER.name)
    stranger = come_in(Role.TARGETING, organisation="elsewhere")
    assert "Invented Tariq" not in page(stranger, "tariq")
    assert noted() == []
    Feed.objects.update(audience=["elsewhere"])
    assert "Invented Tariq" in page(stranger, "tariq")
    assert [(r.subject, r.about) for r in noted()] == [(str(listed.person_id), "search: tariq")]
