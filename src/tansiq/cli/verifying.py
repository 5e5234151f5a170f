"""`tansiq verify`."""

import sys
from pathlib import Path

from rich.console import Console
from rich.progress import Progress

from tansiq.database.home import home
from tansiq.ledger.bundle import verify_bundle
from tansiq.model.errors import LedgerBroken, Unreadable

console = Console(stderr=True, highlight=False, soft_wrap=True)


def verify(bundle: Path | None) -> int:
    """Check a bundle offline, or the whole ledger; the exit status."""
    try:
        return _ledger() if bundle is None else _bundle(bundle)
    except LedgerBroken as error:
        where = f" (position {error.position})" if error.position is not None else ""
        sys.stdout.write(f"BROKEN{where}: {error}\n")
        return 1


def _bundle(path: Path) -> int:
    try:
        data = path.read_bytes()
    except OSError as error:
        raise Unreadable(f"{path} cannot be opened: {error.strerror}") from error
    report = verify_bundle(data)
    for line in report.lines():
        sys.stdout.write(line + "\n")
    return 0


def _ledger() -> int:
    from tansiq.cli.centre import centre

    with centre(), Progress(console=console, transient=True, disable=not console.is_terminal) as progress:
        from tansiq.ledger.current import current
        from tansiq.ledger.keys import public_keys
        from tansiq.ledger.verify import verify as verify_ledger

        bar = progress.add_task("Verifying", total=None)
        found = verify_ledger(
            current(),
            public_keys(home() / "keys"),
            progress=lambda done, total: progress.update(bar, completed=done, total=total),
        )
    sys.stdout.write(
        f"observations {found.size}, destroyed {found.destroyed}, masked {found.masked}, root {found.root}\n"
    )
    sys.stdout.write(f"accesses {found.access_size}, root {found.access_root}\n")
    return 0
