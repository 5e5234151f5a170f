"""Coming in: password, second factor, the demo's shorter way, the session's limits."""

import base64
import hmac
import struct
import time
from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from django.core.cache import cache
from django.db import connection
from django.test import Client
from pytest_django import Settings

from tansiq.centre.people import Officer, Organisation, Role

PASSWORD = "four words are enough"  # noqa: S105  an invented officer's

pytestmark = [pytest.mark.postgres, pytest.mark.django_db]


@pytest.fixture(autouse=True)
def forget_attempts(db: None) -> None:
    cache.clear()


@pytest.fixture
def officer() -> Officer:
    """An invented officer with a password and no authenticator."""
    organisation = Organisation.objects.create(code="PK-TEST", name="Test centre")
    return Officer.objects.create_user(
        "nadia", last_name="Rehman-Qureshi", password=PASSWORD, organisation=organisation, roles=[Role.TARGETING]
    )


@pytest.fixture
def demo_officer() -> Officer:
    return Officer.objects.create_user(
        "ayesha", first_name="Ayesha", last_name="Malik", roles=[Role.TARGETING], is_demo=True
    )


def totp(secret: str, at: float) -> str:
    """The code of RFC 6238 at a time: HMAC-SHA-1, six digits, steps of 30 s."""
    digest = hmac.digest(base64.b32decode(secret), struct.pack(">Q", int(at) // 30), "sha1")
    start = digest[-1] & 15
    return f"{(struct.unpack('>I', digest[start : start + 4])[0] & 0x7FFFFFFF) % 1_000_000:06d}"


def test_the_code_is_that_of_the_standard() -> None:
    assert totp(base64.b32encode(b"12345678901234567890").decode(), 1111111109) == "081804"  # RFC 6238, appendix B


def sign_in(client: Client, **more: str) -> str:
    response = client.post("/account/sign-in/", {"login": "nadia", "password": PASSWORD, **more})
    assert response.status_code == 302
    return str(response.headers["Location"])


def set_up_authenticator(client: Client) -> str:
    """Set up the app as a person would. Gives the secret it keeps."""
    form = client.get("/account/authenticator/").context["form"]
    response = client.post("/account/authenticator/", {"code": totp(form.secret, time.time())})
    assert response.headers["Location"] == "/account/recovery-codes/"
    return str(form.secret)


def test_a_visitor_is_sent_to_sign_in_and_back(client: Client) -> None:
    response = client.get("/vocabulary/?opened=1")
    assert response.headers["Location"] == "/account/sign-in/?next=%2Fvocabulary%2F%3Fopened%3D1"


def test_htmx_is_told_to_load_the_sign_in_page(client: Client) -> None:
    response = client.get("/vocabulary/", headers={"HX-Request": "true"})
    assert (response.status_code, response.headers["HX-Redirect"]) == (401, "/account/sign-in/")


def test_a_password_alone_leads_to_setting_up_the_app_and_nowhere_else(client: Client, officer: Officer) -> None:
    sign_in(client)
    assert client.get("/").headers["Location"] == "/account/authenticator/"
    assert client.get("/vocabulary/").headers["Location"] == "/account/authenticator/"


def test_with_the_app_set_up_the_pages_open_and_the_next_sign_in_asks_for_a_code(
    client: Client, officer: Officer, settings: Settings
) -> None:
    settings.IS_DEMO = True  # the vocabulary page stands for any page
    sign_in(client)
    secret = set_up_authenticator(client)
    assert client.get("/vocabulary/").status_code == 200
    client.post("/account/sign-out/")
    assert sign_in(client) == "/account/sign-in/code/"
    assert client.get("/vocabulary/").headers["Location"].startswith("/account/sign-in/")
    refused = client.post("/account/sign-in/code/", {"code": "000000"})
    assert "Wait for the next one" in refused.content.decode()
    cache.clear()  # the code used to set up the app is remembered as used
    client.post("/account/sign-in/code/", {"code": totp(secret, time.time())})
    assert client.get("/vocabulary/").status_code == 200


def test_the_secret_of_the_app_is_not_in_the_database_as_it_is(client: Client, officer: Officer) -> None:
    sign_in(client)
    secret = set_up_authenticator(client)
    kept = Authenticator.objects.get(user=officer, type=Authenticator.Type.TOTP)
    assert secret not in str(kept.data)


def test_recovery_codes_are_shown_once(client: Client, officer: Officer) -> None:
    sign_in(client)
    set_up_authenticator(client)
    first = client.get("/account/recovery-codes/").context["unused_codes"]
    second = client.get("/account/recovery-codes/").context["unused_codes"]
    assert len(set(first)) == 10
    assert set(second) == {"****"}


def test_the_qr_code_stands_in_the_page_as_an_element(client: Client, officer: Officer) -> None:
    sign_in(client)
    page = client.get("/account/authenticator/").content.decode()
    assert '<div class="qr"' in page
    assert "<svg viewBox" in page
    assert "data:image" not in page


@pytest.mark.parametrize(
    "language",
    [pytest.param("en", id="english"), pytest.param("ur", id="urdu"), pytest.param("ar", id="arabic")],
)
def test_a_wrong_password_is_answered_in_words_that_do_not_say_which_part_was_wrong(
    client: Client, officer: Officer, language: str
) -> None:
    client.cookies["tansiq_language"] = language
    wrong = [
        client.post("/account/sign-in/", {"login": name, "password": "not the four words"})
        for name in ("nadia", "nobody")
    ]
    words = [response.context["form"].non_field_errors() for response in wrong]
    assert words[0] == words[1]
    assert ("do not belong together" in words[0][0]) is (language == "en")


def test_the_error_is_seen_in_the_demo_too(client: Client, demo_officer: Officer, settings: Settings) -> None:
    settings.IS_DEMO = True
    assert "<details><summary>Sign in with a password" in client.get("/account/sign-in/").content.decode()
    page = client.post("/account/sign-in/", {"login": "nobody", "password": "no four words"}).content.decode()
    assert "<details open><summary>Sign in with a password" in page


def test_guessing_is_stopped(client: Client, officer: Officer) -> None:
    answers = [client.post("/account/sign-in/", {"login": "nadia", "password": f"guess {n}"}) for n in range(12)]
    assert "Too many attempts" in answers[-1].content.decode()


@pytest.mark.parametrize("path", ["signup/", "sign-up/", "password/reset/", "email/", "login/code/"])
def test_nobody_can_make_an_account_or_reset_one_by_mail(client: Client, path: str) -> None:
    assert client.get(f"/account/{path}").status_code == 404


@pytest.mark.parametrize(
    ("password", "words"),
    [
        pytest.param("short", "at least 12 characters", id="short"),
        pytest.param("telechargement", "first that others would try", id="common"),
        pytest.param("rehman-qureshi", "too much like your name", id="own name"),
    ],
)
def test_a_weak_new_password_is_refused_with_the_repair(
    client: Client, officer: Officer, password: str, words: str
) -> None:
    sign_in(client)
    form = {"oldpassword": PASSWORD, "password1": password, "password2": password}
    assert words in client.post("/account/password/", form).content.decode()


def test_sign_in_leads_to_no_other_site(client: Client, officer: Officer) -> None:
    assert sign_in(client, next="https://elsewhere.example/") == "/"


def test_the_demo_signs_in_with_one_press_and_needs_no_app(
    client: Client, demo_officer: Officer, settings: Settings
) -> None:
    settings.IS_DEMO = True
    assert "Continue as" in client.get("/account/sign-in/").content.decode()
    response = client.post("/account/sign-in/demo/ayesha/", {"next": "/vocabulary/"})
    assert response.headers["Location"] == "/vocabulary/"
    page = client.get("/vocabulary/").content.decode()
    assert "Ayesha Malik" in page


def test_outside_the_demo_that_address_is_not_there(client: Client, demo_officer: Officer) -> None:
    assert "Continue as" not in client.get("/account/sign-in/").content.decode()
    assert client.post("/account/sign-in/demo/ayesha/").status_code == 404


@pytest.mark.parametrize(
    ("address", "headers"),
    [
        pytest.param("192.0.2.7", {}, id="from another machine"),
        pytest.param("127.0.0.1", {"X-Forwarded-For": "192.0.2.7"}, id="through a proxy on this machine"),
        pytest.param("127.0.0.1", {"X-Real-IP": "192.0.2.7"}, id="through another proxy on this machine"),
        pytest.param("127.0.0.1", {"X-Forwarded-Proto": "https"}, id="through a proxy that says little"),
        pytest.param("", {}, id="from nowhere that is known"),
    ],
)
def test_the_demo_is_for_this_machine_only(
    client: Client, demo_officer: Officer, settings: Settings, address: str, headers: dict[str, str]
) -> None:
    settings.IS_DEMO = True
    response = client.post("/account/sign-in/demo/ayesha/", headers=headers, REMOTE_ADDR=address)
    assert response.status_code == 404


def test_an_officer_who_is_not_of_the_demo_is_not_offered(client: Client, officer: Officer, settings: Settings) -> None:
    settings.IS_DEMO = True
    assert client.post("/account/sign-in/demo/nadia/").status_code == 404


def test_a_demo_session_ends_with_the_demo(client: Client, demo_officer: Officer, settings: Settings) -> None:
    settings.IS_DEMO = True
    client.post("/account/sign-in/demo/ayesha/")
    settings.IS_DEMO = False
    assert client.get("/vocabulary/").headers["Location"].startswith("/account/sign-in/")


def test_nobody_of_the_demo_comes_in_with_a_password_once_it_is_no_demo(
    client: Client, demo_officer: Officer, settings: Settings
) -> None:
    demo_officer.set_password(PASSWORD)
    demo_officer.save()
    form = {"login": "ayesha", "password": PASSWORD}
    assert client.post("/account/sign-in/", form).headers["Location"] == "/account/inactive/"
    assert client.get("/").headers["Location"].startswith("/account/sign-in/")
    client.force_login(demo_officer)
    assert client.get("/vocabulary/").headers["Location"].startswith("/account/sign-in/")
    settings.IS_DEMO = True
    client.post("/account/sign-in/", form)
    assert client.get("/").headers["Location"] == "/account/authenticator/"


def test_what_one_process_counts_another_knows() -> None:
    """Attempts and used codes are kept where every process looks: not in the memory of one."""
    cache.set("attempts", 7)
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM web_cache")
        assert cursor.fetchone()[0] == 1


def test_the_session_key_changes_at_sign_in(client: Client, demo_officer: Officer, settings: Settings) -> None:
    settings.IS_DEMO = True
    session = client.session
    session["before"] = "sign-in"
    session.save()
    client.cookies[settings.SESSION_COOKIE_NAME] = str(session.session_key)
    client.post("/account/sign-in/demo/ayesha/")
    assert client.session.session_key != session.session_key


@pytest.mark.parametrize(
    ("began", "seen", "is_in"),
    [
        pytest.param(timedelta(hours=11), timedelta(minutes=44), True, id="still at work"),
        pytest.param(timedelta(hours=13), timedelta(0), False, id="twelve hours are over"),
        pytest.param(timedelta(hours=1), timedelta(minutes=46), False, id="nobody worked for a while"),
    ],
)
def test_a_session_has_an_end(
    client: Client, demo_officer: Officer, settings: Settings, began: timedelta, seen: timedelta, *, is_in: bool
) -> None:
    settings.IS_DEMO = True
    client.post("/account/sign-in/demo/ayesha/")
    client.get("/vocabulary/")
    session = client.session
    session["began"], session["seen"] = time.time() - began.total_seconds(), time.time() - seen.total_seconds()
    session.save()
    response = client.get("/vocabulary/", follow=True)
    assert ("session was over" not in response.content.decode()) is is_in


def test_a_page_that_refreshes_itself_does_not_keep_the_session_alive(
    client: Client, demo_officer: Officer, settings: Settings
) -> None:
    settings.IS_DEMO = True
    client.post("/account/sign-in/demo/ayesha/")
    client.get("/vocabulary/")
    session = client.session
    session["seen"] = long_ago = time.time() - 600
    session.save()
    client.get("/vocabulary/", headers={"X-Tansiq-Background": "1"})
    assert client.session["seen"] == long_ago
    client.get("/vocabulary/")
    assert client.session["seen"] > long_ago


def test_the_language_of_the_officer_counts_after_sign_in(
    client: Client, demo_officer: Officer, settings: Settings
) -> None:
    settings.IS_DEMO = True
    client.post("/account/sign-in/demo/ayesha/")
    client.post("/language/", {"language": "ur", "next": "/vocabulary/"})
    client.cookies["tansiq_language"] = "ar"
    page = client.get("/vocabulary/").content.decode()
    assert '<html lang="ur" dir="rtl"' in page
    demo_officer.refresh_from_db()
    assert demo_officer.language == "ur"


def test_a_language_nobody_speaks_here_is_not_kept(client: Client, demo_officer: Officer, settings: Settings) -> None:
    settings.IS_DEMO = True
    client.post("/account/sign-in/demo/ayesha/")
    client.post("/language/", {"language": "tlh"})
    demo_officer.refresh_from_db()
    assert demo_officer.language == "en"
