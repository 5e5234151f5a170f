"""`tansiq doctor`."""

import importlib.util
import os
import shutil
import sys

from rich.console import Console
from rich.table import Table

from tansiq.database.doctor import Check, checks
from tansiq.database.home import home

OLDEST_PYTHON = (3, 11)


def report() -> int:
    """Print each check with what was found, and the repair of those that fail; the exit status."""
    found = [_python(), _home(), *checks(), _browser()]
    table = Table(box=None, pad_edge=False, show_header=False)
    for check in found:
        table.add_row("ok" if check.ok else "[bold]not ok[/bold]", check.name, check.found)
        if not check.ok:
            table.add_row("", "", f"→ {check.repair}")
    Console(highlight=False, soft_wrap=True, width=None if sys.stdout.isatty() else 200).print(table)
    return int(not all(check.ok for check in found))


def _python() -> Check:
    found = ".".join(map(str, sys.version_info[:3]))
    return Check("Python", sys.version_info >= OLDEST_PYTHON, found, "install Python 3.11 or newer, then make setup")


def _home() -> Check:
    place = home()
    if not place.exists():
        return Check("data folder", ok=True, found=f"{place} (made at the first start)", repair="")
    return Check("data folder", os.access(place, os.W_OK), str(place), f"make it writable: chown -R $USER {place}")


def _browser() -> Check:
    """Only the browser tests need one; where it is missing they are skipped and say so."""
    found = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
    has_driver = importlib.util.find_spec("playwright") is not None
    shown = found or "none (only needed to run the browser tests)"
    return Check(
        "Chromium", ok=True, found=shown if has_driver else f"{shown}; development packages not installed", repair=""
    )
