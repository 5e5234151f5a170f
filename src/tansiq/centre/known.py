"""For whom the database answers: the settings that its row-level policies read, on the connection of this thread.

They are the second lock; `centre.reading` and `centre.desk` are the first, and hold whoever the connection belongs to.
"""

from django.db import DatabaseError, connection

from tansiq.centre.people import Officer
from tansiq.handling.purpose import Ground

ORGANISATION = "tansiq.organisation"
GROUND = "tansiq.ground"


def answer_for(officer: Officer) -> None:
    """Answer for the officer's organisation until `answer_nobody`."""
    if officer.organisation is not None:
        _tell(ORGANISATION, officer.organisation.code)


def answer_on(ground: Ground) -> None:
    """Show observations that may be used on this ground, until another one or `answer_nobody`."""
    _tell(GROUND, ground)


def _tell(setting: str, value: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config(%s, %s, false)", [setting, value])


def answer_nobody() -> None:
    """Show nothing more. A connection that cannot be told so is closed."""
    if connection.connection is None:
        return
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT set_config(%s, '', false), set_config(%s, '', false)", [ORGANISATION, GROUND])
    except DatabaseError:
        connection.close()
