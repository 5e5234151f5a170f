"""Commands that work on the centre's database, whether `tansiq serve` runs or not."""

import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from rich.console import Console
from rich.progress import Progress

from tansiq.cli.reading import files
from tansiq.database.home import home
from tansiq.database.server import source
from tansiq.jobs.set_up import migrate, set_up_django

console = Console(stderr=True, highlight=False, soft_wrap=True)


@contextmanager
def centre() -> Iterator[None]:
    """The database, started if it is not running, with tables of this version."""
    with source(home(), share=True) as running:
        os.environ["DATABASE_URL"] = running.url
        set_up_django()
        migrate()
        from tansiq.jobs.centre import prepare

        prepare()
        yield


def ingest(paths: Sequence[Path], *, feed: str) -> int:
    """Receive files and wait until they are taken in; a line each. The exit status."""
    found = list(files(paths))
    readable = [path for path in found if path.is_file() and os.access(path, os.R_OK)]
    for path in found:
        if path not in readable:
            sys.stderr.write(f"{path}: cannot be opened. Check the path and who may read it.\n")
    with centre(), Progress(console=console, transient=True, disable=not console.is_terminal) as progress:
        from tansiq.jobs.by_hand import take_in

        bar = progress.add_task("Taking in", total=len(readable))
        refused = len(found) - len(readable)
        for outcome in take_in(readable, feed=feed):
            progress.advance(bar)
            sys.stdout.write(outcome.line() + "\n")
            refused += not outcome.taken
    return int(refused > 0)


def demo(*, days: int, seed: int, out: Path | None) -> int:
    """Write the national day and take it in; the exit status says whether each story ended as it should."""
    with centre():
        from tansiq.jobs import national_day

        return national_day.make(seed=seed, days=days, out=out, console=console)


def officer(username: str, *, name: str, organisation: str, roles: list[str]) -> int:
    """Add or change an officer."""
    with centre():
        from tansiq.jobs.centre import add_officer
        from tansiq.jobs.worker import now

        password = add_officer(username, name=name, organisation=organisation, roles=roles, at=now())
    return _may_sign_in(username, password)


def close_account(username: str) -> int:
    """Let an officer in no longer."""
    with centre():
        from tansiq.jobs.centre import close_account
        from tansiq.jobs.worker import now

        cases = close_account(username, at=now())
    sys.stdout.write(f"{username} may no longer sign in\n")
    if cases:
        console.print(f"Open cases still owned: {cases}. An investigator or a supervisor can hand them over.")
    return 0


def reset_authenticator(username: str) -> int:
    """Let an officer set up another authenticator."""
    with centre():
        from tansiq.jobs.centre import reset_authenticator
        from tansiq.jobs.worker import now

        password = reset_authenticator(username, at=now())
    return _may_sign_in(username, password)


def _may_sign_in(username: str, password: str) -> int:
    sys.stdout.write(f"{username} may sign in with {password}\n")
    console.print("The first sign-in asks to set up an authenticator app.")
    return 0


def feed(code: str, *, owner: str, title: str, retention: str, tlp: str, audience: list[str]) -> int:
    """Add or change a feed, and print a fresh intake token."""
    with centre():
        from tansiq.jobs.centre import FeedTerms, add_feed, renew_token
        from tansiq.jobs.worker import now

        terms = FeedTerms(owner, title, retention, tlp.upper().replace("+", "_"), audience)
        token = renew_token(add_feed(code, terms, at=now()), at=now())
    sys.stdout.write(f"{token}\n")
    console.print(f"The token of feed {code}, shown this once. POST /api/intake/{code} with Authorization: Bearer …")
    return 0
