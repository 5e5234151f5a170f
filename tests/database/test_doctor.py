"""What the doctor says about the database."""

from pathlib import Path

import pytest

from tansiq.database.connect import connect
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
    assert "no tables yet" in found["row-level security"].found


@pytest.mark.parametrize(
    ("role", "is_held"),
    [
        pytest.param("tansiq", False, id="the owner"),
        pytest.param("tansiq_app", True, id="the role made for the web"),
    ],
)
def test_a_role_that_row_level_security_does_not_hold_is_found(
    home: Path, monkeypatch: pytest.MonkeyPatch, role: str, is_held: bool
) -> None:
    with Server(home, durable=False) as server:
        with connect(server.url) as connection:
            connection.execute("CREATE TABLE ledger_observation (it int)")
            connection.execute("ALTER TABLE ledger_observation ENABLE ROW LEVEL SECURITY")
        monkeypatch.setenv("DATABASE_URL", server.url)
        monkeypatch.setenv("TANSIQ_WEB_DATABASE_URL", server.app_url if role == "tansiq_app" else "")
        check = checks()[-1]
    assert (check.name, check.ok) == ("row-level security", is_held)
    assert role in check.found
    assert "CREATE ROLE tansiq_app LOGIN" in check.repair


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
