"""Masked people on a flight, the request for one of them, its answer and its reading, as officers meet them."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client

from tansiq.centre.masked import FlightTerms
from tansiq.centre.masking import mask_flight
from tansiq.centre.people import Officer, Role
from tansiq.centre.unmasking import Unmasking, end
from tansiq.ledger.current import current
from tansiq.picture.flights import Flight, ManifestEntry
from tansiq.web.screens.conftest import noted
from tests.picture.airline import Person, hear, leg

pytestmark = [pytest.mark.postgres, pytest.mark.django_db]

NOW = datetime.now(UTC)
ANNA = Person("<b>INVENTED", "ANNA", "ZZ0000001", "1980-01-02", "LOC001", "1A")


@pytest.fixture
def flight() -> Flight:
    """A flight that landed long ago, and was masked."""
    made = hear(leg(lands=NOW - timedelta(days=190)), [ANNA], at=NOW - timedelta(days=191))
    FlightTerms.objects.create(flight=made, masks_at=NOW)
    mask_flight(made, at=NOW)
    return made


@pytest.fixture
def entry(flight: Flight) -> ManifestEntry:
    return flight.entries.get()


@pytest.fixture
def second(officer_of: Callable[..., Officer], browser_of: Callable[[Officer], Client]) -> Client:
    return browser_of(officer_of("bilal", Role.SUPERVISOR))


@pytest.fixture
def browser(ayesha: Officer, browser_of: Callable[[Officer], Client]) -> Client:
    return browser_of(ayesha)


def page(client: Client, where: str) -> str:
    response = client.get(where)
    assert response.status_code == 200
    return response.content.decode()


def asked(client: Client, entry: ManifestEntry, **more: object) -> Unmasking:
    said = {
        "flight": entry.flight_id,
        "entry": entry.key,
        "ground": "case",
        "about": "2026-1",
        "reason": "<i>needed</i>",
    }
    response = client.post("/unmasking/ask", said | more)
    assert response.status_code == 302
    return Unmasking.objects.latest("pk")


def test_an_empty_page_says_what_will_stand_there(browser: Client) -> None:
    assert "Nobody asked to read masked data" in page(browser, "/unmasking/")


def test_a_masked_flight_says_so_and_leads_to_the_question(browser: Client, entry: ManifestEntry) -> None:
    shown = page(browser, f"/flights/{entry.flight_id}/")
    assert "The people of this flight are masked" in shown
    assert f"/unmasking/ask?flight={entry.flight_id}&amp;entry={entry.key}" in shown
    for said in ("ANNA", "INVENTED", "ZZ0000001", "1980-01-02", "LOC001"):
        assert said not in shown
    assert "█" not in shown
    assert "One person" in page(browser, f"/unmasking/ask?flight={entry.flight_id}&entry={entry.key}")


@pytest.mark.parametrize(
    "part",
    ["?show=messages", "?show=bookings", "travellers/{key}/", "vetting/"],
)
def test_no_other_page_of_the_flight_tells_who_it_was(browser: Client, entry: ManifestEntry, part: str) -> None:
    shown = page(browser, f"/flights/{entry.flight_id}/{part.format(key=entry.key)}")
    assert [said for said in ("ANNA", "INVENTED", "ZZ0000001", "1980-01-02", "LOC001") if said in shown] == []


def test_no_search_finds_who_is_masked(browser: Client, entry: ManifestEntry) -> None:
    for sought in ("ANNA", "ZZ0000001", "LOC001"):
        assert "PK 786" not in page(browser, f"/search/?q={sought}")


def test_it_is_asked_answered_read_and_ended_and_each_is_in_the_log(
    browser: Client, second: Client, ayesha: Officer, entry: ManifestEntry
) -> None:
    row = asked(browser, entry)
    where = f"/unmasking/{row.pk}/"
    assert "&lt;i&gt;needed" in page(second, where)
    assert browser.post(f"{where}read").status_code == 404
    assert second.post(f"{where}answer", {"answer": "yes", "hours": "2"}).status_code == 302
    assert "Read it" in page(browser, where)
    assert "Read it" not in page(second, where)
    shown = browser.post(f"{where}read").content.decode()
    assert "&lt;b&gt;INVENTED" in shown
    assert "ZZ0000001" in shown
    end(row.pk, ayesha, at=NOW + timedelta(minutes=1))
    assert browser.post(f"{where}read").status_code == 404
    told = [(r.person, r.what) for r in noted() if "unmask" in r.what]
    assert told == [
        ("ayesha", "asked to unmask"),
        ("bilal", "granted unmasking"),
        ("ayesha", "unmasked"),
        ("ayesha", "ended unmasking"),
    ]


def test_nobody_answers_their_own(officer_of: Callable[..., Officer], client: Client, entry: ManifestEntry) -> None:
    client.force_login(officer_of("both", Role.TARGETING, Role.SUPERVISOR))
    row = asked(client, entry)
    assert "Grant it" not in page(client, f"/unmasking/{row.pk}/")
    assert client.post(f"/unmasking/{row.pk}/answer", {"answer": "yes"}).status_code == 403


def test_the_data_protection_officer_sees_those_of_every_organisation(
    officer_of: Callable[..., Officer], client: Client, browser: Client, entry: ManifestEntry
) -> None:
    row = asked(browser, entry)
    client.force_login(officer_of("mariam", Role.DATA_PROTECTION, organisation="elsewhere"))
    assert row.label in page(client, "/unmasking/")
    assert "Grant it" in page(client, f"/unmasking/{row.pk}/")


@pytest.mark.parametrize(
    "roles", [pytest.param((Role.ADMINISTRATOR,), id="administrator"), pytest.param((), id="none")]
)
def test_others_are_turned_away(officer_of: Callable[..., Officer], client: Client, roles: tuple[Role, ...]) -> None:
    client.force_login(officer_of("other", *roles))
    assert client.get("/unmasking/").status_code == 403
    assert client.get("/unmasking/ask?flight=1").status_code == 403


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        pytest.param({"about": ""}, "Say for which case or request.", id="no case"),
        pytest.param({"reason": ""}, "Say why it cannot be done without.", id="no reason"),
        pytest.param(
            {"entry": "", "locator": "nowhere"}, "No booking of this flight has this locator.", id="no booking"
        ),
    ],
)
def test_what_is_missing_is_told(browser: Client, entry: ManifestEntry, wrong: dict[str, str], says: str) -> None:
    said = {"flight": entry.flight_id, "entry": entry.key, "ground": "case", "about": "1", "reason": "r"}
    response = browser.post("/unmasking/ask", said | wrong)
    assert response.status_code == 400
    assert says in response.content.decode()


@pytest.mark.parametrize("query", ["", "?flight=0", "?flight=x", "?flight=" + "9" * 40])
def test_a_question_about_no_flight_is_none(browser: Client, query: str) -> None:
    assert browser.get(f"/unmasking/ask{query}").status_code == 404


def test_whoever_answers_sees_what_is_coming_in_numbers(browser: Client, second: Client, flight: Flight) -> None:
    soon = NOW + timedelta(days=3)
    current().execute("UPDATE ledger_observation SET expires_at = %s", (soon,))
    current().execute("UPDATE ledger_observation_day SET expires_first = %s", (soon,))
    assert "will be destroyed" in page(second, "/unmasking/")
    assert "will be destroyed" not in page(browser, "/unmasking/")
