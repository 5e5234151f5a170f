"""Connections, and what is said where there is none, against a real server."""

import psycopg
import pytest

from tansiq.database.connect import connect, shown, translated
from tansiq.model.errors import DatabaseUnavailable


@pytest.mark.parametrize(
    ("url", "says", "repair"),
    [
        pytest.param("postgresql://u:hidden@127.0.0.1:1/tansiq", "refused", "tansiq doctor", id="nobody listens"),
        pytest.param("postgresql://u@/tansiq?host=/nonexistent", "No such file", "start the server", id="no socket"),
        pytest.param("postgresql://u:hidden@host?x=1", "no PostgreSQL address", "postgresql://", id="no address"),
    ],
)
def test_an_unreachable_database_names_the_repair_and_no_password(url: str, says: str, repair: str) -> None:
    with pytest.raises(DatabaseUnavailable, match=says) as refused:
        connect(url, timeout_s=2)
    assert repair in refused.value.repair
    assert "hidden" not in str(refused.value)


def test_a_missing_database_is_named(postgres_url: str) -> None:
    with pytest.raises(DatabaseUnavailable, match='"nothing_here" does not exist') as refused:
        connect(psycopg.conninfo.make_conninfo(postgres_url, dbname="nothing_here"))
    assert "createdb" in refused.value.repair


@pytest.mark.parametrize(
    "error",
    [
        pytest.param(psycopg.errors.DiskFull("could not extend file: No space left on device"), id="full disk"),
        pytest.param(psycopg.errors.AdminShutdown("terminating connection"), id="shut down"),
        pytest.param(psycopg.errors.TooManyConnections("too many clients already"), id="too many"),
        pytest.param(psycopg.errors.ConnectionFailure("gone"), id="gone"),
        pytest.param(psycopg.OperationalError("server closed the connection unexpectedly"), id="closed"),
    ],
)
def test_errors_about_the_server_are_translated(error: psycopg.Error) -> None:
    with pytest.raises(DatabaseUnavailable), translated("postgresql://h/d"):
        raise error


@pytest.mark.parametrize(
    "error",
    [
        pytest.param(psycopg.errors.UniqueViolation("twice"), id="unique"),
        pytest.param(psycopg.errors.SerializationFailure("again"), id="serialisation"),
        pytest.param(psycopg.errors.LockNotAvailable("lock"), id="lock"),
    ],
)
def test_errors_about_the_statement_pass(error: psycopg.Error) -> None:
    with pytest.raises(type(error)), translated("postgresql://h/d"):
        raise error


def test_an_address_is_shown_without_its_password() -> None:
    assert shown("postgresql://u:hidden@db.example:5432/tansiq") == "db.example/tansiq"
