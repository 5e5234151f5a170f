"""Connections, and what is said where there is none."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import psycopg
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
