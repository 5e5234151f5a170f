"""What holds for every command: version, wrong usage, errors in words, faults kept; and doctor and bench."""

import stat
from pathlib import Path

import pytest

import tansiq as package
from tests.cli.conftest import Tansiq, process

FALLS = """
from tansiq.cli.app import app
@app.command()
def falls() -> None:
    raise RuntimeError("the shelf fell down\\nDETAIL:  (INVENTED, ALI)")
"""
NO_DJANGO = """
import atexit
atexit.register(lambda: print("django" in sys.modules, "psycopg" in sys.modules))
"""


def test_the_version_is_the_package_s(tansiq: Tansiq) -> None:
    answer = tansiq("--version")
    assert (answer.status, answer.out) == (0, f"tansiq {package.__version__}\n")


@pytest.mark.parametrize(
    "arguments",
    [
        pytest.param((), id="nothing"),
        pytest.param(("fly",), id="no such command"),
        pytest.param(("read",), id="read what"),
        pytest.param(("read", "a.edi", "--loud"), id="no such option"),
        pytest.param(("screen", "q.jsonl"), id="screen without a list"),
        pytest.param(("screen", "--list", "l", "q", "--top", "0"), id="no candidates at all"),
        pytest.param(("match", "p", "--jobs", "many"), id="no number"),
        pytest.param(("serve", "--port", "70000"), id="no port"),
        pytest.param(("feed", "airline"), id="feed of nobody"),
        pytest.param(("bench", "sharks"), id="no such benchmark"),
    ],
)
def test_wrong_usage_ends_with_2(tansiq: Tansiq, arguments: tuple[str, ...]) -> None:
    answer = tansiq(*arguments)
    assert answer.status == 2
    assert "Usage: tansiq" in answer.out + answer.err
    assert "Traceback" not in answer.err


@pytest.mark.parametrize("command", ["read", "match", "screen", "serve", "ingest", "verify", "demo", "doctor", "bench"])
def test_every_command_explains_itself(tansiq: Tansiq, command: str) -> None:
    answer = tansiq(command, "--help")
    assert answer.status == 0
    assert f"tansiq {command}" in answer.out


def test_the_demo_is_not_served_to_other_machines(tansiq: Tansiq, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TANSIQ_DEMO", "0")  # serve sets it; this puts it back
    answer = tansiq("serve", "--demo", "--host", "192.0.2.7")
    assert (answer.status, answer.out) == (1, "")
    assert answer.err.startswith("tansiq: the demo lets anybody in with one press")
    assert "Repair: leave --host" in answer.err


def test_an_unknown_benchmark_is_told_which_there_are(tansiq: Tansiq) -> None:
    said = tansiq("bench", "sharks").err
    assert all(name in said for name in ("sharks", "read", "names", "ledger", "queue", "web"))


def test_a_benchmark_of_a_later_version_says_so(tansiq: Tansiq) -> None:
    answer = tansiq("bench", "scan")
    assert (answer.status, answer.out) == (1, "")
    assert "Repair: tansiq bench read | names" in answer.err


def test_a_fault_of_ours_is_kept_and_told_in_words(home: Path) -> None:
    answer = process(["falls"], home, before=FALLS)
    (kept,) = (home / "faults").iterdir()
    assert answer.status == 1
    assert answer.err == (
        f"tansiq: a fault of ours, not of your input: RuntimeError: the shelf fell down\nKept in {kept}\n"
    )
    assert "Traceback" in kept.read_text()
    assert stat.S_IMODE(kept.parent.stat().st_mode) == 0o700


def test_a_fault_that_cannot_be_kept_is_shown(tmp_path: Path) -> None:
    taken = tmp_path / "home"
    taken.write_text("a file, where a folder was wanted")
    answer = process(["falls"], taken, before=FALLS)
    assert answer.status == 1
    assert "could not be kept" in answer.err
    assert answer.err.count("Traceback") == 1


@pytest.mark.parametrize("command", [["read", "nothing.edi"], ["match", "nothing.jsonl"], ["--version"]])
def test_commands_without_a_database_load_neither_django_nor_its_driver(home: Path, command: list[str]) -> None:
    assert process(command, home, before=NO_DJANGO).out.splitlines()[-1] == "False False"
    assert not home.exists()


def test_doctor_says_what_is_there(tansiq: Tansiq, home: Path) -> None:
    answer = tansiq("doctor")
    found = [line.split()[0] for line in answer.out.splitlines()]
    assert set(found) <= {"ok", "not", "→"}
    assert answer.status == int("not" in found)
    assert all(word in answer.out for word in ("Python", "data folder", "PostgreSQL source", "Chromium"))
    assert not home.exists()


def test_doctor_names_the_repair_of_a_database_out_of_reach(
    tansiq: Tansiq, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("DATABASE_URL", f"postgresql:///tansiq?host={tmp_path}")
    answer = tansiq("doctor")
    assert answer.status == 1
    assert "not ok" in answer.out
    assert "→" in answer.out


@pytest.mark.parametrize(
    ("data", "said"),
    [
        pytest.param(None, "cannot be opened", id="missing"),
        pytest.param(b"", "BROKEN", id="empty"),
        pytest.param(b"Dear colleagues", "BROKEN", id="a letter"),
        pytest.param(b'{"type": "something else"}', "BROKEN", id="another file"),
        pytest.param(b"\xff\xfe\x00", "BROKEN", id="bytes"),
    ],
)
def test_what_is_no_bundle_does_not_verify(tansiq: Tansiq, tmp_path: Path, data: bytes | None, said: str) -> None:
    path = tmp_path / "access.bundle"
    if data is not None:
        path.write_bytes(data)
    answer = tansiq("verify", path)
    assert answer.status == 1
    assert said in answer.out + answer.err
