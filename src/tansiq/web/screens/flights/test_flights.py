"""Flights as a person meets them."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client

from tansiq.centre.alerts import put
from tansiq.centre.findings import Held
from tansiq.centre.people import Role
from tansiq.handling.marking import Marking
from tansiq.model.findings import Finding, Reason, Verdict
from tansiq.picture.flights import Flight
from tansiq.web.screens.conftest import noted
from tansiq.web.screens.flights.opened import ROWS
from tests.picture.airline import MARKING, Person, hear, leg

pytestmark = [pytest.mark.postgres, pytest.mark.django_db]

NOW = datetime.now(UTC)
LANDS = NOW + timedelta(minutes=40)
HOSTILE = Person("<script>alert(1)</script>", "INVENTED", "ZZ0000001", "1980-01-02", "LOC001", "1A")
ALI = Person("ALI", "INVENTED", "ZZ0000002", "1981-02-03", "LOC001", "1B")
LATE = Person("BASRI", "INVENTED", "ZZ0000003", "1982-03-04")


@pytest.fixture
def ayesha(come_in: Callable[..., Client]) -> Client:
    return come_in(Role.TARGETING)


@pytest.fixture
def flight() -> Flight:
    """Three listed, of whom one stayed behind."""
    hear(leg(lands=LANDS), [HOSTILE, ALI, LATE], at=NOW - timedelta(hours=9))
    return hear(leg(lands=LANDS), [HOSTILE, ALI], at=NOW - timedelta(hours=1), function="266", identifier="CLOB")


def page(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200
    return response.content.decode()


@pytest.mark.parametrize(
    ("address", "says", "next_step"),
    [
        pytest.param("/flights/", "No flight lands in the next 12 hours", "/feeds/", id="next"),
        pytest.param("/flights/?part=landed", "No flight yet", "/feeds/", id="landed"),
        pytest.param(
            "/flights/?part=nonsense&page=x", "No flight lands in the next 12 hours", "/feeds/", id="nonsense"
        ),
        pytest.param("/flights/?number=PK1", "No flight fits", "/flights/?part=all&amp;", id="filtered"),
    ],
)
def test_an_empty_board_says_so_and_what_to_do(ayesha: Client, address: str, says: str, next_step: str) -> None:
    shown = page(ayesha, address)
    assert says in shown
    assert f'class="button" href="{next_step}' in shown


def test_the_board_shows_numbers_and_notes_nothing(ayesha: Client, flight: Flight) -> None:
    shown = page(ayesha, "/flights/?airport=london&number=pk0786")
    assert f'id="flight-{flight.pk}"' in shown
    assert "2 on board" in shown
    assert "1 not on board" in shown
    assert "INVENTED" not in shown
    assert noted() == []


def test_the_board_turns_pages(ayesha: Client) -> None:
    Flight.objects.bulk_create(
        Flight(key=str(n), number=str(n), lands_at=LANDS, expires_at=LANDS, updated_at=NOW) for n in range(61)
    )
    assert "page=2" in page(ayesha, "/flights/")
    second = page(ayesha, "/flights/?page=2")
    assert second.count("data-row") == 1
    assert "page=1" in second


def test_a_manifest_names_escaped_and_notes_each_person_once(ayesha: Client, flight: Flight) -> None:
    shown = page(ayesha, f"/flights/{flight.pk}/")
    assert "<script>alert" not in shown
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in shown
    records = noted()
    assert {r.subject for r in records} == {str(e.person_id) for e in flight.entries.all()}
    assert len(records) == 3
    assert {(r.ground, r.about, r.what) for r in records} == {
        ("triage", f"flight PK 786 {flight.departure_local[:10]}", "flight manifest")
    }


@pytest.mark.parametrize(
    ("query", "names"),
    [
        pytest.param("presence=not_on_board", ["BASRI INVENTED"], id="presence"),
        pytest.param("text=invented+ali", ["ALI INVENTED"], id="words of a name"),
        pytest.param("text=zz0000003", ["BASRI INVENTED"], id="document"),
        pytest.param("text=1b", ["ALI INVENTED"], id="seat"),
        pytest.param(
            "text=LOC001&presence=on_board", ["<script>alert(1)</script> INVENTED", "ALI INVENTED"], id="booking"
        ),
        pytest.param("text=nobody", [], id="nobody"),
        pytest.param("presence=nonsense&at=99", [], id="a page that is not there"),
    ],
)
def test_a_manifest_is_narrowed_and_only_those_shown_are_noted(
    ayesha: Client, flight: Flight, query: str, names: list[str]
) -> None:
    response = ayesha.get(f"/flights/{flight.pk}/?{query}", headers={"HX-Request": "true"})
    assert "<html" not in response.content.decode()
    assert [line.entry.name for line in response.context["opened"].lines] == names
    assert len(noted()) == len(names)


def test_a_long_manifest_notes_the_rows_of_its_page(ayesha: Client) -> None:
    people = [Person(f"P{n:03d}", "INVENTED", f"ZZ{n:07d}") for n in range(ROWS + 2)]
    flight = hear(leg(lands=LANDS), people, at=NOW)
    shown = page(ayesha, f"/flights/{flight.pk}/?at=2")
    assert "Page 2 of 2" in shown
    assert len(noted()) == 2


def test_somebody_with_an_alert_is_marked_and_can_be_listed_alone(ayesha: Client, flight: Flight) -> None:
    entry = flight.entries.select_related("flight").get(name="ALI INVENTED")
    reason = Reason("name.full", "the names are the same: {left}", 2.0, "ALI INVENTED")
    finding = Finding("names.screen", "1", "x", 0.9, Verdict.MATCH, (reason,), about="L/1", evidence=(entry.key,))
    alert = put(flight, entry, [Held(finding, "Ali Invented")], MARKING, at=NOW)
    assert alert is not None
    assert "1 alert" in page(ayesha, "/flights/")
    shown = page(ayesha, f"/flights/{flight.pk}/?presence=alert")
    assert f'href="/alerts/{alert.pk}/"' in shown
    assert "BASRI" not in shown


def test_a_shared_booking_is_a_group(ayesha: Client, flight: Flight) -> None:
    response = ayesha.get(f"/flights/{flight.pk}/?show=bookings")
    [booking] = response.context["opened"].bookings
    assert (booking.locator, len(booking.lines)) == ("LOC001", 2)
    assert len(noted()) == 2


def test_each_message_says_what_it_changed_and_names_nobody(ayesha: Client, flight: Flight) -> None:
    shown = page(ayesha, f"/flights/{flight.pk}/?show=messages")
    assert "3 travellers added." in shown
    assert "not on board: 1." in shown
    assert "266+CLOB" in shown
    assert "INVENTED" not in shown
    assert noted() == []


@pytest.mark.parametrize("show", ["manifest", "bookings"])
def test_names_stay_closed_to_roles_that_do_not_work_with_them(
    come_in: Callable[..., Client], flight: Flight, show: str
) -> None:
    shown = page(come_in(Role.ADMINISTRATOR, Role.DATA_PROTECTION), f"/flights/{flight.pk}/?show={show}")
    assert "Names are not open to your role" in shown
    assert "INVENTED" not in shown
    assert noted() == []


def test_a_row_whose_marking_does_not_reach_the_officer_is_withheld(come_in: Callable[..., Client]) -> None:
    hear(leg(lands=LANDS), [ALI], at=NOW)
    flight = hear(leg(lands=LANDS), [LATE], at=NOW, identifier="CP", marking=Marking(frozenset({"customs"})))
    client = come_in(Role.TARGETING)
    shown = page(client, f"/flights/{flight.pk}/")
    assert "ALI INVENTED" in shown
    assert "BASRI" not in shown
    assert "withheld by its owner" in shown
    assert client.get(f"/flights/{flight.pk}/?text=basri").context["opened"].lines == []
    assert len(noted()) == 1


def test_a_flight_that_is_forgotten_is_not_found(ayesha: Client) -> None:
    assert ayesha.get("/flights/4711/").status_code == 404


def test_a_visitor_is_sent_to_sign_in(client: Client, flight: Flight) -> None:
    assert client.get(f"/flights/{flight.pk}/").headers["Location"].startswith("/account/sign-in/")
