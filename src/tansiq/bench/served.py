"""A real `tansiq serve` for benchmarks and tests: its own home, its own port, stopped with everything it started."""

import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http import HTTPStatus
from pathlib import Path
from urllib.error import HTTPError, URLError
from urllib.request import Request, urlopen

import psycopg

from tansiq.database.server import running_url

READY_WITHIN_S = 150.0


class NotServing(Exception):
    """The centre did not come up, or did not do what it was asked; says what it wrote."""


@dataclass
class Served:
    """A running centre. log: what the supervisor and its children wrote."""

    process: subprocess.Popen[bytes]
    home: Path
    port: int
    log: Path

    @property
    def origin(self) -> str:
        """Where it answers."""
        return f"http://127.0.0.1:{self.port}"

    def children(self) -> list[int]:
        """Process ids of the whole tree below the supervisor, read from /proc."""
        parents: dict[int, int] = {}
        for stat in Path("/proc").glob("[0-9]*/stat"):
            try:
                parents[int(stat.parent.name)] = int(stat.read_text().rsplit(")", 1)[1].split()[1])
            except (FileNotFoundError, ProcessLookupError):
                continue
        tree, grown = {self.process.pid}, True
        while grown:
            more = {pid for pid, parent in parents.items() if parent in tree} - tree
            tree |= more
            grown = bool(more)
        return sorted(tree - {self.process.pid})

    def command_line(self, pid: int) -> str:
        """The command of a process, "" when it is gone."""
        try:
            return Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
        except (FileNotFoundError, ProcessLookupError):
            return ""

    def resident_mb(self) -> float:
        """Proportional set size of the whole tree in MB: shared pages count once."""
        total = 0
        for pid in [self.process.pid, *self.children()]:
            try:
                rollup = Path(f"/proc/{pid}/smaps_rollup").read_text()
            except (FileNotFoundError, ProcessLookupError, PermissionError):
                continue
            found = re.search(r"^Pss:\s+(\d+) kB", rollup, re.MULTILINE)
            total += int(found[1]) if found else 0
        return total / 1024

    def tansiq(self, *arguments: str, timeout_s: float = 120) -> subprocess.CompletedProcess[str]:
        """Run a command on the same home."""
        return run_tansiq(self.home, *arguments, timeout_s=timeout_s)

    def token(self, feed: str) -> str:
        """A fresh intake token for a feed, made where there is none. Every agency of the demo may know what it brings."""
        with psycopg.connect(self.database_url()) as connection:
            rows = connection.execute("SELECT code FROM centre_organisation WHERE code LIKE '%-demo'").fetchall()
        audience = [option for (code,) in rows for option in ("--audience", code)]
        made = self.tansiq("feed", feed, "--owner", "centre", *audience)
        if made.returncode:
            raise NotServing(made.stderr)
        return made.stdout.strip()

    def post(
        self, feed: str, token: str, data: bytes, *, name: str = "m.edi", timeout_s: float = 10
    ) -> dict[str, object]:
        """Send a message; the receipt. Raises OSError (HTTPError and URLError are such) where it was not acknowledged."""
        request = Request(  # noqa: S310  our own loopback address
            f"{self.origin}/api/intake/{feed}",
            data=data,
            headers={"Authorization": f"Bearer {token}", "X-File-Name": name, "Content-Type": "application/edifact"},
        )
        with urlopen(request, timeout=timeout_s) as answer:  # noqa: S310
            receipt: dict[str, object] = json.load(answer)
            return receipt

    def database_url(self) -> str:
        """The address of its database. Raises NotServing where that does not run."""
        url = running_url(self.home)
        if url is None:
            raise NotServing("the database is not running")
        return url

    def wait_until_quiet(self, *, within_s: float = 180.0) -> None:
        """Wait until every message that arrived is taken in and followed. Raises NotServing when that takes too long."""
        deadline = time.monotonic() + within_s
        with psycopg.connect(self.database_url(), autocommit=True) as connection:
            while time.monotonic() < deadline:
                row = connection.execute(
                    "SELECT (SELECT count(*) FROM ledger_message WHERE state = 'waiting')"
                    " + (SELECT count(*) FROM jobs_screening),"
                    " coalesce((SELECT max(position) FROM ledger_observation), -1)"
                    " - coalesce((SELECT position FROM jobs_cursor WHERE name = 'picture and findings'), -1)"
                ).fetchone()
                if row == (0, 0):
                    return
                time.sleep(0.1)
        raise NotServing("what arrived was not taken in in time")

    def is_ready(self) -> bool:
        """Whether the desk answers."""
        try:
            with urlopen(f"{self.origin}/healthz", timeout=2) as answer:  # noqa: S310
                return bool(answer.status == HTTPStatus.OK)
        except (HTTPError, URLError, OSError):
            return False


def run_tansiq(home: Path, *arguments: str, timeout_s: float = 120) -> subprocess.CompletedProcess[str]:
    """Run a command with its own home, as a user would."""
    return subprocess.run(  # noqa: S603
        [sys.executable, "-m", "tansiq", *arguments],
        env=environment(home),
        capture_output=True,
        text=True,
        timeout=timeout_s,
        check=False,
    )


def environment(home: Path) -> dict[str, str]:
    """The environment of a user who set nothing but the home."""
    kept = {k: v for k, v in os.environ.items() if k not in {"DATABASE_URL", "DJANGO_SETTINGS_MODULE", "TANSIQ_DEMO"}}
    return kept | {"TANSIQ_HOME": str(home)}


def free_port() -> int:
    """A port that was free a moment ago, with the one after it."""
    while True:
        with socket.socket() as first, socket.socket() as second:
            first.bind(("127.0.0.1", 0))
            port = int(first.getsockname()[1])
            try:
                second.bind(("127.0.0.1", port + 1))
            except OSError:
                continue
            return port


@contextmanager
def serving(home: Path, *arguments: str) -> Iterator[Served]:
    """Serve until the block ends; then SIGINT, and everything has to be gone."""
    port = free_port()
    log = home.with_name(f"{home.name}-serve.log")
    home.mkdir(parents=True, exist_ok=True)
    with log.open("ab") as out:
        process = subprocess.Popen(  # noqa: S603
            [sys.executable, "-m", "tansiq", "serve", "--port", str(port), *arguments],
            env=environment(home),
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=out,
        )
    centre = Served(process, home, port, log)
    try:
        _wait(centre)
        yield centre
    finally:
        if process.poll() is None:
            process.send_signal(signal.SIGINT)
            try:
                process.wait(30)
            except subprocess.TimeoutExpired:
                process.kill()
                raise


def _wait(centre: Served) -> None:
    deadline = time.monotonic() + READY_WITHIN_S
    while not centre.is_ready():
        if centre.process.poll() is not None or time.monotonic() > deadline:
            raise NotServing(centre.log.read_text()[-4000:])
        time.sleep(0.1)
