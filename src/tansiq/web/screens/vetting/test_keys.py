"""A flight gone through without a mouse: from the board to the hall, in a real browser. Needs Chromium."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import Page, expect
from pytest_django import Settings
from pytest_django.live_server_helper import LiveServer

from tansiq.centre.alerts import Alert
from tansiq.centre.people import Officer, Organisation, Role
from tests.centre.airport import alerts_on, confirmed, flight_landing, others
from tests.story.browser import started, violations

pytestmark = [pytest.mark.slow, pytest.mark.postgres]


@pytest.fixture
def alerts(live_server: LiveServer) -> dict[str, Alert]:
    """A flight that lands in twenty minutes; the namesake is referred by two officers."""
    now = datetime.now(UTC)
    centre = Organisation.objects.create(code="centre", name="Centre")
    customs = Organisation.objects.create(code="customs", name="Customs")
    working = [
        Officer.objects.create_user(name, first_name=name.title(), roles=roles, is_demo=True, organisation=organisation)
        for name, roles, organisation in (
            ("ayesha", [Role.TARGETING], centre),
            ("bilal", [Role.SUPERVISOR], centre),
            ("imran", [Role.INSPECTION], customs),
        )
    ]
    made = alerts_on(flight_landing(now + timedelta(minutes=20), now=now, people=others(20)), at=now)
    confirmed(made["namesake"], working[0], working[1], at=now)
    return made


@pytest.fixture
def page(alerts: dict[str, Alert], live_server: LiveServer, settings: Settings) -> Iterator[Page]:
    """A wide window; anything the browser complains of fails the test."""
    settings.IS_DEMO = True
    complaints: list[str] = []
    with started() as browser:
        shown = browser.new_page(base_url=live_server.url, viewport={"width": 1440, "height": 900})
        shown.on("pageerror", lambda error: complaints.append(str(error)))
        shown.on("console", lambda said: complaints.append(said.text) if said.type == "error" else None)
        yield shown
    assert not complaints


def come_in(page: Page, name: str) -> None:
    page.context.clear_cookies()
    page.goto("/account/sign-in/")
    page.locator(f'form[action*="/demo/{name}/"] button').click()
    page.wait_for_url(re.compile(r"/(hall/)?$"), wait_until="load")


def test_a_flight_is_gone_through_and_handed_over_by_keys(page: Page, alerts: dict[str, Alert]) -> None:
    come_in(page, "ayesha")
    for key in ("g", "f", "j", "v"):
        page.keyboard.press(key)
        page.wait_for_load_state("networkidle")
    expect(page).to_have_url(re.compile(r"/vetting/$"))
    assert not violations(page)
    go_through(page, alerts)
    code = hand_over(page)
    inspect(page, code)


def go_through(page: Page, alerts: dict[str, Alert]) -> None:
    """Open the surest, clear it with its keys, and take that back."""
    courier = page.locator(f"#vetting-{alerts['courier'].entry_key}")
    page.keyboard.press("j")
    expect(courier.locator("[data-open]")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#detail > article")).to_contain_text("INVENTED COURIER")
    expect(page.locator("#vetting-progress")).to_contain_text("seen 1 of")
    assert not violations(page)
    for key in ("d", "1", "Shift+Enter"):
        page.keyboard.press(key)
    expect(courier).to_contain_text("cleared")
    page.keyboard.press("u")
    expect(courier).not_to_contain_text("cleared")
    expect(page.locator("#detail > article [data-dialog=clear]")).to_be_visible()


def hand_over(page: Page) -> str:
    """Open the namesake, whose referral was confirmed, and hand over on one key; the code."""
    row = page.locator("[data-row]:has-text('OMAR')")
    row.locator("[data-open]").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#detail [data-key=h]")).to_be_visible()
    page.keyboard.press("h")
    expect(row).to_contain_text("handed over")
    expect(page.locator(".toast")).to_contain_text(re.compile(r"[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}"))
    said = re.search(r"[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}", page.locator(".toast").inner_text())
    assert said
    page.locator("#detail a[href$='/paper']").focus()
    page.keyboard.press("Enter")
    expect(page.locator(".scan figcaption")).to_have_text(said[0])
    assert not violations(page)
    return said[0]


def inspect(page: Page, code: str) -> None:
    """On a phone: type the code, take the traveller on, say what was found, and take that back."""
    page.set_viewport_size({"width": 360, "height": 720})
    come_in(page, "imran")
    page.keyboard.press("f")
    page.keyboard.type(code.lower())
    page.keyboard.press("Enter")
    expect(page.locator("[data-key=y]")).to_be_visible()
    page.wait_for_load_state("load")
    page.keyboard.press("y")
    expect(page.get_by_text("What the inspection found")).to_be_visible()
    page.wait_for_load_state("load")
    assert not violations(page)
    page.keyboard.press("4")
    expect(page.locator("[name=drug-0]")).to_be_visible()
    expect(page.locator("[name=drug-1]")).to_be_hidden()
    page.keyboard.press("3")
    expect(page.locator("[name=drug-0]")).to_be_hidden()
    page.keyboard.press("Shift+Enter")
    expect(page.locator("[data-toast]")).to_be_visible()
    page.wait_for_load_state("load")  # keys are there when the page's scripts have run
    page.keyboard.press("u")
    expect(page.locator("[data-toast]")).to_have_count(0)
    expect(page.locator("form.result")).to_be_visible()
