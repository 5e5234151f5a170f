"""The command for flight schedules."""

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer


def schedule(
    paths: Annotated[list[Path], typer.Argument(help="SSIM chapter 7, or tables.", show_default=False)],
) -> None:
    """Take in flight schedules, so that flights without messages raise an alarm. A later file replaces its airlines' legs."""
    raise typer.Exit(take_in(paths))


def take_in(paths: Sequence[Path]) -> int:
    """Take in each file in the centre's database. The exit status."""
    from tansiq.cli.centre import centre

    with centre():
        return load_files(paths)


def load_files(paths: Sequence[Path]) -> int:
    """Take in each file: a line each, what was refused on stderr. The exit status."""
    return max([_load(path) for path in paths], default=0)


def _load(path: Path) -> int:
    from tansiq.jobs.worker import now
    from tansiq.picture.schedules import load

    try:
        data = path.read_bytes()
    except OSError as error:
        sys.stderr.write(f"{path}: cannot be opened ({error.strerror}). Check the path and who may read it.\n")
        return 1
    version, reading = load(data, path.name, at=now())
    sys.stdout.write(
        f"{path}: version {version.pk}, {len(reading.legs)} legs of {', '.join(version.carriers) or 'nobody'}\n"
    )
    for refusal in reading.refusals:
        sys.stderr.write(f"{path}: byte {refusal.start}: {refusal.text}; {refusal.repair}\n")
    return int(bool(reading.refusals))
