"""Django's own connection, for ledger functions that take part in Django's transactions."""

from typing import Any, cast

import psycopg
from django.db import connection


def current() -> psycopg.Connection[Any]:
    """The psycopg connection beneath Django's default one, opened if need be."""
    connection.ensure_connection()
    return cast("psycopg.Connection[Any]", connection.connection)
