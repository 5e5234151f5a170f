"""What memory holds about a person, as officers see and change it."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from django.db import transaction
from django.test import Client
from django.utils import timezone

from tansiq.centre.alerts import Alert
from tansiq.centre.dispositions import clear
from tansiq.centre.distinctions import Distinction, KeptBack
from tansiq.centre.findings import Held
from tansiq.centre.memory import put
from tansiq.centre.people import Officer, Role
from tansiq.centre.redress import Redress
from tansiq.handling.marking import Marking
from tansiq.model.findings import Finding, Reason, Verdict
from tansiq.picture.flights import Flight, ManifestEntry
from tansiq.picture.lists import Listed
from tansiq.web.screens.conftest import noted
from tests.picture.airline import Person, hear, leg

pytestmark = [pytest.mark.postgres, pytest.mark.django_db]

NOW = datetime.now(UTC)
GUL = Person("DURRANI", "GUL", "ZZ0000001", "1980-01-02", "LOC001", "1A")
MARKING = Marking(frozenset({"centre"}), audience=frozenset({"centre", "customs"}))


@pytest.fixture
def listed(db: None) -> Listed:
    return Listed.objects.create(
        key="list/1",
        list="Invented",
        feed="list",
        position=900,
        person_id=uuid4(),
        name="<b>Gul",
        subject={"names": ["Gul"]},
        details={},
    )


def screened(flight: Flight) -> Alert | None:
    entry = flight.entries.select_related("flight").get()
    reason = Reason("name.full", "the names are the same: {left}", 2.0, "GUL")
    finding = Finding(
        "names.screen", "1", flight.key, 0.9, Verdict.MATCH, (reason,), about="list/1", evidence=(entry.key,)
    )
    with transaction.atomic():
        return put(entry.flight, entry, [Held(finding, "<b>Gul")], MARKING, at=NOW)


@pytest.fixture
def first(ayesha: Officer, listed: Listed) -> Alert:
    """The alert that was cleared."""
    alert = screened(hear(leg("700", lands=NOW + timedelta(hours=1)), [GUL], at=NOW))
    assert alert is not None
    clear(alert.pk, ayesha, reason="other_person", note="", version=alert.version, at=NOW)
    return alert


@pytest.fixture
def entry(first: Alert) -> ManifestEntry:
    """The same person on the next flight, where no alert opened."""
    flight = hear(leg("701", lands=NOW + timedelta(hours=9)), [GUL], at=NOW)
    assert screened(flight) is None
    return flight.entries.get()


def page(client: Client, where: str) -> str:
    response = client.get(where)
    assert response.status_code == 200
    return response.content.decode()


def why(entry: ManifestEntry) -> str:
    return f"/persons/{entry.person_id}/?for=flight-{entry.flight_id}"


def test_the_person_shows_who_decided_until_when_and_what_was_kept_back(
    browser_of: Callable[[Officer], Client], ayesha: Officer, entry: ManifestEntry
) -> None:
    shown = page(browser_of(ayesha), why(entry))
    assert "This person is not" in shown
    assert "Ayesha Demo" in shown
    assert "kept 1 alert back" in shown
    assert "known to be somebody else since" in shown
    assert (
        f"{timezone.localdate(NOW + timedelta(days=365))}" in shown
    )  # the officer's day, which begins before that of UTC
    assert "<b>Gul" not in shown
    assert "Tell apart no longer" not in shown


def test_the_flight_counts_whom_memory_kept_back(
    browser_of: Callable[[Officer], Client], ayesha: Officer, entry: ManifestEntry
) -> None:
    assert "1 known to be somebody else" in page(browser_of(ayesha), f"/flights/{entry.flight_id}/")


def test_each_use_stands_in_the_access_log(entry: ManifestEntry) -> None:
    [use] = [record for record in noted() if record.what == "kept back"]
    assert (use.person, use.person_name, use.subject) == ("", "screening", str(entry.person_id))
    assert use.about == f"distinction {Distinction.objects.get().pk}"


def test_an_alert_that_opens_again_says_why(
    browser_of: Callable[[Officer], Client], ayesha: Officer, entry: ManifestEntry, listed: Listed
) -> None:
    listed.subject = {"names": ["Gul", "Gul Khan"]}
    listed.save()
    alert = screened(entry.flight)
    assert alert is not None
    shown = page(browser_of(ayesha), f"/alerts/{alert.pk}/")
    assert "does not hold" in shown
    assert "The list entry says something else since." in shown
    assert KeptBack.objects.count() == 0


def test_an_agency_that_may_not_know_sees_nothing_of_it(
    browser_of: Callable[[Officer], Client], officer_of: Callable[..., Officer], entry: ManifestEntry
) -> None:
    ManifestEntry.objects.update(audience=None)
    Distinction.objects.update(audience=["customs"])
    KeptBack.objects.update(audience=["customs"])
    shown = page(browser_of(officer_of("sana", Role.TARGETING)), why(entry))
    assert "This person is not" not in shown
    assert "known to be somebody else since" not in shown


def test_a_supervisor_withdraws_it(
    browser_of: Callable[[Officer], Client], bilal: Officer, entry: ManifestEntry
) -> None:
    browser = browser_of(bilal)
    assert "Tell apart no longer" in page(browser, why(entry))
    made = Distinction.objects.get()
    where = f"/persons/{entry.person_id}/told-apart/{made.pk}/withdraw"
    answer = browser.post(where, {"for": f"flight-{entry.flight_id}"}, follow=True)
    assert "Told apart no longer" in answer.content.decode()
    assert "It was withdrawn." in answer.content.decode()
    made.refresh_from_db()
    assert made.withdrawn_by == bilal


def test_an_officer_of_the_desk_cannot(
    browser_of: Callable[[Officer], Client], ayesha: Officer, entry: ManifestEntry
) -> None:
    made = Distinction.objects.get()
    answer = browser_of(ayesha).post(f"/persons/{entry.person_id}/told-apart/{made.pk}/withdraw")
    assert answer.status_code == 403
    made.refresh_from_db()
    assert made.withdrawn_at is None


def test_redress_takes_two_officers(
    browser_of: Callable[[Officer], Client],
    officer_of: Callable[..., Officer],
    bilal: Officer,
    entry: ManifestEntry,
) -> None:
    mariam = officer_of("mariam", Role.DATA_PROTECTION)
    asking, answering = browser_of(mariam), browser_of(bilal)
    for browser in (asking, answering):
        browser.post(f"/persons/{entry.person_id}/", {"ground": "redress", "about": "letter 17/2026"})
    asked = asking.post(f"/persons/{entry.person_id}/redress", {"letter": "letter <17>", "number": ""}, follow=True)
    assert "waits for a second officer" in asked.content.decode()
    assert "Yes, give the number" not in asked.content.decode()
    row = Redress.objects.get()
    assert "Yes, give the number" in page(answering, f"/persons/{entry.person_id}/")
    given = answering.post(f"/persons/{entry.person_id}/redress/{row.pk}", {"given": "yes"}, follow=True)
    row.refresh_from_db()
    assert row.number in given.content.decode()
    assert "letter <17>" not in given.content.decode()
