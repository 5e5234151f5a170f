"""The editor as a browser runs it, by keyboard alone. Needs Chromium: CHROMIUM, or on the PATH."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect, sync_playwright
from pytest_django import Settings
from pytest_django.live_server_helper import LiveServer

from tansiq.centre.people import Officer, Organisation, Role
from tansiq.web.test_browser import CHROMIUM, OPTIONS

pytestmark = [
    pytest.mark.slow,
    pytest.mark.postgres,
    pytest.mark.skipif(not CHROMIUM, reason="no Chromium: set CHROMIUM, or install the system's package chromium"),
]


@pytest.fixture
def page(live_server: LiveServer, settings: Settings) -> Iterator[Page]:
    """A new rule, before an officer of the demo. Anything the browser complains about fails the test."""
    settings.IS_DEMO = True
    centre = Organisation.objects.create(code="centre", name="Centre")
    Officer.objects.create_user(
        "ayesha", first_name="Ayesha", organisation=centre, roles=[Role.TARGETING], is_demo=True
    )
    complaints: list[str] = []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=OPTIONS)
        shown = browser.new_page()
        shown.on("pageerror", lambda error: complaints.append(str(error)))
        shown.on("console", lambda said: complaints.append(said.text) if said.type == "error" else None)
        shown.goto(f"{live_server.url}/account/sign-in/?next=/rules/-/write/")
        shown.get_by_role("button", name="Continue as Ayesha").click()
        expect(shown).to_have_url(f"{live_server.url}/rules/-/write/")
        yield shown
        browser.close()
    assert not complaints


def test_a_rule_is_written_in_rows_by_keyboard(page: Page) -> None:
    page.locator("#g0c0-attribute").focus()
    page.keyboard.type("bags.count")
    page.keyboard.press("Tab")
    expect(page.locator("#g0c0-operator")).to_be_focused()
    page.keyboard.type("is more")
    page.keyboard.press("Tab")
    page.keyboard.type("2")
    expect(page.locator("#checked")).to_contain_text("more than 2 bags")
    page.keyboard.press("Tab")
    expect(page.locator("#text")).to_have_value("bags.count > 2")
    page.locator("[name=name]").fill("many-bags")
    page.locator("[name=purpose]").fill("Many bags")
    page.keyboard.press("Shift+Enter")
    expect(page.locator("#opened-title")).to_have_text("many-bags")
    expect(page.locator("article pre")).to_have_text("bags.count > 2")


def test_a_text_is_completed_and_becomes_rows(page: Page) -> None:
    page.locator("#text").focus()
    page.keyboard.type("paid for in c")
    expect(page.locator(".offers")).to_have_count(0)
    page.locator("#text").fill("")
    page.keyboard.type("lead")
    expect(page.locator(".offers > li[aria-selected=true]")).to_contain_text("booking.lead_hours")
    page.keyboard.press("ArrowDown")
    expect(page.locator(".offers > li[aria-selected=true]")).to_contain_text("booking.ticketed_lead_hours")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Enter")
    page.keyboard.type(" < 48 || pass")
    page.keyboard.press("Escape")
    expect(page.locator(".offers")).to_have_count(0)
    page.locator("#text").fill("booking.lead_hours < 48 || payment.is_cash")
    page.keyboard.press("Tab")
    expect(page.locator("#g0c1-attribute")).to_have_value("payment.is_cash")
    expect(page.locator("#g0-join")).to_have_value("any")
