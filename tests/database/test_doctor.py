"""What the doctor says about the database."""

from pathlib import Path

import pytest

from tansiq.database.doctor import checks
from tansiq.database.server import Server


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home of this test's own, with no database given from outside."""
    monkeypatch.setenv("TANSIQ_HOME", str(tmp_path))
    monkeypatch.delenv("DATABASE_URL", raising=False)
    return tmp_path


def test_a_fresh_home_is_well_and_stays_untouched(home: Path) -> None:
    assert [check for check in checks() if not check.ok] == []
    assert list(home.iterdir()) == []


def test_a_running_server_is_seen_with_its_version(home: Path) -> None:
    with Server(home, durable=False):
        found = {check.name: check for check in checks()}
    assert found["server"].ok
    assert "answers, version" in found["server"].found
    assert "PostgreSQL" in found["data folder"].found


def test_a_given_server_that_does_not_answer_has_a_repair(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://u:hidden@127.0.0.1:1/tansiq")
    source, server = checks()
    assert source.ok
    assert "hidden" not in source.found
    assert not server.ok
    assert "DATABASE_URL" in server.repair


def test_missing_programs_have_a_repair(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TANSIQ_POSTGRES", "/nonexistent")
    first = checks()[0]
    assert not first.ok
    assert "install" in first.repair


def test_a_folder_open_to_others_and_foreign_files_are_found(home: Path) -> None:
    (home / "postgres").mkdir(mode=0o755)
    (home / "postgres" / "holiday.jpg").touch()
    found = {check.name: check for check in checks()}
    assert not found["permissions"].ok
    assert found["permissions"].repair == f"chmod 700 {home / 'postgres'}"
    assert "holiday.jpg" in found["data folder"].found
