"""The cases as a person meets them."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from tansiq.centre.cases import FIRST_STEPS, Case, CaseEvent, Outcome, close
from tansiq.centre.people import Officer, Role
from tansiq.web.screens.conftest import noted
from tansiq.web.words import ACCESSES, CASE_EVENTS, OUTCOMES, STEPS

pytestmark = [pytest.mark.postgres, pytest.mark.django_db]

HTMX = {"HX-Request": "true"}


def page(client: Client, address: str, **more: str) -> str:
    response = client.get(address, headers=more)
    assert response.status_code == 200
    return response.content.decode()


@pytest.mark.parametrize(
    ("tab", "says"),
    [
        pytest.param("open", "No case is open", id="open"),
        pytest.param("overdue", "No case is overdue", id="overdue"),
        pytest.param("mine", "You own no open case", id="mine"),
        pytest.param("closed", "No case has ended yet", id="closed"),
    ],
)
def test_an_empty_list_says_so_and_what_would_stand_there(as_owner: Client, tab: str, says: str) -> None:
    assert says in page(as_owner, f"/cases/?tab={tab}")


def test_a_case_stands_under_each_tab_it_belongs_to(as_owner: Client, case: Case) -> None:
    row = f'id="case-{case.number}"'
    assert [tab for tab in ("open", "overdue", "mine", "closed") if row in page(as_owner, f"/cases/?tab={tab}")] == [
        "open",
        "mine",
    ]
    Case.objects.update(due_at=timezone.now() - timedelta(minutes=1))
    assert row in page(as_owner, "/cases/?tab=overdue")
    close(case.pk, case.owner, outcome="seizure", note="found (demo)", at=timezone.now())
    assert [tab for tab in ("open", "overdue", "mine", "closed") if row in page(as_owner, f"/cases/?tab={tab}")] == [
        "closed"
    ]


def test_the_soonest_due_case_stands_first(as_owner: Client, case: Case) -> None:
    later, sooner = case.number, "2026-99999"
    shown = as_owner.get("/cases/").context["shelf"]
    assert [c.number for c in shown.rows] == [later]
    twin = Case.objects.get(pk=case.pk)
    alert = twin.alert
    alert.pk, alert.entry_key = None, 2
    alert.save()
    twin.pk, twin.number, twin.alert, twin.due_at = None, sooner, alert, case.due_at - timedelta(minutes=5)
    twin.save()
    assert [c.number for c in as_owner.get("/cases/").context["shelf"].rows] == [sooner, later]


def test_an_opened_case_says_where_it_came_from_and_who_decided(as_owner: Client, case: Case) -> None:
    said = page(as_owner, f"/cases/{case.number}/", **HTMX)
    for words in (
        "look at the bags",
        "Ayesha Demo",
        "Bilal Demo",
        "Meet the traveller at the gate",
        f"Alert {case.alert_id}",
        "TLP:AMBER",
    ):
        assert words in said
    assert "<html" not in said
    assert f"/persons/{case.person_id}/?for=case-{case.number}" in said


def test_without_htmx_the_list_stands_beside_it_with_its_row(as_owner: Client, case: Case) -> None:
    close(case.pk, case.owner, outcome="nothing_found", note="nothing (demo)", at=timezone.now())
    for tab in ("", "?tab=mine"):
        said = page(as_owner, f"/cases/{case.number}/{tab}")
        assert "<html" in said
        assert said.count(f'id="case-{case.number}"') == 1


def test_hostile_text_comes_out_escaped(as_owner: Client, case: Case) -> None:
    as_owner.post(f"/cases/{case.number}/comment", {"text": "<script>alert(1)</script>{by}"}, headers=HTMX)
    said = page(as_owner, f"/cases/{case.number}/")
    assert "<script>alert" not in said
    assert "<b>PERSON" not in said
    assert "&lt;script&gt;alert(1)&lt;/script&gt;{by}" in said


def test_opening_is_noted_for_the_case(as_owner: Client, case: Case) -> None:
    page(as_owner, "/cases/")
    page(as_owner, f"/cases/{case.number}/", **HTMX)
    listed, opened = [r for r in noted() if r.what in {"cases", "case"}]
    assert (listed.ground, listed.about, listed.subject) == ("case", "cases", str(case.person_id))
    assert (opened.ground, opened.about, opened.subject) == ("case", f"case {case.number}", str(case.person_id))


def test_every_act_brings_the_case_and_its_row_up_to_date(as_owner: Client, case: Case) -> None:
    step = case.tasks.order_by("due_at", "pk")[0]
    said = as_owner.post(f"/cases/{case.number}/steps/{step.pk}/done", headers=HTMX).content.decode()
    assert 'hx-swap-oob="true"' in said
    assert "1 of 3" in said
    due = timezone.localtime() + timedelta(hours=2)
    added = {"what": "call the <hotel>", "due_at": f"{due:%Y-%m-%dT%H:%M}"}
    said = as_owner.post(f"/cases/{case.number}/steps", added, headers=HTMX).content.decode()
    assert "call the &lt;hotel&gt;" in said
    task = case.tasks.get(what="call the <hotel>")
    assert timezone.localtime(task.due_at).strftime("%H:%M") == due.strftime("%H:%M")
    assert "1 of 4" in said


def test_a_step_of_another_case_is_not_found(as_owner: Client, case: Case) -> None:
    step = case.tasks.order_by("pk")[0]
    assert as_owner.post(f"/cases/2026-00000/steps/{step.pk}/done", headers=HTMX).status_code == 404
    assert case.tasks.exclude(done_at=None).count() == 0


def test_a_step_done_twice_is_told(as_owner: Client, case: Case) -> None:
    address = f"/cases/{case.number}/steps/{case.tasks.order_by('pk')[0].pk}/done"
    as_owner.post(address, headers=HTMX)
    again = as_owner.post(address, headers=HTMX)
    assert again.status_code == 409
    assert "Ayesha Demo" in again.content.decode()


@pytest.mark.parametrize(
    ("act", "given", "says"),
    [
        pytest.param(
            "steps", {"what": " ", "due_at": "2026-05-01T10:00"}, "Say what is to be done.", id="step without words"
        ),
        pytest.param("steps", {"what": "x", "due_at": "soon"}, "This is not a date and time.", id="step without time"),
        pytest.param("comment", {"text": " "}, "Write what the next officer should know.", id="empty comment"),
        pytest.param(
            "close", {"outcome": "seizure", "note": " "}, "Say in a sentence how the case ended.", id="no sentence"
        ),
        pytest.param("close", {"note": "done"}, "Choose how the case ended.", id="no outcome"),
        pytest.param("hand-over", {"to": "0"}, "This officer cannot take the case over.", id="nobody"),
    ],
)
def test_what_is_wrong_is_said_in_the_dialog_and_nothing_changes(
    as_owner: Client, case: Case, act: str, given: dict[str, str], says: str
) -> None:
    response = as_owner.post(f"/cases/{case.number}/{act}", given, headers=HTMX)
    assert response.status_code == 422
    assert response.headers["HX-Retarget"] == "dialog[open] [data-wrong]"
    assert says in response.content.decode()
    assert CaseEvent.objects.filter(case=case).count() == 1


def test_a_case_goes_to_an_officer_who_may_know_of_it(
    as_owner: Client, case: Case, officer_of: Callable[..., Officer]
) -> None:
    farooq = officer_of("farooq", Role.INVESTIGATOR, organisation="customs")
    abroad = officer_of("abroad", Role.INVESTIGATOR, organisation="abroad")
    clerk = officer_of("clerk", Role.ADMINISTRATOR)
    said = page(as_owner, f"/cases/{case.number}/", **HTMX)
    assert [o.username for o in (farooq, abroad, clerk) if f'<option value="{o.pk}"' in said] == ["farooq"]
    for wrong in (abroad, clerk):
        assert as_owner.post(f"/cases/{case.number}/hand-over", {"to": wrong.pk}, headers=HTMX).status_code == 422
    said = as_owner.post(f"/cases/{case.number}/hand-over", {"to": farooq.pk}, headers=HTMX).content.decode()
    assert "Ayesha Demo</bdi> handed the case over to <bdi>Farooq Demo" in said
    assert "can change this case" in said  # it is no longer hers


def test_a_case_ends_with_an_outcome_and_stays_as_it_is(as_owner: Client, case: Case) -> None:
    given = {"outcome": "seizure", "note": "1.2 kg in a false bottom (demo)"}
    said = as_owner.post(f"/cases/{case.number}/close", given, headers=HTMX).content.decode()
    assert "seizure" in said
    assert "false bottom" in said
    assert "data-dialog" not in said
    assert as_owner.post(f"/cases/{case.number}/comment", {"text": "more"}, headers=HTMX).status_code == 409


def test_who_may_not_change_it_sees_no_acts_and_is_turned_away(
    client: Client, case: Case, officer_of: Callable[..., Officer]
) -> None:
    client.force_login(officer_of("dara", Role.TARGETING))
    assert "data-dialog" not in page(client, f"/cases/{case.number}/", **HTMX)
    given = {"outcome": "seizure", "note": "not mine"}
    assert client.post(f"/cases/{case.number}/close", given, headers=HTMX).status_code == 403
    assert Case.objects.get().is_open


def test_who_may_not_know_of_it_finds_nothing(client: Client, case: Case, officer_of: Callable[..., Officer]) -> None:
    client.force_login(officer_of("abroad", Role.SUPERVISOR, organisation="abroad"))
    assert client.get(f"/cases/{case.number}/").status_code == 404
    assert "No case is open" in page(client, "/cases/")
    assert client.post(f"/cases/{case.number}/comment", {"text": "x"}, headers=HTMX).status_code == 404


@pytest.mark.parametrize("role", [Role.ADMINISTRATOR, Role.DATA_PROTECTION])
def test_whose_work_is_not_with_travellers_is_turned_away(
    client: Client, case: Case, officer_of: Callable[..., Officer], role: Role
) -> None:
    client.force_login(officer_of("clerk", role))
    for address in ("/cases/", f"/cases/{case.number}/"):
        assert client.get(address).status_code == 403


def test_every_code_has_its_words() -> None:
    assert STEPS.keys() == set(FIRST_STEPS)
    assert OUTCOMES.keys() == set(Outcome.values)
    assert {f"case {what}" for what in CASE_EVENTS} - {"case opened"} <= ACCESSES.keys()
