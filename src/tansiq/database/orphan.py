"""A server that an earlier process left behind: found by its own note, postmaster.pid, and stopped."""

import os
import signal
import subprocess
import time
from dataclasses import dataclass
from pathlib import Path

from tansiq.model.errors import DatabaseUnavailable

STEPS = ((signal.SIGINT, 30.0), (signal.SIGQUIT, 10.0), (signal.SIGKILL, 5.0))  # fast, immediate, and no more asking


@dataclass(frozen=True, slots=True)
class Note:
    """What a running server says of itself. Source: miscadmin.h, LOCK_FILE_LINE_*."""

    pid: int
    sockets: str
    is_ready: bool


def note(data: Path) -> Note | None:
    """The note in a data folder; None where there is none, or it is not yet written to its end."""
    try:
        lines = (data / "postmaster.pid").read_text().splitlines()
    except (FileNotFoundError, NotADirectoryError):
        return None
    if not lines or not lines[0].strip().isdigit():
        return None
    lines += [""] * (8 - len(lines))
    return Note(int(lines[0]), lines[4], lines[7].strip() == "ready")


def settle(data: Path) -> str | None:
    """Stop a server left behind in the folder, which the caller has locked. Returns what was done, or None.

    A note whose process number was given to another program since (containers number from 1 again) is removed.
    Raises DatabaseUnavailable where the server does not stop.
    """
    left = note(data)
    if left is None or not _is_alive(left.pid):
        return None  # PostgreSQL itself recovers from a note whose process is gone
    if not _is_postmaster(left.pid, data):
        (data / "postmaster.pid").unlink()
        return f"removed a stale note of process {left.pid}"
    for step, patience_s in STEPS:
        _ask(left.pid, step)
        if _is_gone(left.pid, patience_s):
            return f"stopped a server left behind (process {left.pid})"
    raise DatabaseUnavailable(f"process {left.pid} does not stop", repair=f"kill -9 {left.pid}, then start again")


def _ask(pid: int, step: signal.Signals) -> None:
    try:
        os.kill(pid, step)
    except ProcessLookupError:
        return


def _is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return not _is_zombie(pid)


def _is_zombie(pid: int) -> bool:
    try:
        status = Path(f"/proc/{pid}/stat").read_text()
    except OSError:
        return False
    return status.rpartition(")")[2].split()[0] == "Z"


def _is_gone(pid: int, patience_s: float) -> bool:
    give_up_at = time.monotonic() + patience_s
    while _is_alive(pid):
        if time.monotonic() > give_up_at:
            return False
        time.sleep(0.02)
    return True


def _is_postmaster(pid: int, data: Path) -> bool:
    if Path("/proc/self").exists():
        try:
            return Path(f"/proc/{pid}/cwd").readlink() == data  # where a postmaster always stands
        except OSError:
            return False
    shown = subprocess.run(["/bin/ps", "-o", "args=", "-p", str(pid)], capture_output=True, text=True, check=False)  # noqa: S603  a number
    return str(data) in shown.stdout
