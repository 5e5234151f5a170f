"""Handing a traveller over, the page that goes to the hall, and the hall's own screens, as officers meet them."""

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
import segno
from django.core.cache import cache
from django.http import QueryDict
from django.test import Client

from tansiq.centre.alerts import Alert
from tansiq.centre.cases import Case
from tansiq.centre.handover import Handover, Kind, Wanted, hand_over
from tansiq.centre.people import Officer, Role
from tansiq.centre.results import Inspection
from tansiq.model.errors import NotPermitted
from tansiq.picture.flights import Flight
from tansiq.web.screens.conftest import noted
from tansiq.web.screens.handover.hall import WRONG_CODES, seizures
from tests.centre.airport import alerts_on, confirmed, flight_landing

pytestmark = [pytest.mark.postgres, pytest.mark.django_db]

NOW = datetime.now(UTC)
HX = {"HX-Request": "true"}


@pytest.fixture(autouse=True)
def _nobody_typed_a_wrong_code() -> None:
    cache.clear()


@pytest.fixture
def flight(db: None) -> Flight:
    return flight_landing(NOW + timedelta(minutes=40), now=NOW)


@pytest.fixture
def alert(flight: Flight) -> Alert:
    return alerts_on(flight, at=NOW)["courier"]


@pytest.fixture
def case(alert: Alert, ayesha: Officer, bilal: Officer) -> Case:
    return confirmed(alert, ayesha, bilal, at=NOW)


@pytest.fixture
def made(case: Case, ayesha: Officer) -> Handover:
    return hand_over(case.alert_id, ayesha, Wanted(), at=NOW)


@pytest.fixture
def desk(ayesha: Officer, browser_of: Callable[[Officer], Client]) -> Client:
    return browser_of(ayesha)


@pytest.fixture
def imran(officer_of: Callable[..., Officer]) -> Officer:
    return officer_of("imran", Role.INSPECTION, organisation="customs")


@pytest.fixture
def phone(imran: Officer, browser_of: Callable[[Officer], Client]) -> Client:
    return browser_of(imran)


def test_the_key_stands_on_a_confirmed_referral_only(
    desk: Client, alert: Alert, ayesha: Officer, bilal: Officer
) -> None:
    assert 'data-key="h"' not in desk.get(f"/alerts/{alert.pk}/", headers=HX).content.decode()
    assert desk.post(f"/alerts/{alert.pk}/hand-over", headers=HX).status_code == 403
    confirmed(alert, ayesha, bilal, at=NOW)
    shown = desk.get(f"/alerts/{alert.pk}/", headers=HX).content.decode()
    assert 'data-key="h"' in shown
    assert 'data-key="Shift+h"' in shown


def test_one_key_hands_over_and_one_takes_it_back(desk: Client, case: Case) -> None:
    shown = desk.post(f"/vetting/alerts/{case.alert_id}/hand-over", headers=HX).content.decode()
    made = Handover.objects.get()
    assert made.shown_code in shown
    assert f'hx-post="/vetting/handovers/{made.pk}/call-back"' in shown
    assert f'href="/handovers/{made.pk}/paper"' in shown
    desk.post(f"/vetting/handovers/{made.pk}/call-back", headers=HX)
    made.refresh_from_db()
    assert made.called_back_at is not None


def test_the_dialog_asks_for_what_was_ticked_of_that_kind(desk: Client, case: Case) -> None:
    given = {
        "kind": "protect",
        "look_for-protect": ["child", "nonsense"],
        "look_for-inspect": ["hold_baggage"],
        "note": "speaks Pashto",
    }
    assert desk.post(f"/alerts/{case.alert_id}/hand-over", given).status_code == 302
    made = Handover.objects.get()
    assert (made.kind, made.look_for, made.note) == ("protect", ["child"], "speaks Pashto")


def test_the_page_for_the_hall_says_what_it_needs_and_not_why(desk: Client, made: Handover) -> None:
    shown = desk.get(f"/handovers/{made.pk}/paper").content.decode()
    for said in ("INVENTED COURIER", "31C", "0214500001", "0214500004", "0214500099", made.shown_code, "3 others"):
        assert said in shown
    for withheld in ("0214500003", "the names are the same", "L/COURIER", "INVENTED WIFE", "the bags"):
        assert withheld not in shown
    assert "style=" not in shown
    assert [r.what for r in noted() if r.subject][-1] == "handover on paper"


def test_the_qr_code_holds_an_address_and_nothing_else(desk: Client, made: Handover) -> None:
    shown = desk.get(f"/handovers/{made.pk}/paper").content.decode()
    drawn = re.search(r'class="qr"[^>]*><svg[^>]*><path stroke="#000" d="([^"]+)"', shown)
    assert drawn
    address = f"http://testserver/hall/{made.code}/"
    assert drawn[1] in segno.make_qr(address, error="m").svg_inline(border=2, omitsize=True)


def test_a_page_of_protection_says_that_it_is_no_suspect(desk: Client, case: Case, ayesha: Officer) -> None:
    made = hand_over(case.alert_id, ayesha, Wanted(Kind.PROTECT), at=NOW)
    shown = desk.get(f"/handovers/{made.pk}/paper").content.decode()
    assert "may be a victim, and is no suspect" in shown
    assert "Search every checked bag" not in shown


def test_an_officer_of_the_hall_begins_in_the_hall(phone: Client, made: Handover) -> None:
    assert phone.get("/").headers["Location"] == "/hall/"
    shown = phone.get("/hall/").content.decode()
    assert "INVENTED COURIER" in shown
    assert f"/hall/{made.code}/" in shown
    assert [(r.about, r.what) for r in noted()][-1] == ("arrival hall", "arrival hall")


def test_an_empty_hall_says_what_will_stand_there(phone: Client) -> None:
    assert "Nobody was handed over to this hall" in phone.get("/hall/").content.decode()
    assert noted() == []


def test_the_hall_is_that_of_ones_airport(phone: Client, made: Handover) -> None:
    phone.post("/airport/", {"airport": "khi", "next": "/hall/"})
    assert "INVENTED COURIER" not in phone.get("/hall/").content.decode()
    phone.post("/airport/", {"airport": "ISB", "next": "/hall/"})
    assert "INVENTED COURIER" in phone.get("/hall/").content.decode()
    assert phone.post("/airport/", {"airport": "no", "next": "https://example.org/"}).headers["Location"] == "/"


def test_a_code_typed_from_paper_opens_the_referral(phone: Client, made: Handover) -> None:
    response = phone.get("/hall/find", {"code": f" {made.shown_code.lower()} "})
    assert response.headers["Location"] == f"/hall/{made.code}/"


def test_a_code_that_opens_nothing_leads_back_to_where_it_is_typed(phone: Client) -> None:
    shown = phone.get("/hall/find", {"code": "<b>WRONG"}, follow=True)
    assert shown.redirect_chain == [("/hall/", 302)]
    assert "“&lt;b&gt;WRONG” opens no referral" in shown.content.decode()


def test_the_hall_takes_a_traveller_on_and_states_what_it_found(phone: Client, made: Handover, imran: Officer) -> None:
    address = f"/hall/{made.code}/"
    opened = phone.get(address).content.decode()
    assert "I take this traveller on" in opened
    assert "the names are the same" not in opened
    assert phone.post(f"{address}accept").headers["Location"] == address
    assert "I take this traveller on" not in phone.get(address).content.decode()
    given = {
        "found": "seized",
        "drug-0": "heroin",
        "quantity-0": "۱٫۲۵",
        "unit-0": "kg",
        "hidden-0": "false_bottom",
        "note": "<i>bag two</i>",
    }
    assert phone.post(f"{address}result", given).headers["Location"] == address
    shown = phone.get(address).content.decode()
    assert "1.25 kg" in shown
    assert "&lt;i&gt;bag two&lt;/i&gt;" in shown
    undo = re.search(r'action="(/hall/results/\d+/undo)"', shown)
    assert undo
    phone.post(undo[1])
    assert Inspection.objects.get().undone_at is not None
    assert "Record the result" in phone.get(address).content.decode()


@pytest.mark.parametrize(
    "given",
    [
        pytest.param({}, id="nothing chosen"),
        pytest.param({"found": "seized"}, id="no drug"),
        pytest.param({"found": "seized", "drug-0": "heroin", "unit-0": "kg", "hidden-0": "food"}, id="no amount"),
        pytest.param(
            {"found": "seized", "drug-0": "heroin", "quantity-0": "-1", "unit-0": "kg", "hidden-0": "food"}, id="less"
        ),
        pytest.param(
            {"found": "seized", "drug-0": "x", "quantity-0": "1", "unit-0": "kg", "hidden-0": "food"}, id="no such drug"
        ),
    ],
)
def test_what_does_not_fit_is_said_and_what_was_typed_is_kept(
    phone: Client, made: Handover, given: dict[str, str]
) -> None:
    response = phone.post(f"/hall/{made.code}/result", given | {"note": "kept words"})
    assert response.status_code == 422
    assert 'role="alert"' in response.content.decode()
    assert "kept words" in response.content.decode()
    assert not Inspection.objects.exists()


def test_the_result_stands_on_the_alert_and_in_the_cases_history(phone: Client, desk: Client, made: Handover) -> None:
    phone.post(f"/hall/{made.code}/result", {"found": "nothing"})
    assert "Bags searched: nothing found" in desk.get(f"/alerts/{made.alert_id}/", headers=HX).content.decode()
    shown = desk.get(f"/cases/{made.case.number}/").content.decode()
    assert "inspected: <bdi>Bags searched: nothing found</bdi>" in shown
    assert Case.objects.get().outcome == "nothing_found"


def test_a_code_that_was_called_back_names_nobody(phone: Client, desk: Client, made: Handover) -> None:
    desk.post(f"/handovers/{made.pk}/call-back")
    response = phone.get(f"/hall/{made.code}/")
    assert response.status_code == 410
    assert "COURIER" not in response.content.decode()


def test_codes_are_not_to_be_tried_out(phone: Client, made: Handover) -> None:
    for n in range(WRONG_CODES):
        assert phone.get(f"/hall/AAAA{n:08d}/").status_code == 404
    assert phone.get(f"/hall/{made.code}/").status_code == 403


@pytest.mark.parametrize("role", [Role.ADMINISTRATOR, Role.DATA_PROTECTION])
def test_the_hall_is_closed_to_others(
    role: Role, officer_of: Callable[..., Officer], browser_of: Callable[[Officer], Client], made: Handover
) -> None:
    browser = browser_of(officer_of("dara", role))
    assert browser.get("/hall/").status_code == 403
    assert browser.get(f"/hall/{made.code}/").status_code == 403
    assert browser.get(f"/handovers/{made.pk}/paper").status_code == 403


def test_officers_of_the_hall_open_no_other_page(phone: Client, made: Handover) -> None:
    for page in (f"/alerts/{made.alert_id}/", "/cases/", f"/handovers/{made.pk}/paper"):
        assert phone.get(page).status_code == 403
    assert "COURIER" not in phone.get("/search/?q=invented").content.decode()
    assert "COURIER" not in phone.get(f"/flights/{made.alert.flight_id}/").content.decode()


def test_what_nobody_takes_on_rises_on_the_desk(desk: Client, made: Handover) -> None:
    assert "not taken on" not in desk.get("/handovers/overdue").content.decode()
    Alert.objects.filter(pk=made.alert_id).update(lands_at=NOW - timedelta(minutes=21))
    assert "1 not taken on by the hall" in desk.get("/handovers/overdue").content.decode()
    assert "1 not taken on by the hall" in desk.get("/").content.decode()
    assert "landed, nobody has taken the traveller on" in desk.get("/hall/").content.decode()


def test_the_desk_is_that_of_ones_airport_and_says_what_is_open_elsewhere(desk: Client, alert: Alert) -> None:
    Alert.objects.update(changed_at=datetime.now(UTC))  # counts are kept while no alert changes
    desk.post("/airport/", {"airport": "KHI"})
    shown = desk.get("/").content.decode()
    assert "COURIER" not in shown
    assert "3 open at other airports" in shown
    desk.post("/airport/", {"airport": "ISB"})
    shown = desk.get("/").content.decode()
    assert "COURIER" in shown
    assert "open at other airports" not in shown


def test_several_drugs_are_taken_and_an_empty_line_is_none() -> None:
    given = QueryDict(
        "drug-0=heroin&quantity-0=1,5&unit-0=kg&hidden-0=food&drug-1=&quantity-1=9&drug-2=ketamine&quantity-2=20&unit-2=g&hidden-2=on_body"
    )
    assert [(s.drug, str(s.quantity), s.unit) for s in seizures(given)] == [
        ("heroin", "1.5", "kg"),
        ("ketamine", "20", "g"),
    ]
    with pytest.raises(NotPermitted):
        seizures(QueryDict("drug-0=heroin&quantity-0=nan&unit-0=kg&hidden-0=food"))
