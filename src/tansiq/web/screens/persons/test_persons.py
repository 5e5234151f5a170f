"""One person, as officers open them."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client

from tansiq.centre.alerts import Alert, put
from tansiq.centre.cases import Case
from tansiq.centre.dispositions import clear, confirm, refer
from tansiq.centre.findings import Held
from tansiq.centre.people import Officer, Role
from tansiq.handling.marking import Marking
from tansiq.ledger.access import AccessRecord
from tansiq.model.findings import Finding, Reason, Verdict
from tansiq.picture.flights import Flight, ManifestEntry
from tansiq.web.screens.conftest import noted
from tansiq.web.screens.persons.reason import ANSWER_HOLDS_FOR, MOST_ANSWERS
from tests.picture.airline import MARKING, Person, hear, leg

pytestmark = [pytest.mark.postgres, pytest.mark.django_db]

NOW = datetime.now(UTC)
LANDS = NOW + timedelta(minutes=40)
GUL = Person("<b>DURRANI", "GUL", "ZZ0000001", "1980-01-02", "LOC001", "1A")
ALI = Person("ALI", "INVENTED", "ZZ0000002", "1981-02-03", "LOC001", "1B")
SAME = Person("GUL", "<b>DURRANI", "ZZ0000009", "1980-01-02")
OTHER = Person("BASRI", "INVENTED", "ZZ0000003")


@pytest.fixture
def browser(client: Client, ayesha: Officer) -> Client:
    client.force_login(ayesha)
    return client


@pytest.fixture
def flight() -> Flight:
    """The person's second journey, with company; and the same name under another document on another flight."""
    hear(leg("700", lands=LANDS - timedelta(days=9)), [GUL], at=NOW - timedelta(days=10))
    hear(leg("701", lands=LANDS), [SAME], at=NOW - timedelta(hours=8))
    return hear(leg(lands=LANDS), [GUL, ALI, OTHER], at=NOW - timedelta(hours=9))


@pytest.fixture
def entry(flight: Flight) -> ManifestEntry:
    return flight.entries.select_related("flight").get(name="<b>DURRANI GUL")


@pytest.fixture
def alert(entry: ManifestEntry) -> Alert:
    reason = Reason("name.full", "the names are the same: {left}", 2.0, "GUL")
    finding = Finding("names.screen", "1", "x", 0.9, Verdict.MATCH, (reason,), about="L/1", evidence=(entry.key,))
    alert = put(entry.flight, entry, [Held(finding, "Gul")], MARKING, at=NOW)
    assert alert is not None
    return alert


def reads() -> list[AccessRecord]:
    return [record for record in noted() if record.what == "person"]


def address(entry: ManifestEntry, reason: str = "") -> str:
    return f"/persons/{entry.person_id}/" + (f"?for={reason}" if reason else "")


def page(client: Client, where: str) -> str:
    response = client.get(where)
    assert response.status_code == 200
    return response.content.decode()


def test_without_a_reason_the_page_asks_for_one_and_shows_nobody(browser: Client, entry: ManifestEntry) -> None:
    shown = page(browser, address(entry))
    assert "Why do you open this person?" in shown
    assert "DURRANI" not in shown
    assert noted() == []


@pytest.mark.parametrize(
    "reason",
    [
        pytest.param("", id="none"),
        pytest.param("flight-0", id="no such flight"),
        pytest.param("alert-999", id="no such alert"),
        pytest.param("case-2026-99999", id="no such case"),
        pytest.param("flight-" + "9" * 40, id="more than a number"),
        pytest.param("flight-٧", id="digits of another script"),
        pytest.param("letter-1", id="no such ground"),
        pytest.param("alert", id="half of one"),
        pytest.param("<script>", id="hostile"),
    ],
)
def test_what_is_no_reason_is_asked_for_again(browser: Client, entry: ManifestEntry, reason: str) -> None:
    assert "Why do you open this person?" in page(browser, address(entry, reason))


def test_a_flight_somebody_else_is_on_is_no_reason(browser: Client, entry: ManifestEntry) -> None:
    elsewhere = hear(leg("800", lands=LANDS), [OTHER], at=NOW)
    assert "Why do you open this person?" in page(browser, address(entry, f"flight-{elsewhere.pk}"))


def test_a_flight_is_a_reason_and_everybody_named_is_noted(browser: Client, entry: ManifestEntry) -> None:
    shown = page(browser, address(entry, f"flight-{entry.flight_id}"))
    assert "<b>DURRANI" not in shown
    assert "&lt;b&gt;DURRANI GUL" in shown
    for said in ("ZZ0000001", "2031-01-01", "on 2 journeys", "1980-01-02", "LOC001", "PK 700", "ALI INVENTED"):
        assert said in shown
    assert "BASRI" not in shown
    records = noted()
    company = {str(e.person_id) for e in ManifestEntry.objects.filter(name__in=["ALI INVENTED", "GUL <b>DURRANI"])}
    assert {r.subject for r in records} == {str(entry.person_id)} | company
    assert {(r.ground, r.about, r.what) for r in records} == {
        ("triage", f"flight PK 786 {entry.flight.departure_local[:10]}", "person")
    }


def test_the_same_name_under_another_document_is_a_hint_with_its_reason(browser: Client, entry: ManifestEntry) -> None:
    shown = page(browser, address(entry, f"flight-{entry.flight_id}"))
    assert "May be the same person under another document" in shown
    assert "the same name and the same birth date" in shown
    assert "ZZ0000009" in shown


def test_an_alert_is_a_reason_and_shows_how_it_ended(browser: Client, ayesha: Officer, alert: Alert) -> None:
    clear(alert.pk, ayesha, reason="other_birth_date", note="", version=alert.version, at=NOW)
    shown = page(browser, f"/persons/{alert.person_id}/?for=alert-{alert.pk}")
    assert "Another birth date" in shown
    assert f'href="/alerts/{alert.pk}/"' in shown
    assert {(r.ground, r.about) for r in reads()} == {("triage", f"alert {alert.pk}")}


def test_a_case_is_a_reason_for_its_person_and_their_company(
    browser: Client, ayesha: Officer, officer_of: Callable[..., Officer], alert: Alert
) -> None:
    case = opened(alert, ayesha, officer_of("bilal", Role.SUPERVISOR))
    assert case.number in page(browser, f"/persons/{alert.person_id}/?for=case-{case.number}")
    company = ManifestEntry.objects.get(name="ALI INVENTED")
    assert "ALI INVENTED" in page(browser, address(company, f"case-{case.number}"))
    assert {(r.ground, r.about) for r in reads()} == {("case", f"case {case.number}")}


def opened(alert: Alert, owner: Officer, second: Officer) -> Case:
    proposal = refer(alert.pk, owner, note="bags", version=alert.version, at=NOW)
    return confirm(proposal.pk, second, note="yes", at=NOW)


def test_an_alert_of_another_agency_is_neither_a_reason_nor_shown(browser: Client, alert: Alert) -> None:
    Alert.objects.update(audience=["customs"])
    assert "Why do you open this person?" in page(browser, f"/persons/{alert.person_id}/?for=alert-{alert.pk}")
    shown = page(browser, f"/persons/{alert.person_id}/?for=flight-{alert.flight_id}")
    assert "No detector has held this person up." in shown


@pytest.mark.parametrize("ground", ["triage", "case", "request", "redress"])
def test_an_answer_opens_the_person_and_is_noted(browser: Client, entry: ManifestEntry, ground: str) -> None:
    response = browser.post(address(entry), {"ground": ground, "about": "letter 17/2026"}, follow=True)
    assert "DURRANI GUL" in response.content.decode()
    assert {(r.ground, r.about) for r in reads()} == {(ground, "letter 17/2026")}


@pytest.mark.parametrize(
    ("given", "says"),
    [
        pytest.param({"about": "letter 17"}, "Choose one of the grounds.", id="no ground"),
        pytest.param({"ground": "audit", "about": "x"}, "Choose one of the grounds.", id="a ground of other screens"),
        pytest.param(
            {"ground": "request", "about": "  "}, "Say which alert, case, letter or order", id="nothing it is about"
        ),
    ],
)
def test_half_an_answer_is_sent_back_with_what_is_missing(
    browser: Client, entry: ManifestEntry, given: dict[str, str], says: str
) -> None:
    response = browser.post(address(entry), given)
    assert response.status_code == 422
    assert says in response.content.decode()
    assert noted() == []


def test_an_answer_is_for_one_person_and_half_an_hour(browser: Client, entry: ManifestEntry) -> None:
    browser.post(address(entry), {"ground": "request", "about": "letter 17"})
    company = ManifestEntry.objects.get(name="ALI INVENTED")
    assert "Why do you open this person?" in page(browser, address(company))
    session = browser.session
    before = NOW - ANSWER_HOLDS_FOR - timedelta(minutes=1)
    session["why"] = {str(entry.person_id): ("request", "letter 17", before.isoformat())}
    session.save()
    assert "Why do you open this person?" in page(browser, address(entry))


def test_a_session_keeps_few_answers(browser: Client, entry: ManifestEntry) -> None:
    for n in range(MOST_ANSWERS + 5):
        browser.post(f"/persons/00000000-0000-5000-8000-{n:012d}/", {"ground": "case", "about": "x"})
    assert len(browser.session["why"]) == MOST_ANSWERS


def test_somebody_nobody_knows_is_not_found(browser: Client) -> None:
    response = browser.post(
        "/persons/00000000-0000-5000-8000-000000000000/", {"ground": "case", "about": "x"}, follow=True
    )
    assert response.status_code == 404
    assert noted() == []


def test_somebody_only_another_agency_may_know_of_is_not_found(browser: Client) -> None:
    flight = hear(leg(lands=LANDS), [OTHER], at=NOW, marking=Marking(frozenset({"customs"})))
    [entry] = flight.entries.all()
    assert "Why do you open this person?" in page(browser, address(entry, f"flight-{flight.pk}"))  # as of nobody
    answered = browser.post(address(entry), {"ground": "case", "about": "x"}, follow=True)
    assert answered.status_code == 404
    assert noted() == []


def test_roles_without_travellers_are_turned_away(
    client: Client, officer_of: Callable[..., Officer], entry: ManifestEntry
) -> None:
    client.force_login(officer_of("omar", Role.ADMINISTRATOR))
    response = client.get(address(entry, f"flight-{entry.flight_id}"))
    assert response.status_code == 403
    assert "DURRANI" not in response.content.decode()


def test_only_data_protection_is_led_to_who_looked(
    browser: Client, client: Client, officer_of: Callable[..., Officer], entry: ManifestEntry
) -> None:
    where = address(entry, f"flight-{entry.flight_id}")
    assert "Who looked at this person" not in page(browser, where)
    client.force_login(officer_of("mariam", Role.DATA_PROTECTION))
    assert f"?person={entry.person_id}" in page(client, where)
