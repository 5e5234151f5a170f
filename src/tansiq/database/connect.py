"""Connections, bulk loading, named locks and notifications."""

import hashlib
from collections.abc import Generator, Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import psycopg
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict

from tansiq.model.errors import DatabaseUnavailable

Connection = psycopg.Connection[tuple[Any, ...]]

CONNECT_TIMEOUT_S = 10

_GONE_CLASSES = ("08", "53", "57P", "58")
"""SQLSTATE classes that speak of the server, not of the statement: connection, resources, operator, system."""

_REPAIRS = (
    ("does not exist", "make it (createdb, createuser), or correct DATABASE_URL"),
    ("password", "correct the user and the password in DATABASE_URL"),
    ("pg_hba.conf", "allow this user and address in the server's pg_hba.conf, or correct DATABASE_URL"),
    ("too many clients", "raise max_connections on the server, or run fewer workers"),
    ("No space left", "make room on the server's disk"),
    ("translate host name", "correct the host in DATABASE_URL"),
    ("starting up", "wait until the server has recovered"),
)
_START = "start the server (`tansiq serve`), or correct DATABASE_URL; `tansiq doctor` says more"

_TYPES = psycopg.adapters.types
_NUMBERS = ("bool", "int2", "int4", "int8", "float4", "float8")
_TIMES = ("date", "time", "timestamp", "timestamptz")
_BINARY_TYPES = frozenset(
    [_TYPES[name].oid for name in ("bytea", "text", "varchar", "uuid", *_NUMBERS, *_TIMES)]
    + [_TYPES[name].array_oid for name in ("int4", "int8", "text", "bytea")]
)


def connect(url: str, *, autocommit: bool = False, timeout_s: int = CONNECT_TIMEOUT_S) -> Connection:
    """A connection to the database. Raises DatabaseUnavailable where it cannot be had."""
    try:
        with translated(url):
            return psycopg.connect(url, autocommit=autocommit, connect_timeout=timeout_s)
    except psycopg.ProgrammingError as error:  # the address itself cannot be parsed
        raise DatabaseUnavailable(
            f"this is no PostgreSQL address: {error}", repair="write DATABASE_URL as postgresql://user@host:5432/tansiq"
        ) from error


@contextmanager
def translated(url: str) -> Iterator[None]:
    """Turn psycopg's errors about the server into DatabaseUnavailable; those about a statement pass."""
    try:
        yield
    except psycopg.OperationalError as error:
        if error.sqlstate and not error.sqlstate.startswith(_GONE_CLASSES):
            raise
        said = str(error).strip() or type(error).__name__
        repair = next((repair for part, repair in _REPAIRS if part in said), _START)
        told = said.splitlines()[0].removeprefix("connection failed: ")
        raise DatabaseUnavailable(f"PostgreSQL at {shown(url)}: {told}", repair=repair) from error


def shown(url: str) -> str:
    """A connection address without its password, for messages."""
    try:
        parts = conninfo_to_dict(url)
    except psycopg.ProgrammingError:
        return "the address given"
    return f"{parts.get('host') or 'localhost'}/{parts.get('dbname') or ''}"


def _address(connection: Connection) -> str:
    return "" if connection.closed else connection.info.dsn


def copy_rows(connection: Connection, table: str, columns: Sequence[str], rows: Iterable[Sequence[object]]) -> int:
    """Load rows by COPY and give their number. table: a name, or schema.name.

    Binary where every column's type has a plain binary form (2 to 4 times as fast), text otherwise. Values are
    converted by the column's type: what goes into a json column is a Python object, not text.
    """
    target = sql.SQL(".").join(map(sql.Identifier, table.split(".")))
    names = sql.SQL(", ").join(map(sql.Identifier, columns))
    with translated(_address(connection)), connection.cursor() as cursor:
        cursor.execute(sql.SQL("SELECT {} FROM {} WHERE false").format(names, target))
        types = [column.type_code for column in cursor.description or ()]
        form = sql.SQL("(FORMAT BINARY)" if _BINARY_TYPES.issuperset(types) else "")
        with cursor.copy(sql.SQL("COPY {} ({}) FROM STDIN {}").format(target, names, form)) as copy:
            copy.set_types(types)
            write = copy.write_row
            for row in rows:
                write(row)
        return cursor.rowcount


def lock_key(name: str) -> int:
    """The advisory lock of a name: the first 8 bytes of its SHA-256, as PostgreSQL's bigint."""
    return int.from_bytes(hashlib.sha256(name.encode()).digest()[:8], "big", signed=True)


@contextmanager
def locked(connection: Connection, name: str) -> Iterator[None]:
    """Hold the lock of this name for the block, over any number of transactions; waits for it.

    connection: in autocommit, else the waiting itself would hold a transaction open (ValueError).
    """
    _must_autocommit(connection)
    with translated(_address(connection)):
        connection.execute("SELECT pg_advisory_lock(%s)", (lock_key(name),))
    try:
        yield
    finally:
        _unlock(connection, name)


@contextmanager
def tried_lock(connection: Connection, name: str) -> Iterator[bool]:
    """As `locked`, without waiting: gives whether the lock was had."""
    _must_autocommit(connection)
    with translated(_address(connection)):
        row = connection.execute("SELECT pg_try_advisory_lock(%s)", (lock_key(name),)).fetchone()
    had = bool(row and row[0])
    try:
        yield had
    finally:
        if had:
            _unlock(connection, name)


def lock_transaction(connection: Connection, name: str) -> None:
    """Hold the lock of this name until the present transaction ends; waits for it."""
    with translated(_address(connection)):
        connection.execute("SELECT pg_advisory_xact_lock(%s)", (lock_key(name),))


def _must_autocommit(connection: Connection) -> None:
    if not connection.autocommit:
        raise ValueError("a session lock and LISTEN need a connection in autocommit; see lock_transaction")


def _unlock(connection: Connection, name: str) -> None:
    if not connection.closed:  # a connection that was lost has lost its locks
        connection.execute("SELECT pg_advisory_unlock(%s)", (lock_key(name),))


def listen(connection: Connection, *channels: str, timeout_s: float) -> Generator[psycopg.Notify | None, None, None]:
    """Notifications on these channels, for ever; None each time `timeout_s` seconds passed in silence.

    connection: in autocommit. Raises DatabaseUnavailable where the connection is lost.
    """
    _must_autocommit(connection)
    address = _address(connection)
    with translated(address):
        for channel in channels:
            connection.execute(sql.SQL("LISTEN {}").format(sql.Identifier(channel)))
        while True:
            came = list(connection.notifies(timeout=timeout_s, stop_after=1))
            yield from came or (None,)
