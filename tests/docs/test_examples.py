"""The commands that documents show are run, in a scratch folder, and give what is shown."""

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit
from uuid import uuid4

import pytest
from psycopg import sql

import tansiq.ledger
from docs.generate import ROOT, documents
from tansiq.database.connect import Connection
from tansiq.ledger.access import AccessRecord
from tansiq.ledger.bundle import export_access
from tansiq.ledger.keys import Signer
from tests.docs.examples import Example, Step, agrees, examples

NOON = datetime(2026, 5, 1, 12, tzinfo=UTC)
MIGRATIONS = sorted((Path(tansiq.ledger.__file__).parent / "migrations").glob("*.sql"))
UNSET = {"DATABASE_URL", "DJANGO_SETTINGS_MODULE"}
AS_ON_A_TERMINAL = {"NO_COLOR": "1", "COLUMNS": "120", "PYTHONUNBUFFERED": "1"}
FOUND = [e for path in documents() for e in examples(path, path.relative_to(ROOT).as_posix())]


@pytest.fixture(scope="module")
def database(administrator: Connection, postgres_url: str) -> Iterator[str]:
    """One database of their own for the examples that need one."""
    name = f"examples_{uuid4().hex[:12]}"
    administrator.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
    yield urlunsplit(urlsplit(postgres_url)._replace(path=f"/{name}"))
    administrator.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("examples") / "home"


@pytest.fixture
def bundles(connection: Connection, tmp_path: Path) -> None:
    """An exported bundle, and the same with one digit changed."""
    for migration in MIGRATIONS:
        connection.execute(migration.read_text())
    note = AccessRecord(
        at=NOON,
        person="mariam",
        person_name="Mariam Example",
        organisation="centre",
        ground="audit",
        about="access log",
        what="access bundle",
        subject="an invented traveller",
        request="1",
    )
    signer = Signer.load_or_create(tmp_path / "keys")
    data = export_access(connection, signer, subject=note.subject, title={"centre": "Examples"}, at=NOON, note=note)
    (tmp_path / "access.bundle").write_bytes(data)
    (tmp_path / "changed.bundle").write_bytes(data.replace(b"mariam", b"miriam"))


def url_for(step: Step, request: pytest.FixtureRequest) -> dict[str, str]:
    return {"DATABASE_URL": str(request.getfixturevalue("database"))} if step.needs_database else {}


def environment(home: Path) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if name not in UNSET}
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    return {**kept, "PATH": path, "TANSIQ_HOME": str(home), **AS_ON_A_TERMINAL}


@pytest.mark.parametrize(
    "example", [pytest.param(e, id=e.name, marks=pytest.mark.slow if e.takes_long else ()) for e in FOUND]
)
def test_an_example_gives_what_it_shows(
    example: Example, home: Path, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    for name, text in example.files.items():
        (tmp_path / name).write_text(text)
    if any(".bundle" in step.command for step in example.steps):
        request.getfixturevalue("bundles")
    status, asked = 0, True
    for step in example.steps:
        if step.command == "echo $?":
            assert [str(status)] == step.shown, f"line {step.line}"
            asked = True
        elif step.is_ours:
            assert asked, f"line {step.line}: the command before it ended with {status}"
            ran = subprocess.run(  # noqa: S603  what our own documents show
                ["/bin/sh", "-c", step.command],
                cwd=tmp_path,
                env=environment(home) | url_for(step, request),
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                text=True,
                timeout=600,
                check=False,
            )
            status, asked = ran.returncode, ran.returncode == 0
            assert agrees(step.shown, ran.stdout), f"line {step.line}: {step.command} gave\n{ran.stdout}"
    assert asked, f"the last command ended with {status}"


def test_every_command_has_an_example_that_is_run() -> None:
    shown = {step.command.split()[1] for e in FOUND for step in e.steps if step.is_ours}
    assert shown == {
        "read",
        "match",
        "screen",
        "mrz",
        "names",
        "ingest",
        "verify",
        "demo",
        "officer",
        "feed",
        "redress",
        "rules",
        "terms",
        "doctor",
        "bench",
    }


@pytest.mark.parametrize(
    ("shown", "said", "is_so"),
    [
        pytest.param(["a b"], "a b\n", True, id="the same"),
        pytest.param(["a … c"], "a b c", True, id="any text in a line"),
        pytest.param(["a…"], "a\nb", False, id="any text stays in its line"),
        pytest.param(["a", "…"], "a\nb\nc", True, id="any lines"),
        pytest.param(["a.c"], "abc", False, id="a point is a point"),
        pytest.param([], "anything", True, id="nothing shown, nothing claimed"),
    ],
)
def test_examples_are_compared_line_by_line(shown: list[str], said: str, is_so: bool) -> None:
    assert agrees(shown, said) is is_so


def test_the_documents_show_examples_in_console_blocks_only() -> None:
    loose = [
        f"{path.relative_to(ROOT)}: {line}"
        for path in documents()
        for kind, block in re.findall(r"^```(\w*)\n(.*?)^```$", path.read_text(), re.DOTALL | re.MULTILINE)
        for line in block.splitlines()
        if kind != "console" and line.startswith(("$ tansiq", "tansiq "))
    ]
    assert not loose
