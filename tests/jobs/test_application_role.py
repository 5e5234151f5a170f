"""What the web's role is given, and what it is not."""

import pytest
from django.db import connection

from tansiq.jobs import application_role
from tansiq.jobs.application_role import let_in

pytestmark = [pytest.mark.postgres, pytest.mark.django_db]

ROLE = "invented_app"


def may(privilege: str, table: str) -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT has_table_privilege(%s, %s, %s)", [ROLE, table, privilege])
        found = cursor.fetchone()
    return bool(found[0])


@pytest.fixture
def newcomer(monkeypatch: pytest.MonkeyPatch) -> None:
    """A role made after the tables, as on a server that somebody else runs."""
    monkeypatch.setattr(application_role, "APPLICATION_ROLE", ROLE)
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE ROLE {ROLE}")


def test_a_role_made_later_is_let_in_at_the_next_start(newcomer: None) -> None:
    assert not may("SELECT", "centre_alert")
    let_in()
    let_in()
    assert may("SELECT", "centre_alert")
    assert may("INSERT", "django_session")


@pytest.mark.parametrize(
    ("privilege", "table"),
    [
        pytest.param("UPDATE", "centre_alert", id="change the whole of an alert"),
        pytest.param("DELETE", "centre_disposition", id="delete a decision"),
        pytest.param("INSERT", "ledger_observation", id="add an observation"),
        pytest.param("INSERT", "picture_manifestentry", id="write a manifest"),
        pytest.param("SELECT", "ledger_content", id="read raw messages"),
        pytest.param("DELETE", "ledger_access", id="forget an access"),
        pytest.param("UPDATE", "jobs_cursor", id="move the worker"),
    ],
)
def test_it_may_not(newcomer: None, privilege: str, table: str) -> None:
    let_in()
    assert not may(privilege, table)


def test_where_there_is_no_such_role_nothing_is_granted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(application_role, "APPLICATION_ROLE", ROLE)
    let_in()
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_roles WHERE rolname = %s", [ROLE])
        assert cursor.fetchone() == (0,)


def test_every_table_is_thought_of() -> None:
    """A table that came with a later version is given a place here, and not forgotten."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT relname FROM pg_class WHERE relnamespace = current_schema()::regnamespace AND relkind IN ('r', 'p')"
        )
        names = {row[0] for row in cursor.fetchall()}
    days = {name for name in names if name.startswith("ledger_observation_2")}
    assert names - days - {"django_migrations"} == set(application_role.privileges())
