"""Commands as a user meets them: called in this process for speed, or in one of their own where that matters."""

import json
import os
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tansiq.cli import main

LIST = b"""id,names,birth_dates,nationalities
TW-1,Zarghun Mandokhel,1976,PK
TW-2,Bakhtawar Shah Torankhelwal,1969-02-11,PK
"""


@dataclass(frozen=True)
class Answer:
    """What a command gave: its exit status, stdout and stderr."""

    status: int
    out: str
    err: str

    @property
    def objects(self) -> list[dict[str, Any]]:
        """The JSON Lines on stdout."""
        return [json.loads(line) for line in self.out.splitlines()]


Tansiq = Callable[..., Answer]


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    place = tmp_path / "home"
    monkeypatch.setenv("TANSIQ_HOME", str(place))
    return place


@pytest.fixture
def tansiq(home: Path, monkeypatch: pytest.MonkeyPatch, capfdbinary: pytest.CaptureFixture[bytes]) -> Tansiq:
    """Run a command in this process."""

    def run(*arguments: object) -> Answer:
        monkeypatch.setattr(sys, "argv", ["tansiq", *map(str, arguments)])
        monkeypatch.setattr(sys, "excepthook", sys.excepthook)
        capfdbinary.readouterr()
        with pytest.raises(SystemExit) as ended:
            main()
        out, err = capfdbinary.readouterr()
        return Answer(int(ended.value.code or 0), out.decode(), err.decode())

    return run


def process(
    arguments: Sequence[str], home: Path, *, before: str = "", more: Mapping[str, str] | None = None, stdin: bytes = b""
) -> Answer:
    """Run a command in a process of its own. before: code that this process runs first."""
    code = f"import sys\n{before}\nfrom tansiq.cli import main\nsys.argv = ['tansiq', *sys.argv[1:]]\nmain()"
    kept = {k: v for k, v in os.environ.items() if k not in {"DATABASE_URL", "DJANGO_SETTINGS_MODULE"}}
    ran = subprocess.run(  # noqa: S603  our own program
        [sys.executable, "-c", code, *arguments],
        env={**kept, "TANSIQ_HOME": str(home), "COLUMNS": "120", **(more or {})},
        input=stdin,
        capture_output=True,
        timeout=120,
        check=False,
    )
    return Answer(ran.returncode, ran.stdout.decode(), ran.stderr.decode())


def lines(path: Path, *objects: object) -> Path:
    """A JSON Lines file; bytes are written as they are."""
    path.write_bytes(b"\n".join(o if isinstance(o, bytes) else json.dumps(o).encode() for o in objects) + b"\n")
    return path


@pytest.fixture
def watchlist(tmp_path: Path) -> Path:
    path = tmp_path / "list.csv"
    path.write_bytes(LIST)
    return path


@pytest.fixture
def zeros(tmp_path: Path) -> Path:
    """A gigabyte of zeros that takes no room on the disk."""
    path = tmp_path / "zeros.edi"
    with path.open("wb") as file:
        file.truncate(1 << 30)
    return path
