"""Keys, dialogs, theme and clocks, as a browser runs them. Needs Chromium: CHROMIUM, or on the PATH."""

import os
import re
import shutil
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, ViewportSize, expect, sync_playwright
from pytest_django import Settings
from pytest_django.live_server_helper import LiveServer

from tansiq.centre.people import Officer, Role

CHROMIUM = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
OPTIONS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
PHONE: ViewportSize = {"width": 360, "height": 720}

pytestmark = [
    pytest.mark.slow,
    pytest.mark.postgres,
    pytest.mark.skipif(not CHROMIUM, reason="no Chromium: set CHROMIUM, or install the system's package chromium"),
]


@pytest.fixture
def page(live_server: LiveServer, settings: Settings) -> Iterator[Page]:
    """The example desk, signed in to the demo. Anything the browser complains about fails the test."""
    settings.IS_DEMO = True
    Officer.objects.create_user("ayesha", first_name="Ayesha", roles=[Role.TARGETING], is_demo=True)
    complaints: list[str] = []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=OPTIONS)
        shown = browser.new_page()
        shown.on("pageerror", lambda error: complaints.append(str(error)))
        shown.on("console", lambda said: complaints.append(said.text) if said.type == "error" else None)
        shown.goto(f"{live_server.url}/account/sign-in/?next=/vocabulary/")
        shown.get_by_role("button", name="Continue as Ayesha").click()
        expect(shown).to_have_url(f"{live_server.url}/vocabulary/")
        yield shown
        browser.close()
    assert not complaints


def test_the_desk_is_worked_without_a_mouse(page: Page) -> None:
    page.keyboard.press("j")
    page.keyboard.press("j")
    expect(page.locator("#alert-4712 [data-open]")).to_be_focused()
    page.keyboard.press("k")
    page.keyboard.press("Enter")
    expect(page.locator("#detail > article.opened")).to_be_visible()
    expect(page.locator("#alert-4711")).to_have_attribute("aria-selected", "true")
    page.keyboard.press("d")
    expect(page.locator("#dismiss")).to_be_visible()
    page.keyboard.press("2")
    expect(page.locator("#dismiss input[value=document]")).to_be_checked()
    page.keyboard.press("Escape")
    expect(page.locator("#dismiss")).to_be_hidden()


def test_escape_gives_the_list_back_with_the_focus_on_its_row(page: Page) -> None:
    page.locator("#alert-4712 [data-open]").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#detail > article.opened")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator("#detail > article")).to_have_count(0)
    expect(page.locator("#alert-4712 [data-open]")).to_be_focused()
    page.keyboard.press("/")
    expect(page.get_by_role("searchbox")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator("#alert-4712 [data-open]")).to_be_focused()


def test_ones_own_act_is_no_news(page: Page) -> None:
    page.locator("#alert-4712 [data-open]").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#alert-4712")).to_have_attribute("aria-selected", "true")
    page.evaluate("""import(document.querySelector('script[type=module]').src.replace('tansiq.js', 'live.js'))
        .then((live) => live.tell({type: 'alert', id: 4712}))""")
    expect(page.locator("[data-fresh]")).to_be_hidden()


def test_the_same_places_on_an_arabic_keyboard_do_the_same(page: Page) -> None:
    page.evaluate("document.dispatchEvent(new KeyboardEvent('keydown', {key: 'ت', code: 'KeyJ', bubbles: true}))")
    expect(page.locator("#alert-4711 [data-open]")).to_be_focused()


def test_letters_typed_into_a_field_are_letters(page: Page) -> None:
    page.keyboard.press("/")
    field = page.get_by_role("searchbox")
    expect(field).to_be_focused()
    page.keyboard.type("jkd?")
    expect(field).to_have_value("jkd?")
    expect(page.locator("dialog[open]")).to_have_count(0)


def test_a_key_with_two_strokes_goes_to_a_place(page: Page) -> None:
    page.keyboard.press("g")
    page.keyboard.press("f")
    expect(page).to_have_url(re.compile(r"/flights/$"))


def test_the_question_mark_lists_the_keys_of_the_page(page: Page) -> None:
    page.keyboard.press("?")
    keys = page.locator("#keys")
    expect(keys).to_be_visible()
    expect(keys).to_contain_text("Next row, previous row")
    expect(keys.locator("dt", has_text=re.compile(r"^g\s+d"))).to_have_count(1)
    page.keyboard.press("Escape")
    expect(keys).to_be_hidden()


def test_dark_is_kept_for_the_next_page(page: Page) -> None:
    page.locator("summary", has_text="Ayesha").click()
    page.get_by_role("button", name="Dark", exact=True).click()
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    page.reload()
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")


def test_what_is_new_is_counted_and_moves_nothing(page: Page) -> None:
    rows = page.locator("[data-row]").count()
    page.evaluate("""import(document.querySelector('script[type=module]').src.replace('tansiq.js', 'live.js'))
        .then((live) => [7, 8, 8].forEach((id) => live.tell({type: 'alert', id})))""")
    expect(page.locator("[data-fresh]")).to_contain_text("2 new")
    assert page.locator("[data-row]").count() == rows
    page.keyboard.press("Shift+Enter")
    expect(page.locator("[data-fresh]")).to_be_hidden()


def test_a_lost_connection_is_said_and_found_again(page: Page) -> None:
    line = page.get_by_text("No connection")
    page.context.set_offline(offline=True)
    expect(line).to_be_visible()
    page.context.set_offline(offline=False)
    expect(line).to_be_hidden()


def test_on_a_phone_nothing_is_wider_than_the_screen_and_the_detail_lies_over_the_list(page: Page) -> None:
    page.set_viewport_size(PHONE)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.locator("#alert-4711 [data-open]").click()
    detail = page.locator("#detail")
    expect(detail.locator("article")).to_be_visible()
    assert detail.bounding_box() == {"x": 0, "y": 0, **PHONE}
    assert page.evaluate("document.querySelector('#detail').scrollWidth <= innerWidth")


def test_times_speak_the_language_of_the_page(page: Page) -> None:
    page.locator("summary", has_text="English").click()
    page.get_by_role("button", name="اردو").click()
    page.goto(page.url + "?opened=1")
    expect(page.locator("[data-ago]")).to_have_text("3 منٹ پہلے")
