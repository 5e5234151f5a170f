"""Where PostgreSQL comes from."""

from pathlib import Path

import pytest

from tansiq.database.binaries import Binaries, find
from tansiq.model.errors import DatabaseUnavailable


@pytest.fixture
def made_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with programs that say they are PostgreSQL 14.9, given as the choice."""
    (tmp_path / "initdb").touch(mode=0o755)
    (tmp_path / "postgres").write_text('#!/bin/sh\necho "postgres (PostgreSQL) 14.9 (Some Linux)"\n')
    (tmp_path / "postgres").chmod(0o755)
    monkeypatch.setenv("TANSIQ_POSTGRES", str(tmp_path))
    return tmp_path


def test_the_wheel_has_a_server_new_enough_and_the_programs_of_a_backup(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TANSIQ_POSTGRES", "wheel")
    found = find()
    assert (found.origin, found.major) == ("wheel", 18)
    assert found.has_dump


def test_binaries_of_the_cluster_that_exists_go_before_newer_ones(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TANSIQ_POSTGRES", "wheel")
    assert find(16).major == 16


def test_system_binaries_go_before_the_wheel(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TANSIQ_POSTGRES", "system")
    try:
        system = find()
    except DatabaseUnavailable:
        pytest.skip("no PostgreSQL among this system's packages")
    monkeypatch.delenv("TANSIQ_POSTGRES")
    assert find() == system


@pytest.mark.parametrize(
    ("said", "version"),
    [
        pytest.param("postgres (PostgreSQL) 15.18 (Debian 15.18-0+deb12u1)", ("15.18", 15), id="Debian"),
        pytest.param("postgres (PostgreSQL) 19beta1", ("19beta1", 19), id="before its release"),
        pytest.param("postgres (PostgreSQL) 17.10", ("17.10", 17), id="plain"),
    ],
)
def test_versions_are_read_as_vendors_write_them(made_up: Path, said: str, version: tuple[str, int]) -> None:
    (made_up / "postgres").write_text(f'#!/bin/sh\necho "{said}"\n')
    assert find() == Binaries(made_up, "given", *version)


def test_a_version_too_old_is_not_taken(made_up: Path) -> None:
    with pytest.raises(DatabaseUnavailable, match=str(made_up)):
        find()


@pytest.mark.parametrize(
    "broken",
    [
        pytest.param("#!/bin/sh\nexit 1\n", id="fails"),
        pytest.param("#!/bin/sh\necho something else\n", id="says something else"),
        pytest.param("\x7fELF", id="does not run here"),
    ],
)
def test_programs_that_do_not_run_are_not_taken(made_up: Path, broken: str) -> None:
    (made_up / "postgres").write_text(broken)
    with pytest.raises(DatabaseUnavailable) as refused:
        find()
    assert "pip install" in refused.value.repair
