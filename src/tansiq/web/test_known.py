"""For whom the database answers while a request lasts, and after it."""

from collections.abc import Callable

import pytest
from allauth.mfa.models import Authenticator
from django.db import connection
from django.test import Client
from django.utils import timezone

from tansiq.centre.alerts import Alert
from tansiq.centre.known import GROUND, ORGANISATION, answer_for, answer_on
from tansiq.centre.people import Officer, Organisation, Role
from tansiq.handling.marking import Marking, render_marking
from tansiq.handling.purpose import Ground
from tansiq.picture.flights import Flight

pytestmark = [pytest.mark.postgres, pytest.mark.django_db]

Enter = Callable[[str], Client]


@pytest.fixture
def enter(db: None) -> Enter:
    """The browser of a supervisor of an organisation."""

    def open_for(code: str) -> Client:
        owner = Organisation.objects.create(code=code, name=code)
        roles = [Role.TARGETING, Role.SUPERVISOR, Role.DATA_PROTECTION]
        officer = Officer.objects.create(username=code, organisation=owner, roles=roles)
        Authenticator.objects.create(user=officer, type=Authenticator.Type.TOTP, data={})
        client = Client()
        client.force_login(officer)
        return client

    return open_for


@pytest.fixture
def alert() -> Alert:
    """An alert that customs alone may know of."""
    at = timezone.now()
    flight = Flight.objects.create(key="PK/786", expires_at=at, updated_at=at)
    return Alert.objects.create(
        flight=flight,
        entry_key=1,
        person_id="9f3c1a52-6a0b-5f0e-8d53-2f0a3f1f7c11",
        name="INVENTED PERSON",
        score=0.9,
        verdict="match",
        urgency=1.0,
        marking=render_marking(Marking(frozenset({"customs"}))),
        audience=["customs"],
        opened_at=at,
        changed_at=at,
    )


def answered() -> tuple[str, str]:
    """Organisation and ground that the connection answers for now."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting(%s, true), current_setting(%s, true)", [ORGANISATION, GROUND])
        organisation, ground = cursor.fetchone()
    return organisation or "", ground or ""


def test_each_of_two_organisations_on_one_connection_sees_its_own(enter: Enter, alert: Alert) -> None:
    customs, border = enter("customs"), enter("border")
    for _ in range(2):
        assert customs.get(f"/alerts/{alert.pk}/").status_code == 200
        assert border.get(f"/alerts/{alert.pk}/").status_code == 404


@pytest.mark.parametrize(
    ("address", "status"),
    [
        pytest.param("/", 200, id="a page"),
        pytest.param("/alerts/4711/", 404, id="not found"),
        pytest.param("/access/9f3c1a52-6a0b-5f0e-8d53-2f0a3f1f7c11/bundle", 200, id="an export, which says its ground"),
        pytest.param("/account/sign-in/", 302, id="sign-in"),
    ],
)
def test_after_a_request_the_database_answers_nobody(enter: Enter, address: str, status: int) -> None:
    assert enter("customs").get(address).status_code == status
    assert answered() == ("", "")


def test_after_a_fault_the_database_answers_nobody(enter: Enter, monkeypatch: pytest.MonkeyPatch) -> None:
    browser = enter("customs")
    browser.raise_request_exception = False
    monkeypatch.setattr("tansiq.web.screens.desk.view.SHOWN", "not a number")
    assert browser.get("/").status_code == 500
    assert answered() == ("", "")


@pytest.mark.parametrize("act", ["clear", "refer", "assign", "note"])
def test_nobody_acts_on_an_alert_of_which_they_may_not_know(enter: Enter, alert: Alert, act: str) -> None:
    given = {"reason": "other_person", "note": "x", "text": "x", "version": alert.version}
    assert enter("border").post(f"/alerts/{alert.pk}/{act}", given).status_code == 404
    alert.refresh_from_db()
    assert (alert.state, alert.version, alert.notes.count()) == ("open", 1, 0)


def test_without_an_officer_the_database_answers_nobody(client: Client) -> None:
    assert client.get("/healthz").status_code == 200
    assert answered() == ("", "")


def test_it_answers_for_an_organisation_and_on_a_ground(enter: Enter) -> None:
    enter("customs")
    answer_for(Officer.objects.get(username="customs"))
    answer_on(Ground.CASE)
    assert answered() == ("customs", "case")
