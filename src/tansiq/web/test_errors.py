"""Faults become pages in words: what happened, what was kept, what to do. Never a traceback."""

import logging

import pytest
from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import include, path
from pytest_django import Settings

from tansiq.centre.people import Officer, Role
from tansiq.model.errors import AlreadyDecided, LedgerBroken, NotKnown, NotPermitted

pytestmark = pytest.mark.django_db
FAULTS: dict[str, Exception] = {
    "role": NotPermitted("A. Malik needs the role supervisor for <this>"),
    "decided": AlreadyDecided(by="B. Khan", what="cleared"),
    "unknown": NotKnown("no alert 7"),
    "ledger": LedgerBroken("entry 7 does not hash", position=7),
    "unexpected": ZeroDivisionError("secret detail"),
    "denied": PermissionDenied(),
    "odd": SuspiciousOperation("secret detail"),
}


def fail(_request: HttpRequest, fault: str) -> HttpResponse:
    raise FAULTS[fault]


urlpatterns = [path("fail/<str:fault>/", fail), path("", include("tansiq.web.urls"))]
handler400 = "tansiq.web.errors.bad_request"
handler403 = "tansiq.web.errors.forbidden"
handler404 = "tansiq.web.errors.not_found"
handler500 = "tansiq.web.errors.server_error"


@pytest.fixture
def desk(client: Client, settings: Settings) -> Client:
    settings.IS_DEMO = True
    settings.ROOT_URLCONF = "tansiq.web.test_errors"
    Officer.objects.create_user("ayesha", roles=[Role.TARGETING], is_demo=True)
    client.post("/account/sign-in/demo/ayesha/")
    client.raise_request_exception = False
    return client


@pytest.mark.parametrize(
    ("address", "status", "words"),
    [
        pytest.param("/fail/role/", 403, "ask your administrator for the role", id="the role is missing"),
        pytest.param("/fail/denied/", 403, "This is not open to you", id="permission denied"),
        pytest.param("/fail/decided/", 409, "Somebody else decided first", id="another was first"),
        pytest.param("/fail/ledger/", 500, "tell your administrator the reference", id="a fault the operator acts on"),
        pytest.param("/fail/unexpected/", 500, "tell your administrator the reference", id="a fault nobody expected"),
        pytest.param("/fail/odd/", 400, "could not be understood", id="a request that makes no sense"),
        pytest.param("/fail/unknown/", 404, "Nothing stands at this address", id="not for this officer"),
        pytest.param("/nowhere/", 404, "Nothing stands at this address", id="no such address"),
    ],
)
def test_a_fault_is_a_page_in_words(desk: Client, address: str, status: int, words: str) -> None:
    response = desk.get(address)
    page = response.content.decode()
    assert response.status_code == status
    assert words in page
    assert "Go to the desk" in page
    assert "secret detail" not in page
    assert "Traceback" not in page


def test_a_reason_with_markup_comes_out_escaped(desk: Client) -> None:
    assert "&lt;this&gt;" in desk.get("/fail/role/").content.decode()


def test_htmx_gets_a_notice_instead_of_a_page(desk: Client) -> None:
    response = desk.post("/fail/decided/", headers={"HX-Request": "true"})
    text = response.content.decode()
    assert response.status_code == 409
    assert text.lstrip().startswith('<div class="notice" data-state="amber" role="alert"')
    assert "B. Khan" in text
    assert "<html" not in text


def test_the_reference_on_the_page_is_the_one_in_the_log(desk: Client, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.ERROR, logger="tansiq.web"):
        page = desk.get("/fail/ledger/").content.decode()
    [record] = [record for record in caplog.records if record.name == "tansiq.web"]
    reference = record.getMessage().split()[0]
    assert reference in page
    assert record.exc_info


def test_an_old_form_is_told_to_load_again(settings: Settings) -> None:
    strict = Client(enforce_csrf_checks=True)
    response = strict.post("/account/sign-in/", {"login": "a", "password": "b"})
    assert response.status_code == 403
    assert "Load the page again" in response.content.decode()


def test_a_fault_speaks_the_language_of_the_page(desk: Client) -> None:
    desk.post("/language/", {"language": "ar"})
    assert "سبقك غيرك إلى القرار" in desk.get("/fail/decided/").content.decode()


@pytest.mark.parametrize("address", ["/cases/%00/", "/lists/?words=a%00b", "/persons/?for=%00", "/?tab=%00"])
def test_a_nul_in_an_address_is_no_fault_of_ours(desk: Client, address: str) -> None:
    assert desk.get(address).status_code == 400


def test_a_nul_in_a_form_is_no_fault_of_ours(desk: Client) -> None:
    assert desk.post("/alerts/1/note", {"text": "a\0b"}).status_code == 400
