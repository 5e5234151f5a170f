"""What `tansiq doctor` says about PostgreSQL. Looks only: starts nothing, changes nothing."""

import os
import shutil
import stat
from dataclasses import dataclass, replace
from pathlib import Path

from tansiq.database.account import choose
from tansiq.database.binaries import INSTALL, OLDEST_MAJOR, find
from tansiq.database.connect import connect, shown
from tansiq.database.folder import Folder
from tansiq.database.home import home
from tansiq.database.server import APPLICATION_ROLE, Given, running_url
from tansiq.model.errors import DatabaseUnavailable

ENOUGH_BYTES = 1024**3

ROLE = (
    f"psql: CREATE ROLE {APPLICATION_ROLE} LOGIN PASSWORD '...'; then set"
    f" TANSIQ_WEB_DATABASE_URL=postgresql://{APPLICATION_ROLE}:...@HOST/DATABASE and start again, which grants what the web needs"
)


@dataclass(frozen=True, slots=True)
class Check:
    """One thing looked at. found: what is there; repair: what mends it, "" where nothing is to be mended."""

    name: str
    ok: bool
    found: str
    repair: str = ""


def checks() -> list[Check]:
    """The checks of the database, in the order in which a fault of one explains those after it."""
    given = os.environ.get("DATABASE_URL")
    if given:
        reached = _reach(given)
        found = [Check("PostgreSQL source", ok=True, found=f"DATABASE_URL, {shown(given)}"), reached]
        return [*found, _row_security(Given(given).app_url)] if reached.ok else found
    return [_source(), _backup(), _account(), _folder(), _permissions(), _disk(), *_running()]


def _failed(name: str, error: DatabaseUnavailable) -> Check:
    return Check(name, ok=False, found=str(error).partition("\nRepair: ")[0], repair=error.repair)


def _source() -> Check:
    name = "PostgreSQL source"
    try:
        found = find(Folder(home()).major())
    except DatabaseUnavailable as error:
        return _failed(name, error)
    return Check(name, ok=True, found=f"{found.origin}, version {found.version}, {found.folder}")


def _backup() -> Check:
    name = "pg_dump and pg_restore"
    try:
        found = find(Folder(home()).major())
    except DatabaseUnavailable as error:
        return _failed(name, error)
    where = str(found.folder)
    return Check(name, ok=found.has_dump, found=where if found.has_dump else f"not in {where}", repair=INSTALL)


def _account() -> Check:
    name = "account PostgreSQL runs under"
    try:
        account = choose()
    except DatabaseUnavailable as error:
        return _failed(name, error)
    return Check(name, ok=True, found=f"{account.how}, files belong to user {account.owner}")


def _folder() -> Check:
    name = "data folder"
    folder = Folder(home())
    try:
        major = folder.major()
        if major is not None:
            folder.check(find(major), choose())
    except DatabaseUnavailable as error:
        return _failed(name, error)
    return Check(name, ok=True, found=f"{folder.data}, " + (f"PostgreSQL {major}" if major else "not made yet"))


def _permissions() -> Check:
    place = Folder(home()).path
    if not place.exists():
        return Check("permissions", ok=True, found=f"{place} is not made yet")
    mode = stat.S_IMODE(place.stat().st_mode)
    private = mode & 0o077 == 0
    return Check("permissions", ok=private, found=f"{place} has mode {mode:04o}", repair=f"chmod 700 {place}")


def _disk() -> Check:
    place = _existing(home())
    free = shutil.disk_usage(place).free
    found = f"{free / 1024**3:.1f} GiB free at {place}"
    return Check("disk space", ok=free >= ENOUGH_BYTES, found=found, repair="make room, or set TANSIQ_HOME elsewhere")


def _existing(place: Path) -> Path:
    return place if place.exists() or place == place.parent else _existing(place.parent)


def _running() -> list[Check]:
    url = running_url(home(), patience_s=2.0)
    app_url = running_url(home(), role=APPLICATION_ROLE, patience_s=2.0)
    if url is None or app_url is None:
        return [Check("server", ok=True, found="not running; `tansiq serve` starts it")]
    check = _reach(url)
    told = replace(check, found=f"{check.found}, {url}")  # without a password: pg_dump takes it as it stands
    return [told, _row_security(app_url)] if check.ok else [told]


def _row_security(app_url: str) -> Check:
    """Whether policies hold the role of the web. Those of an owner or a superuser hold nobody."""
    name = "row-level security"
    try:
        with connect(app_url, timeout_s=5) as connection:
            asked = "SELECT current_user, row_security_active(to_regclass('ledger_observation'))"
            user, is_held = connection.execute(asked).fetchone() or ("", None)
    except DatabaseUnavailable as error:
        return _failed(name, error)
    if is_held is None:
        return Check(name, ok=True, found="no tables yet; `tansiq serve` makes them")
    found = f"holds the web, which signs in as {user}" if is_held else f"does not hold {user}, as whom the web signs in"
    return Check(name, ok=bool(is_held), found=found, repair=ROLE)


def _reach(url: str) -> Check:
    try:
        with connect(url, timeout_s=5) as connection:
            version = connection.info.server_version
    except DatabaseUnavailable as error:
        return _failed("server", error)
    recent = version >= OLDEST_MAJOR * 10000
    found = f"answers, version {version // 10000}.{version % 10000}"
    return Check("server", ok=recent, found=found, repair=f"upgrade it to PostgreSQL {OLDEST_MAJOR} or newer")
