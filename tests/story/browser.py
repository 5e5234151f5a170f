"""Chromium for the stories: found by CHROMIUM or on the PATH; without one the stories are skipped, loudly."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.resources import files

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

AXE = files("axe_playwright_python").joinpath("axe.min.js").read_text()
SERIOUS = frozenset({"serious", "critical"})
OPTIONS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


def chromium() -> str:
    """The browser's path. Skips where there is none; fails where one is required (TANSIQ_REQUIRE_BROWSER)."""
    found = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
    if found:
        return found
    said = "no Chromium: set CHROMIUM, or install the system's package chromium"
    if os.environ.get("TANSIQ_REQUIRE_BROWSER"):
        pytest.fail(said)
    pytest.skip(said)


@contextmanager
def started() -> Iterator[Browser]:
    """A headless Chromium."""
    path = chromium()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=list(OPTIONS))
        yield browser
        browser.close()


def violations(page: Page) -> list[str]:
    """Serious and critical accessibility violations of the page as it stands, in a line each (axe-core)."""
    page.evaluate(AXE)
    found = page.evaluate("async () => (await axe.run({ resultTypes: ['violations'] })).violations")
    return [f"{v['id']}: {v['help']}: {v['nodes'][0]['html'][:160]}" for v in found if v["impact"] in SERIOUS]
