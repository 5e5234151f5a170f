"""What PostgreSQL's programs say when they do not start, as an error with its repair."""

import re
import shutil
from dataclasses import dataclass
from pathlib import Path

from tansiq.database.folder import disk_full
from tansiq.model.errors import DatabaseUnavailable

STILL_LEAVING = re.compile(r"pre-existing shared memory block")
DISK_FULL = re.compile(r"No space left on device|Disk quota exceeded")
FULL_BYTES = 16 * 1024 * 1024  # one segment of the write-ahead log


@dataclass(frozen=True, slots=True)
class Known:
    """A line PostgreSQL writes, in words for an operator."""

    said: str
    message: str
    repair: str


KNOWN = (
    Known(
        r"database files are incompatible with server|incompatible with this version",
        "the data folder {place} was made by another version of PostgreSQL than the programs that were found",
        "set TANSIQ_POSTGRES to the bin folder of the version that made it",
    ),
    Known(
        r"Cannot allocate memory|could not (create|resize|map).*shared memory",
        "PostgreSQL was not given the memory it asked for",
        "free about 200 MB of memory (in a container: raise its memory and /dev/shm limits)",
    ),
    Known(
        r"could not locate a valid checkpoint record|invalid (primary )?checkpoint|could not read file \"global/pg_control",
        "the data in {place} is damaged and cannot be recovered by PostgreSQL",
        "restore the last backup into a new folder; keep this one for examination",
    ),
    Known(
        r"Permission denied|Operation not permitted|wrong ownership|invalid permissions|Read-only file system",
        "PostgreSQL may not read or write in {place}",
        "give the folder to the user who runs tansiq (chown -R), mode 0700",
    ),
    Known(
        r"error while loading shared libraries|version `GLIBC|Exec format error",
        "the PostgreSQL programs that were found do not run on this system",
        "install PostgreSQL from your system's packages and set TANSIQ_POSTGRES=system",
    ),
    Known(
        r"^launch: ",
        "PostgreSQL could not be started under an account of its own",
        "run tansiq as an ordinary user, or set DATABASE_URL",
    ),
)


def explain(said: str, place: Path, log: Path) -> DatabaseUnavailable:
    """The error for what a program wrote before it ended. place: the data folder; log: where all of it stands."""
    disk = place if place.exists() else place.parent
    if DISK_FULL.search(said) or shutil.disk_usage(disk).free < FULL_BYTES:  # a full disk takes no complaint either
        return disk_full(disk)
    for known in KNOWN:
        if re.search(known.said, said, re.MULTILINE):
            return DatabaseUnavailable(f"{known.message.format(place=place)}: {_last(said)}", repair=known.repair)
    return DatabaseUnavailable(f"PostgreSQL did not start: {_last(said)}", repair=f"read {log}")


def _last(said: str) -> str:
    grave = [line for line in said.splitlines() if re.search(r"FATAL|PANIC|ERROR|error:|launch:", line)]
    lines = grave or said.splitlines() or ["it said nothing"]
    return lines[-1].strip()
