"""What the role of the web may do in the database: what its screens and the intake need, and nothing else.

Given anew after every migration, so that a role made later, or a table that came later, needs no step of its own. Rows
are another matter: see docs/decisions/0005-row-level-security.md.
"""

from collections.abc import Iterator

from django.apps import apps
from django.db import connection
from psycopg import sql

from tansiq.database.server import APPLICATION_ROLE

READ, WORK = ("SELECT",), ("SELECT", "INSERT", "UPDATE")
ALL = (*WORK, "DELETE")

ROOMS = {
    "account": ALL,
    "auth": READ,
    "centre": WORK,  # what was decided is never deleted
    "contenttypes": READ,
    "jobs": READ,
    "mfa": ALL,
    "picture": READ,
    "sessions": ALL,
}
"""Privileges on every table of an application, by its label."""

TABLES = {
    "centre_alert": READ,
    "centre_countryterm": READ,
    "centre_flightterms": READ,
    "centre_keptback": READ,
    "centre_ruleevent": ("SELECT", "INSERT"),  # a step of a rule's life is never changed
    "jobs_attempt": ("SELECT", "UPDATE"),  # what was set aside is tried again from the feeds screen
    "jobs_screening": ("SELECT", "UPDATE"),
    "ledger_access": ("SELECT", "INSERT"),
    "ledger_access_pending": ("SELECT", "INSERT", "DELETE"),
    "ledger_content": ("INSERT",),
    "ledger_destroyed": READ,
    "ledger_destruction": READ,
    "ledger_head": ("SELECT", "INSERT"),
    "ledger_marking": READ,
    "ledger_masked": (),  # whole bodies of what is masked: read by nobody but through an approved unmasking
    "ledger_message": WORK,
    "ledger_observation": READ,
    "ledger_observation_day": READ,
    "ledger_tile": WORK,
    "picture_trace": (),
    "web_cache": ALL,
}
"""Privileges on single tables; they stand in place of those of the room."""

COLUMNS = {
    "centre_alert": (
        "UPDATE",
        ("state", "changed_at", "version", "assigned_to_id", "withdrawn_because"),
    ),  # never whom it reaches
    "ledger_content": ("SELECT", ("sha256",)),  # raw messages are received here and not read
}

SEQUENCES = ("ledger_access_pending_id_seq", "ledger_message_id_seq")

FUNCTIONS = (
    "centre_inspected()",
    "centre_rule_outcomes(text, timestamptz)",
    "centre_settled()",
    "centre_unmasked(bigint, timestamptz)",
    "centre_unreached()",
    "ledger_coming(timestamptz)",
    "ledger_hold(date[], bigint[], timestamptz)",
    "ledger_markings(date[], bigint[])",
    "picture_booked(text, int)",
    "picture_heard(text, int)",
    "picture_named(text, int)",
    "picture_tallies(bigint[])",
    "picture_with_document(text, int)",
)
"""Functions that see every row and tell little of it: numbers, keys and markings."""


def let_in(**_signal: object) -> None:
    """Grant the role what it lacks. Nothing where the server has no such role, or while tables of an older version stand."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT FROM pg_roles WHERE rolname = %s"
            " AND NOT EXISTS (SELECT FROM unnest(%s::text[]) AS f WHERE to_regprocedure(f) IS NULL)",
            [APPLICATION_ROLE, list(FUNCTIONS)],
        )
        if cursor.fetchone() is None:
            return
        for is_given, grant in _grants():
            cursor.execute(f"SELECT {is_given[0]}", [APPLICATION_ROLE, *is_given[1:]])
            if cursor.fetchone() == (False,):  # neither True nor, where the table is still to come, None
                cursor.execute(grant)


Asked = tuple[str, ...]


def _grants() -> Iterator[tuple[Asked, sql.Composed]]:
    """Each grant, behind the question whether it stands."""
    for table, given in privileges().items():
        for privilege in given:
            yield ("has_table_privilege(%s, to_regclass(%s), %s)", table, privilege), _grant(privilege, "", table)
    for table, (privilege, columns) in COLUMNS.items():
        for column in columns:
            asked = ("has_column_privilege(%s, %s, %s, %s)", table, column, privilege)
            yield asked, _grant(f"{privilege} ({column})", "", table)
    for sequence in SEQUENCES:
        yield ("has_sequence_privilege(%s, %s, %s)", sequence, "USAGE"), _grant("USAGE", "SEQUENCE ", sequence)
    for function in FUNCTIONS:
        yield ("has_function_privilege(%s, %s, %s)", function, "EXECUTE"), _grant("EXECUTE", "FUNCTION ", function)


def privileges() -> dict[str, tuple[str, ...]]:
    """The privileges on whole tables, by table."""
    rooms = {}
    for label, given in ROOMS.items():
        for model in apps.get_app_config(label).get_models(include_auto_created=True):
            rooms[model._meta.db_table] = given  # noqa: SLF001  Django's public name for it
    return rooms | TABLES


def _grant(privilege: str, kind: str, name: str) -> sql.Composed:
    """kind, privilege, name: from the constants above, never from outside."""
    statement = f"GRANT {privilege} ON {kind}{name} TO {{}}"
    return sql.SQL(statement).format(sql.Identifier(APPLICATION_ROLE))
