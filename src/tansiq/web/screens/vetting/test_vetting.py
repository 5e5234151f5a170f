"""The vetting list of a flight, its printed form and its seat map, as an officer meets them."""

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client

from tansiq.centre.alerts import Alert
from tansiq.centre.dispositions import clear
from tansiq.centre.people import Officer, Role
from tansiq.centre.vetting import Concern, looks
from tansiq.picture.flights import Flight, ManifestEntry
from tansiq.web.screens.conftest import noted
from tests.centre.airport import FAMILY, alert_on, alerts_on, confirmed, flight_landing, others
from tests.picture.airline import leg
from tests.picture.guests import push

pytestmark = [pytest.mark.postgres, pytest.mark.django_db]

NOW = datetime.now(UTC)
HX = {"HX-Request": "true"}


@pytest.fixture
def flight(db: None) -> Flight:
    return flight_landing(NOW + timedelta(minutes=40), now=NOW, people=others(12))


@pytest.fixture
def alerts(flight: Flight) -> dict[str, Alert]:
    return alerts_on(flight, at=NOW)


@pytest.fixture
def browser(ayesha: Officer, browser_of: Callable[[Officer], Client]) -> Client:
    return browser_of(ayesha)


def entry_of(flight: Flight, name: str) -> ManifestEntry:
    return flight.entries.get(name__contains=name)


def test_a_flight_without_alerts_says_so_and_leads_to_the_manifest(browser: Client, flight: Flight) -> None:
    shown = browser.get(f"/flights/{flight.pk}/vetting/").content.decode()
    assert "Nothing is known of anybody on this flight" in shown
    assert f'href="/flights/{flight.pk}/"' in shown
    assert noted() == []


def test_the_list_begins_with_what_is_undecided_and_surest_and_folds_the_rest_away(
    browser: Client, flight: Flight, alerts: dict[str, Alert], ayesha: Officer, bilal: Officer
) -> None:
    confirmed(alerts["namesake"], ayesha, bilal, at=NOW)
    clear(alerts["by rule"].pk, ayesha, reason="other", note="", version=alerts["by rule"].version, at=NOW)
    response = browser.get(f"/flights/{flight.pk}/vetting/")
    held = response.context["list"]
    assert [(row.entry.name.split()[-1], row.standing.concern) for row in held.rows] == [
        ("COURIER", Concern.ALERT),
        ("OMAR", Concern.INSPECTION),
        ("IQBAL", Concern.RULE),
        ("WIFE", Concern.PARTY),
        ("BROTHER", Concern.PARTY),
        ("BABY", Concern.PARTY),
    ]
    shown = response.content.decode()
    assert "12 more arrive, of whom nothing is known" in shown
    assert "NOBODY" not in shown
    assert "<b>BASRI</b>" not in shown
    assert "&lt;b&gt;BASRI&lt;/b&gt;" in shown
    assert re.search(r"seen 0 of 6", shown)
    assert {r.what for r in noted() if "vetting" in r.what} == {"vetting list"}
    assert len([r for r in noted() if r.what == "vetting list"]) == 6


def test_an_opened_person_stands_beside_the_list_with_party_bags_and_what_is_shared(
    browser: Client, flight: Flight, alerts: dict[str, Alert]
) -> None:
    courier = entry_of(flight, "COURIER")
    shown = browser.get(f"/flights/{flight.pk}/vetting/{courier.key}/", headers=HX).content.decode()
    assert "<html" not in shown
    for said in ("sits apart", "infant", "had 21A before", "0214500004", "shared by the party", "0214500099", "nobody"):
        assert said in shown
    assert "1 tag of nobody in the party" in shown
    assert "Same phone" in shown
    assert "NAM001" in shown
    assert alerts["courier"].about_name in shown


def test_what_was_looked_at_is_marked_and_the_others_see_who_looks(
    browser: Client,
    flight: Flight,
    alerts: dict[str, Alert],
    ayesha: Officer,
    bilal: Officer,
    browser_of: Callable[[Officer], Client],
) -> None:
    courier = entry_of(flight, "COURIER")
    shown = browser.get(f"/flights/{flight.pk}/vetting/{courier.key}/", headers=HX).content.decode()
    assert f'id="vetting-{courier.key}"' in shown
    assert "seen 1 of 6" in shown
    assert list(looks(flight)[courier.key].by) == [ayesha.pk]
    theirs = browser_of(bilal)
    part = theirs.get(f"/flights/{flight.pk}/vetting/looking").content.decode()
    assert "Ayesha Demo" in part
    assert "is looking too" in part
    assert 'title="Ayesha Demo"' in theirs.get(f"/flights/{flight.pk}/vetting/").content.decode()


def test_acts_beside_the_list_answer_beside_the_list(browser: Client, flight: Flight, alerts: dict[str, Alert]) -> None:
    namesake = alerts["namesake"]
    opened = browser.get(f"/flights/{flight.pk}/vetting/{namesake.entry_key}/", headers=HX).content.decode()
    address = f"/vetting/alerts/{namesake.pk}/clear"
    assert f'hx-post="{address}"' in opened
    given = {"reason": "common_name", "version": namesake.version}
    shown = browser.post(address, given, headers=HX).content.decode()
    assert f'id="vetting-{namesake.entry_key}"' in shown
    assert 'data-key="u"' in shown
    undo = re.search(r'hx-post="(/vetting/decisions/\d+/undo)"', shown)
    assert undo
    again = browser.post(undo[1], headers=HX).content.decode()
    assert 'data-dialog="clear"' in again
    namesake.refresh_from_db()
    given["version"] = namesake.version
    assert browser.post(address, given).headers["Location"] == f"/flights/{flight.pk}/vetting/{namesake.entry_key}/"


def test_the_printed_list_does_not_say_why_nor_name_the_cleared(
    browser: Client, flight: Flight, alerts: dict[str, Alert], ayesha: Officer
) -> None:
    for cleared in ("namesake", "by rule"):
        clear(alerts[cleared].pk, ayesha, reason="other", note="", version=alerts[cleared].version, at=NOW)
    shown = browser.get(f"/flights/{flight.pk}/vetting/paper").content.decode()
    assert "31C" in shown
    assert "0214500001" in shown
    for withheld in ("the names are the same", "Not this person", "L/COURIER", "NOBODY", "OMAR", "IQBAL"):
        assert withheld not in shown
    assert len([r for r in noted() if r.what == "briefing on paper"]) == 4


def test_the_seat_map_names_only_those_of_the_list(browser: Client, flight: Flight, alerts: dict[str, Alert]) -> None:
    courier = entry_of(flight, "COURIER")
    response = browser.get(f"/flights/{flight.pk}/seats/{courier.key}/")
    shown = response.content.decode()
    places = {place.seat: place for place in response.context["person"].drawing.places}
    assert {seat: places[seat].how for seat in ("31C", "31D", "52H", "12A", "14F", "40A")} == {
        "31C": "chosen",
        "31D": "party",
        "52H": "party",
        "12A": "alert",
        "14F": "alert",
        "40A": "taken",
    }
    assert places["31C"].before == ("21A",)
    assert 'aria-label="31C, INVENTED COURIER, this traveller, had 21A before"' in shown
    assert "NOBODY" not in shown
    assert "not from a plan of the aircraft" in shown
    assert "style=" not in shown


def test_without_seats_there_is_no_map(browser: Client, db: None) -> None:
    guests = tuple(type(g)(g.family, g.given, "", g.number) for g in FAMILY.guests)
    flight = push(leg(lands=NOW + timedelta(hours=1)), [type(FAMILY)("FAM001", guests)], at=NOW)
    made = alert_on(flight, "COURIER", score=0.9, at=NOW)
    shown = browser.get(f"/flights/{flight.pk}/seats/{made.entry_key}/").content.decode()
    assert "No seat is known." in shown


@pytest.mark.parametrize("page", ["vetting/", "vetting/paper", "vetting/looking"])
@pytest.mark.parametrize("role", [Role.INSPECTION, Role.ADMINISTRATOR, Role.DATA_PROTECTION])
def test_it_is_open_to_those_whose_work_is_with_travellers(
    page: str, role: Role, flight: Flight, alerts: dict[str, Alert], come_in: Callable[..., Client]
) -> None:
    assert come_in(role).get(f"/flights/{flight.pk}/{page}").status_code == 403


def test_of_another_agencys_alerts_it_tells_nothing(
    flight: Flight, alerts: dict[str, Alert], come_in: Callable[..., Client]
) -> None:
    stranger = come_in(Role.TARGETING, organisation="border")
    shown = stranger.get(f"/flights/{flight.pk}/vetting/").content.decode()
    assert "COURIER" not in shown
    assert stranger.get(f"/flights/{flight.pk}/vetting/{alerts['courier'].entry_key}/").status_code == 404


def test_somebody_who_is_not_on_the_list_is_not_opened_here(
    browser: Client, flight: Flight, alerts: dict[str, Alert]
) -> None:
    nobody = flight.entries.filter(name__contains="NOBODY").first()
    assert nobody is not None
    assert browser.get(f"/flights/{flight.pk}/vetting/{nobody.key}/").status_code == 404
    assert nobody.key not in looks(flight)
