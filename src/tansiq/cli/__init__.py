"""The command line: parse, call, print, exit status. What each command promises stands in docs/commands.md.

Exit status everywhere: 0 done, 1 the check answered "no" or some inputs were refused, 2 wrong usage.
"""

import sys
import traceback
from datetime import UTC, datetime
from types import TracebackType

from rich.console import Console
from typer.main import get_command

from tansiq.cli.app import app
from tansiq.database.home import home
from tansiq.model.errors import TansiqError


def main() -> None:
    """Run a command; an error the caller can act on is one message with its repair, never a traceback."""
    sys.excepthook = _keep_fault
    run = get_command(app)  # calling app itself would put typer's own hook in the place of ours
    try:
        run(prog_name="tansiq")
    except TansiqError as error:
        Console(stderr=True, highlight=False, soft_wrap=True).print(f"tansiq: {error}", markup=False)
        sys.exit(1)


def _keep_fault(kind: type[BaseException], fault: BaseException, trace: TracebackType | None) -> None:
    """A fault of ours: its traceback is kept for the developers, the user is told in words.

    Of what the fault says the first line stands in the log: PostgreSQL quotes the rows, which are about people, below it.
    """
    report = "".join(traceback.format_exception(kind, fault, trace))
    folder = home() / "faults"
    kept = folder / f"{datetime.now(UTC):%Y%m%dT%H%M%S%f}.txt"
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        kept.write_text(report)
        where = f"Kept in {kept}"
    except OSError as error:
        where = f"It could not be kept in {kept} ({error.strerror}), so it stands here:\n{report}"
    said = (str(fault).strip().splitlines() or [""])[0]
    sys.stderr.write(f"tansiq: a fault of ours, not of your input: {kind.__name__}: {said}\n{where}\n")
