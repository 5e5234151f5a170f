"""One home and one warm database for a test run. Neither is made unless a test asks for it."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote
from uuid import uuid4

import django
import pytest
from django.db import connections
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from tansiq.database.connect import Connection, connect
from tansiq.database.server import APPLICATION_ROLE, Server

HOME = Path(tempfile.mkdtemp(prefix="tansiq-test-"))
os.environ["TANSIQ_HOME"] = str(HOME)
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tansiq.web.settings")
django.setup()  # the settings read the home as they are imported; conftests further down import records


def pytest_unconfigure() -> None:
    """Remove the home of this run."""
    shutil.rmtree(HOME, ignore_errors=True)


@pytest.fixture(scope="session")
def postgres_url() -> Iterator[str]:
    """The address of a running PostgreSQL: DATABASE_URL where it is set, else a server that ends with the run."""
    given = os.environ.get("DATABASE_URL")
    if given:
        yield given
        return
    with Server(HOME / "server", durable=False) as server:
        yield server.url


@pytest.fixture(scope="session")
def django_db_modify_db_settings(postgres_url: str) -> None:
    """Point Django at that server, before pytest-django makes its test database there; the web's role is made first."""
    with connect(postgres_url, autocommit=True) as connection:
        if connection.execute("SELECT FROM pg_roles WHERE rolname = %s", (APPLICATION_ROLE,)).fetchone() is None:
            connection.execute(sql.SQL("CREATE ROLE {} LOGIN").format(sql.Identifier(APPLICATION_ROLE)))
    parts = conninfo_to_dict(postgres_url)
    connections.settings["default"].update(
        NAME=parts.pop("dbname", "tansiq"),
        USER=parts.pop("user", ""),
        PASSWORD=parts.pop("password", ""),
        HOST=parts.pop("host", ""),
        PORT=parts.pop("port", ""),
        OPTIONS=parts,
    )


@pytest.fixture
def django_url(transactional_db: None, postgres_url: str) -> str:
    """The address of Django's test database, for a second connection to what a test wrote and committed."""
    return make_conninfo(postgres_url, dbname=connections["default"].settings_dict["NAME"])


@pytest.fixture(scope="session")
def administrator(postgres_url: str) -> Iterator[Connection]:
    """A connection that makes and drops what single tests need."""
    with connect(postgres_url, autocommit=True) as connection:
        connection.execute(
            "SET lock_timeout = '10s'"
        )  # a test that left a transaction open fails here, and does not hang
        connection.execute("SET client_min_messages = warning")
        yield connection


@pytest.fixture
def schema_url(administrator: Connection, postgres_url: str) -> Iterator[str]:
    """The address of an empty schema of this test's own, in which unqualified names are made and found."""
    name = f"test_{uuid4().hex[:16]}"
    administrator.execute(sql.SQL("CREATE SCHEMA {}").format(sql.Identifier(name)))
    joint = "&" if "?" in postgres_url else "?"
    yield f"{postgres_url}{joint}options={quote(f'-csearch_path={name}')}"
    administrator.execute(sql.SQL("DROP SCHEMA {} CASCADE").format(sql.Identifier(name)))


@pytest.fixture
def connection(schema_url: str) -> Iterator[Connection]:
    """A connection in autocommit, in an empty schema of this test's own."""
    with connect(schema_url, autocommit=True) as connection:
        yield connection


@pytest.fixture(autouse=True)
def _ledger_is_empty_again(request: pytest.FixtureRequest) -> Iterator[None]:
    """Django empties its own tables after a test that commits; the ledger's are emptied here."""
    yield
    mark = request.node.get_closest_marker("django_db")
    if mark is not None and mark.kwargs.get("transaction"):
        blocker = request.getfixturevalue("django_db_blocker")
        with blocker.unblock(), connections["default"].cursor() as cursor:
            cursor.execute("SELECT relname FROM pg_class WHERE relname LIKE 'ledger\\_%' AND relkind IN ('r', 'p')")
            tables = ", ".join(f'"{row[0]}"' for row in cursor.fetchall())
            cursor.execute(f"TRUNCATE {tables} RESTART IDENTITY CASCADE")


@pytest.fixture(scope="session")
def shared(request: pytest.FixtureRequest) -> Path:
    """The folder of published sample files beside the checkout."""
    place = request.config.rootpath.parent / "shared"
    if not place.is_dir():
        pytest.skip(f"no sample files: {place} is absent")
    return place
