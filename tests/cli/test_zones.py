"""`tansiq mrz` as its contract has it. All people and numbers are invented, but for published specimens."""

import json
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from tansiq.readers.mrz import NoteCode
from tests.cli.conftest import Tansiq, process

ROOT = Path(__file__).parents[2]
SHARED = ROOT.parent / "shared"
PASSPORT = b"P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<\nL898902C36UTO7408122F1204159ZE184226B<<<<<10\n"
FIELDS = ["document_code", "issuer", "document_number", "family", "given", "nationality", "birth_date", "sex", "expiry", "optional"]  # fmt: skip


def test_a_zone_has_the_shape_of_the_contract(tansiq: Tansiq, tmp_path: Path) -> None:
    path = tmp_path / "zones.txt"
    path.write_bytes(PASSPORT)
    answer = tansiq("mrz", path, "--today", "2026-05-01")
    (zone,) = answer.objects
    assert (answer.status, answer.err) == (0, "")
    assert list(zone) == [
        "format",
        "ok",
        "fields",
        "native_names",
        "truncated",
        "expired",
        "errors",
        "suggestions",
        "notes",
    ]
    assert list(zone["fields"]) == FIELDS
    assert (zone["format"], zone["ok"], zone["truncated"], zone["expired"]) == ("TD3", True, False, True)
    assert zone["fields"]["birth_date"] == "1974-08-12"


def test_stdin_is_read_where_no_file_is_named(home: Path) -> None:
    wrong = PASSPORT.replace(b"C36", b"C37")
    answer = process(["mrz"], home, stdin=PASSPORT + b"\n" + wrong + b"\nnothing\n")
    right, damaged, refused = answer.objects
    assert answer.status == 1
    assert (right["ok"], damaged["ok"], refused["ok"]) == (True, False, False)
    assert {"field": "document_number", "expected": "6", "found": "7"}.items() <= damaged["errors"][0].items()
    assert (refused["format"], refused["fields"], refused["refused"]["code"]) == (None, {}, "unknown_format")
    assert answer.err.startswith("stdin: unknown_format at byte 182: 1 line of 7 characters")
    assert not home.exists()


def test_the_day_of_reading_settles_the_century(tansiq: Tansiq, tmp_path: Path) -> None:
    path = tmp_path / "zones.txt"
    path.write_bytes(PASSPORT)
    (zone,) = tansiq("mrz", path, "--today", "1973-01-01").objects
    assert (zone["fields"]["birth_date"], zone["fields"]["expiry"], zone["expired"]) == (
        "1874-08-12",
        "2012-04-15",
        False,
    )


def test_nothing_gives_nothing(home: Path) -> None:
    answer = process(["mrz"], home, stdin=b"\n\n")
    assert (answer.status, answer.out, answer.err) == (0, "", "")


def test_a_file_that_is_not_there_is_named(tansiq: Tansiq) -> None:
    answer = tansiq("mrz", "nothing.txt")
    assert answer.status == 1
    assert answer.err.startswith("tansiq: nothing.txt cannot be opened")


def test_a_day_that_is_none_is_wrong_usage(tansiq: Tansiq) -> None:
    assert tansiq("mrz", "--today", "yesterday").status == 2


@pytest.mark.parametrize("code", list(NoteCode))
def test_every_note_is_written_down(code: NoteCode) -> None:
    assert f"`{code}`" in (ROOT / "docs" / "mrz.md").read_text()


def test_the_developers_zones_are_all_read_right(home: Path) -> None:
    scorer, data = SHARED / "tools" / "score_mrz.py", SHARED / "data" / "travel"
    if not (scorer.exists() and (data / "mrz_dev.txt").exists()):
        pytest.skip("the developers' data are not beside the repository")
    ours = shlex.join([sys.executable, "-m", "tansiq"])
    scored = subprocess.run(  # noqa: S603  the scorer, on our own program
        [sys.executable, str(scorer), "--data", str(data), "--tansiq", ours],
        capture_output=True,
        text=True,
        check=False,
    )
    assert scored.returncode == 0, scored.stdout + scored.stderr
    assert json.dumps(scored.stdout).count("FAIL") == 0
