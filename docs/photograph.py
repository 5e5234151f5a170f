"""Take the pictures of the README anew: python docs/photograph.py http://127.0.0.1:8000, while `make run` serves a fresh demo.

Signs in as the demo's first officer and opens the soonest alert, in English and in Urdu. CHROMIUM is the browser, or `chromium` on the PATH.
"""

import os
import shutil
import sys
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

PICTURES = Path(__file__).parent / "pictures"
LANGUAGES = {"en": "English", "ur": "اردو"}
SIZE = (1440, 900)
OFFICER = "Ayesha Durrani"


def take_pictures(address: str) -> None:
    """Write a picture of the desk for each language. Leaves the officer's language as English."""
    browser = os.environ.get("CHROMIUM") or shutil.which("chromium") or "chromium-browser"
    with (
        sync_playwright() as playwright,
        playwright.chromium.launch(
            executable_path=browser, args=["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
        ) as chromium,
    ):
        page = chromium.new_page(viewport={"width": SIZE[0], "height": SIZE[1]})
        page.goto(address)
        page.get_by_text(OFFICER).click()
        spoken = LANGUAGES["en"]
        for code, language in LANGUAGES.items():
            _speak(page, spoken, language)
            spoken = language
            page.goto(address)
            page.locator("[data-open]").first.click()
            page.locator("#detail article").wait_for()
            page.mouse.move(SIZE[0] / 4, SIZE[1] - 1)  # over nothing that lights up
            page.screenshot(path=PICTURES / f"desk-{code}.png", animations="disabled")
        _speak(page, spoken, LANGUAGES["en"])


def _speak(page: Page, before: str, after: str) -> None:
    if before != after:
        page.locator("summary", has_text=before).first.click()
        with page.expect_navigation():
            page.get_by_text(after).first.click()


if __name__ == "__main__":
    take_pictures(sys.argv[1])
