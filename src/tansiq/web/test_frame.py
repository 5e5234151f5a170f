"""What every page keeps: headers, language and direction, no script or style of its own, assets that are cacheable."""

import re
from pathlib import Path

import pytest
from django.conf import settings as configured
from django.contrib.staticfiles import finders
from django.test import Client
from pytest_django import Settings

from tansiq.centre.people import Officer, Role
from tansiq.web.assets import digest
from tansiq.web.frame import is_current
from tansiq.web.settings import WEB

TEMPLATES = [pytest.param(path, id=path.relative_to(WEB).as_posix()) for path in sorted(WEB.rglob("*.html"))]

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(client: Client, settings: Settings) -> Client:
    """A client signed in to the demo."""
    settings.IS_DEMO = True
    Officer.objects.create_user("ayesha", first_name="Ayesha", roles=[Role.TARGETING], is_demo=True)
    client.post("/account/sign-in/demo/ayesha/")
    return client


@pytest.mark.parametrize(
    ("header", "value"),
    [
        ("Cache-Control", "no-store"),
        ("X-Content-Type-Options", "nosniff"),
        ("X-Frame-Options", "DENY"),
        ("Referrer-Policy", "same-origin"),
        ("Cross-Origin-Opener-Policy", "same-origin"),
        ("Cross-Origin-Resource-Policy", "same-origin"),
    ],
)
def test_a_page_is_isolated_and_not_kept(desk: Client, header: str, value: str) -> None:
    assert desk.get("/vocabulary/").headers[header] == value


def test_a_page_loads_from_here_and_from_nowhere_else(desk: Client) -> None:
    policy = desk.get("/vocabulary/").headers["Content-Security-Policy"]
    said = dict(part.strip().split(" ", 1) for part in policy.split(";"))
    assert said == {
        "default-src": "'none'",
        "script-src": "'self'",
        "style-src": "'self'",
        "font-src": "'self'",
        "img-src": "'self'",
        "connect-src": "'self'",
        "form-action": "'self'",
        "frame-ancestors": "'none'",
        "base-uri": "'none'",
    }


def test_cookies_are_closed_to_scripts_and_other_sites(desk: Client) -> None:
    assert {name: (c["httponly"], c["samesite"]) for name, c in desk.cookies.items()} == {
        "tansiq_session": (True, "Strict"),
        "tansiq_csrf": (True, "Strict"),
    }


@pytest.mark.parametrize("path", TEMPLATES)
def test_no_template_holds_script_style_or_an_address_elsewhere(path: Path) -> None:
    text = re.sub(r"{%\s*comment.*?endcomment\s*%}", "", path.read_text(), flags=re.DOTALL)
    assert not re.search(
        r"<style|\sstyle=|\son[a-z]+=|hx-on|hx-vars|javascript:|\b(?:src|href|action)=[\"']?https?:", text
    )
    assert all("src=" in tag and tag.endswith(">") for tag in re.findall(r"<script[^>]*>", text))


@pytest.mark.parametrize(
    ("language", "opening"),
    [
        pytest.param("en", '<html lang="en" dir="ltr">', id="english"),
        pytest.param("ur", '<html lang="ur" dir="rtl">', id="urdu"),
        pytest.param("ar", '<html lang="ar" dir="rtl">', id="arabic"),
    ],
)
def test_the_page_says_its_language_and_direction(client: Client, language: str, opening: str) -> None:
    client.cookies["tansiq_language"] = language
    assert opening in client.get("/account/sign-in/").content.decode()


@pytest.mark.parametrize(
    ("cookie", "attribute"),
    [
        pytest.param("dark", ' data-theme="dark"', id="chosen"),
        pytest.param('"><script>', "", id="hostile"),
        pytest.param("", "", id="as the device"),
    ],
)
def test_the_theme_is_there_before_the_first_paint(client: Client, cookie: str, attribute: str) -> None:
    client.cookies["tansiq_theme"] = cookie
    page = client.get("/account/sign-in/").content.decode()
    assert f'<html lang="en" dir="ltr"{attribute}>' in page


def test_an_asset_has_an_address_of_its_own_version(client: Client) -> None:
    page = client.get("/account/sign-in/").content.decode()
    addresses = re.findall(r'(?:href|src)="(/static/[^"]+)"', page)
    assert len(addresses) == 4
    assert all(re.match(r"/static/[0-9a-f]{12}/", address) for address in addresses)
    response = client.get(addresses[1])
    assert response.status_code == 200
    assert "immutable" in response.headers["Cache-Control"]
    response.close()


def test_the_version_changes_with_any_byte_or_name(tmp_path: Path) -> None:
    (tmp_path / "a.css").write_text("a")
    first = digest(tmp_path)
    (tmp_path / "a.css").write_text("b")
    second = digest(tmp_path)
    (tmp_path / "a.css").rename(tmp_path / "b.css")
    assert len({first, second, digest(tmp_path)}) == 3


def test_every_module_a_page_loads_is_there() -> None:
    for path in (WEB / "static").glob("*.js"):
        for name in re.findall(r'import "\./([^"]+)"', path.read_text()):
            assert finders.find(name)


def test_the_page_knows_where_to_listen(desk: Client, settings: Settings) -> None:
    assert "data-live=" not in desk.get("/vocabulary/").content.decode()
    settings.LIVE_URL = "http://127.0.0.1:8001"
    assert 'data-live="http://127.0.0.1:8001/live?token=' in desk.get("/vocabulary/").content.decode()


@pytest.mark.parametrize(
    ("url", "path", "current"),
    [
        pytest.param("/", "/", True, id="the desk"),
        pytest.param("/", "/alerts/7/", True, id="an alert is on the desk"),
        pytest.param("/", "/flights/", False, id="flights are not"),
        pytest.param("/flights/", "/flights/3/", True, id="a flight is among the flights"),
    ],
)
def test_the_bar_shows_where_one_is(url: str, path: str, *, current: bool) -> None:
    assert is_current(url, path) is current


@pytest.mark.parametrize("part", ["", "?opened=1", "?part=empty", "?part=many", "?part=loading", "?part=toast"])
def test_every_part_of_the_vocabulary_can_be_drawn(desk: Client, part: str) -> None:
    page = desk.get(f"/vocabulary/{part}").content.decode()
    assert "</html>" in page
    assert "{{" not in page
    assert "{%" not in page


def test_outside_the_demo_there_is_no_vocabulary(desk: Client, settings: Settings) -> None:
    settings.IS_DEMO = False
    assert desk.get("/vocabulary/").status_code in {302, 404}


def test_sessions_are_as_long_as_the_settings_say() -> None:
    assert configured.SESSION_COOKIE_AGE == 12 * 3600
    assert 30 <= configured.SESSION_IDLE.total_seconds() / 60 <= 60
