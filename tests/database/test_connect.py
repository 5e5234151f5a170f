"""Connections, COPY, locks and notifications, against a real server."""

import threading
import uuid
from datetime import UTC, date, datetime
from typing import Any

import psycopg
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from psycopg.types.range import Range

from tansiq.database.connect import (
    Connection,
    connect,
    copy_rows,
    listen,
    lock_key,
    lock_transaction,
    locked,
    shown,
    translated,
    tried_lock,
)
from tansiq.model.errors import DatabaseUnavailable

TEXT = st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]))  # PostgreSQL's text holds no NUL
MOMENT = st.datetimes(min_value=datetime(1900, 1, 1), max_value=datetime(2200, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001  the zone is set by `timezones`
PLAIN = st.tuples(
    st.integers(-(2**63), 2**63 - 1) | st.none(), TEXT | st.none(), st.binary() | st.none(), MOMENT | st.none()
)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**31), 2**31) | TEXT,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXT, inner, max_size=3),
    max_leaves=6,
)
IN_ONE_TABLE = settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=50)


@IN_ONE_TABLE
@given(rows=st.lists(PLAIN, max_size=20))
def test_what_copy_loads_in_binary_comes_back_equal(
    connection: Connection, rows: list[tuple[int | None, str | None, bytes | None, datetime | None]]
) -> None:
    connection.execute("DROP TABLE IF EXISTS plain")
    connection.execute(
        "CREATE TABLE plain (at int GENERATED ALWAYS AS IDENTITY, number bigint, word text, raw bytea, moment timestamptz)"
    )
    assert copy_rows(connection, "plain", ("number", "word", "raw", "moment"), rows) == len(rows)
    assert connection.execute("SELECT number, word, raw, moment FROM plain ORDER BY at").fetchall() == rows


@IN_ONE_TABLE
@given(values=st.lists(JSON, max_size=10))
def test_what_copy_loads_into_json_comes_back_equal(connection: Connection, values: list[Any]) -> None:
    connection.execute("DROP TABLE IF EXISTS documents")
    connection.execute("CREATE TABLE documents (at int, body jsonb)")
    held = [value for value in values if "\\u0000" not in repr(value) and value is not None]
    copy_rows(connection, "documents", ("at", "body"), enumerate(held))
    assert [row[0] for row in connection.execute("SELECT body FROM documents ORDER BY at")] == held


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        pytest.param("uuid", uuid.UUID(int=7), id="uuid"),
        pytest.param("date", date(2026, 5, 1), id="date"),
        pytest.param("boolean", True, id="boolean"),
        pytest.param("double precision", 1.5, id="double"),
        pytest.param("smallint", -3, id="smallint"),
        pytest.param("varchar(10)", "کوئٹہ", id="varchar"),
        pytest.param("bigint[]", [1, 2, None], id="array of numbers"),
        pytest.param("text[]", ["a,b", '"'], id="array of texts"),
        pytest.param("int8range", Range(1, 9), id="range"),
    ],
)
def test_a_value_is_loaded_by_the_type_of_its_column(connection: Connection, kind: str, value: object) -> None:
    connection.execute(f"CREATE TABLE one (it {kind})".encode())
    copy_rows(connection, "one", ("it",), [(value,)])
    assert connection.execute("SELECT it FROM one").fetchone() == (value,)


def test_rows_of_a_source_that_breaks_off_are_not_loaded(connection: Connection) -> None:
    connection.execute("CREATE TABLE one (it int)")
    with pytest.raises(ZeroDivisionError):
        copy_rows(connection, "one", ("it",), ((1 // (3 - n),) for n in range(5)))
    assert connection.execute("SELECT count(*) FROM one").fetchone() == (0,)


def test_a_table_in_a_schema_and_a_name_with_a_quote_are_reached(connection: Connection) -> None:
    connection.execute('CREATE TEMP TABLE "odd""name" (it int)')
    assert copy_rows(connection, 'pg_temp.odd"name', ("it",), [(1,), (2,)]) == 2


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


def test_a_named_lock_keeps_others_out_until_the_block_ends(connection: Connection, schema_url: str) -> None:
    with connect(schema_url, autocommit=True) as other:
        with locked(connection, "migrate"), tried_lock(other, "migrate") as had:
            assert not had
        with tried_lock(other, "migrate") as had:
            assert had
        with locked(connection, "migrate"), tried_lock(other, "another name") as had:
            assert had


def test_a_named_lock_is_free_again_after_a_failure_in_the_block(connection: Connection, schema_url: str) -> None:
    with connect(schema_url, autocommit=True) as other:
        with pytest.raises(psycopg.errors.UndefinedTable), locked(connection, "x"):
            connection.execute("SELECT * FROM nowhere")
        with tried_lock(other, "x") as had:
            assert had


def test_a_transaction_lock_ends_with_its_transaction(connection: Connection, schema_url: str) -> None:
    with connect(schema_url, autocommit=True) as other:
        with connection.transaction():
            lock_transaction(connection, "tail")
            with tried_lock(other, "tail") as had:
                assert not had
        with tried_lock(other, "tail") as had:
            assert had


def test_a_session_lock_outside_autocommit_is_refused(schema_url: str) -> None:
    with connect(schema_url) as plain, pytest.raises(ValueError, match="autocommit"), locked(plain, "x"):
        pass


@given(st.text(), st.text())
def test_lock_keys_fit_a_bigint_and_differ_by_name(one: str, other: str) -> None:
    assert -(2**63) <= lock_key(one) < 2**63
    assert (lock_key(one) == lock_key(other)) == (one == other)


def test_listening_gives_what_is_notified_and_none_in_silence(connection: Connection, schema_url: str) -> None:
    heard = listen(connection, "ledger", "desk", timeout_s=0.05)
    assert next(heard) is None
    with connect(schema_url, autocommit=True) as other:
        other.execute("NOTIFY desk, '17'")
    first = next(heard)
    assert first is not None
    assert (first.channel, first.payload) == ("desk", "17")
    heard.close()


def test_a_notification_ends_the_waiting_at_once(connection: Connection, schema_url: str) -> None:
    heard = listen(connection, "ledger", timeout_s=30)
    with connect(schema_url, autocommit=True) as other:
        timer = threading.Timer(0.1, other.execute, ("NOTIFY ledger",))
        timer.start()
        came = next(heard)
        timer.join()
    assert came is not None
    assert came.channel == "ledger"
    heard.close()


def test_a_listener_is_told_that_its_server_left(connection: Connection, administrator: Connection) -> None:
    heard = listen(connection, "ledger", timeout_s=30)
    administrator.execute("SELECT pg_terminate_backend(%s)", (connection.info.backend_pid,))
    with pytest.raises(DatabaseUnavailable):
        next(heard)
