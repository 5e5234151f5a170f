"""The whole story in a real browser: from a passenger message to a decision, and the proof of who looked.

Played in English and in Urdu; the steps find their way by keys, people and addresses, never by words of a language.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import psycopg
import pytest
from playwright.sync_api import Browser, Page, expect

from tansiq.bench.paxlst import listed_traveller_list
from tansiq.bench.served import Served, run_tansiq
from tests.story.browser import started, violations

PERSON = re.compile(r"/persons/([0-9a-f-]{36})/")


@dataclass(frozen=True, slots=True)
class Cast:
    """Who a play is about: rows of the demo's desk. docs/national-day.md tells their stories."""

    language: str
    listed: str
    namesake: str


CASTS = (Cast("en", "ZARGHUNI", "MUHAMMAD ASLAM KHAN"), Cast("ur", "SARBANDVI", "ASIF HUSSAIN"))


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with started() as chromium:
        yield chromium


@pytest.fixture
def page(browser: Browser, centre: Served) -> Iterator[Page]:
    """A wide window; anything the browser complains of fails the test, and nothing is loaded from outside."""
    context = browser.new_context(base_url=centre.origin, viewport={"width": 1440, "height": 900})
    opened = context.new_page()
    faults: list[str] = []
    opened.on("pageerror", lambda error: faults.append(str(error)))
    opened.on("console", lambda said: faults.append(said.text) if said.type == "error" else None)
    opened.on("request", lambda r: None if r.url.startswith("http://127.0.0.1:") else faults.append(r.url))
    yield opened
    context.close()
    assert not faults


def come_in(page: Page, username: str, language: str) -> None:
    """Continue as an officer of the demo, in a language."""
    page.context.clear_cookies()
    page.goto("/account/sign-in/")
    page.locator(f'form[action*="/demo/{username}/"] button').click()
    page.wait_for_url("**/")
    page.locator("details.menu:has(form[action='/language/']) summary").click()
    page.locator(f"form[action='/language/'] button[value='{language}']").click()
    expect(page.locator("html")).to_have_attribute("lang", language)


def open_row(page: Page, name: str) -> str:
    """Open the row of a name with the keyboard; the alert's address."""
    link = page.locator(f"[data-row]:has-text('{name}') [data-open]").first
    address = str(link.get_attribute("href"))
    link.focus()
    page.keyboard.press("Enter")
    expect(page.locator("#detail > article")).to_contain_text(name)
    return address


def expect_gone(page: Page, address: str) -> None:
    expect(page.locator(f"[data-row]:has([href='{address}'])")).to_have_count(0)


def clear_and_undo(page: Page, cast: Cast) -> None:
    """The officer clears the namesake with three keys, takes it back, and clears again."""
    address = open_row(page, cast.namesake)
    for key in ("d", "5", "Enter"):
        page.keyboard.press(key)
    expect_gone(page, address)
    page.keyboard.press("u")
    expect(page.locator("#detail > article")).to_contain_text(cast.namesake)
    page.goto("/")
    open_row(page, cast.namesake)
    for key in ("d", "5", "Enter"):
        page.keyboard.press(key)
    expect_gone(page, address)


def refer(page: Page, cast: Cast) -> str:
    """The listed traveller is referred; the address of the alert, which waits for somebody else's yes."""
    page.goto("/")
    address = open_row(page, cast.listed)
    assert violations(page) == []
    page.keyboard.press("e")
    page.keyboard.type("same birth date, other spelling")
    page.keyboard.press("Shift+Enter")
    expect_gone(page, address)
    return address


def second(page: Page, cast: Cast, address: str) -> str:
    """The second officer says yes: the address of the case that opens."""
    page.goto("/?tab=second")
    page.locator(f"[data-row] [href='{address}']").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#detail > article")).to_contain_text(cast.listed)
    page.keyboard.press("y")
    page.keyboard.press("Shift+Enter")
    case = page.locator("#detail a[href^='/cases/']")
    expect(case).to_be_visible()
    return str(case.get_attribute("href"))


def export(page: Page, person: str, to: Path) -> Path:
    """The bundle of everything that was shown of one traveller, as downloaded."""
    page.goto(f"/access/?person={person}")
    expect(page.locator("main")).to_contain_text("Ayesha")
    assert violations(page) == []
    with page.expect_download() as download:
        page.locator("[data-key='x']").click()
    bundle = to / "traveller.bundle"
    download.value.save_as(bundle)
    return bundle


@pytest.mark.parametrize("cast", [pytest.param(c, id=c.language) for c in CASTS])
def test_from_a_message_to_a_decision_and_its_proof(page: Page, tmp_path: Path, cast: Cast) -> None:
    come_in(page, "ayesha", cast.language)
    expect(page.locator("html")).to_have_attribute("dir", "rtl" if cast.language == "ur" else "ltr")
    assert violations(page) == []
    clear_and_undo(page, cast)
    address = refer(page, cast)

    come_in(page, "sana", cast.language)
    case = second(page, cast, address)
    page.goto(case)
    expect(page.locator("main")).to_contain_text(cast.listed)
    assert violations(page) == []
    page.goto(address)
    person = PERSON.search(str(page.locator("#detail h2 a").get_attribute("href")))
    assert person is not None

    come_in(page, "mariam", cast.language)
    bundle = export(page, person[1], tmp_path)

    # A stranger: no database, no keys of ours, no network; one command.
    verified = run_tansiq(tmp_path / "stranger", "verify", str(bundle))
    assert verified.returncode == 0, verified.stdout + verified.stderr
    data = bytearray(bundle.read_bytes())
    data[data.index(b"Ayesha")] ^= 1
    broken = tmp_path / "broken.bundle"
    broken.write_bytes(data)
    assert run_tansiq(tmp_path / "stranger", "verify", str(broken)).returncode == 1


COMPARED = (
    "/compare/?left-names=%D8%B9%D8%A8%D8%AF+%D8%A7%D9%84%D8%B1%D8%AD%D9%85%D9%86&left-born=1979"
    "&right-names=Abdur+Rehman&right-born=1979-05-02"
)
PAGES = (
    "/",
    "/?tab=second",
    "/?tab=late",
    "/flights/",
    "/cases/",
    "/lists/",
    "/lists/versions/1/",
    "/lists/1/",
    "/feeds/",
    "/search/?q=khan",
    "/search/?q=%D8%AE%D8%A7%D9%86",
    "/compare/",
    COMPARED,
)


@pytest.mark.parametrize("language", ["en", "ur", "ar"])
def test_every_page_is_accessible_and_fits_a_phone(page: Page, language: str) -> None:
    come_in(page, "layla", language)
    for address in PAGES:
        page.goto(address)
        assert violations(page) == [], address
        page.set_viewport_size({"width": 360, "height": 740})
        too_wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert too_wide <= 0, f"{address} scrolls sideways by {too_wide} px at 360 px"
        page.set_viewport_size({"width": 1440, "height": 900})
    come_in(page, "layla", "en")


LIST = "Sr No,Full Name,Walidiyat,Date of Birth\n1,Zarghuna Invented,Father Invented,25/12/1960\n2,Too few\n"


@pytest.mark.parametrize("language", ["en", "ur", "ar"])
def test_a_list_in_columns_is_looked_at_without_being_kept(page: Page, language: str) -> None:
    come_in(page, "omar", language)
    page.goto("/lists/columns/?feed=watchlist-centre")
    assert violations(page) == []
    page.set_input_files("#file", {"name": "own.csv", "mimeType": "text/csv", "buffer": LIST.encode()})
    expect(page.locator("#field-1")).to_have_value("names")
    page.select_option("#field-2", "father_names")
    expect(page.locator("#columns")).to_contain_text("1960-12-25")
    expect(page.locator("#field-2")).to_have_value("father_names")
    assert violations(page) == []
    page.set_viewport_size({"width": 360, "height": 740})
    assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") <= 0
    page.set_viewport_size({"width": 1440, "height": 900})
    come_in(page, "omar", "en")


def test_while_somebody_types_the_search_answers_and_keys_open_why_and_compare(page: Page) -> None:
    come_in(page, "layla", "en")
    page.goto("/search/")
    page.keyboard.press("/")
    page.keyboard.type("بختیار دلاور")
    hit = page.locator("#found [data-row]").first
    expect(hit).to_contain_text("Bakhtiar Dilawar")
    page.keyboard.press("Escape")
    page.keyboard.press("j")
    page.keyboard.press("w")
    expect(hit.locator(".because .why").first).to_be_visible()
    assert violations(page) == []
    page.keyboard.press("c")
    expect(page.locator(".weighed")).to_contain_text("Bakhtiar Dilawar")
    assert violations(page) == []


def test_a_new_alert_announces_itself_and_moves_nothing(page: Page, centre: Served) -> None:
    come_in(page, "sana", "en")
    before = page.locator("[data-row]").count()
    with psycopg.connect(centre.database_url()) as connection:
        listed = connection.execute(
            "SELECT name, subject->'birth_dates'->>0 FROM picture_listed"
            " WHERE feed = 'watchlist-centre' AND length(subject->'birth_dates'->>0) = 10 AND name ~ '^[A-Za-z ]+$' ORDER BY name LIMIT 1"
        ).fetchone()
    assert listed is not None
    token = centre.token("airline-new")
    day = datetime.now(UTC) + timedelta(days=1)
    centre.post("airline-new", token, listed_traveller_list(900, listed, day, travellers=5))
    fresh = page.locator("[data-fresh='alert']")
    expect(fresh).to_be_visible(timeout=20_000)
    assert page.locator("[data-row]").count() == before
    page.keyboard.press("Shift+Enter")
    expect(fresh).to_be_hidden()
    expect(page.locator("[data-row]")).to_have_count(before + 1)
