"""For whom the database answers: the settings that its row-level policies read, on the connection of this thread.

They are the second lock; `centre.reading` and `centre.desk` are the first, and hold whoever the connection belongs to.
"""

from django.db import DatabaseError, connection
from django.db.models import F, Func, TextField, Value

from tansiq.centre.people import Officer, Organisation
from tansiq.handling.purpose import Ground

ORGANISATION = "tansiq.organisation"
GROUND = "tansiq.ground"

_TOLD = Func(Value(ORGANISATION), F("code"), Value(value=False), function="set_config", output_field=TextField())


def answer_for(officer: Officer) -> None:
    """Answer for the officer's organisation until `answer_nobody`. The organisation is read in the same query."""
    if officer.organisation_id is not None:
        officer.organisation = Organisation.objects.annotate(told=_TOLD).get(pk=officer.organisation_id)


def answer_on(ground: Ground) -> None:
    """Show observations that may be used on this ground, until another one or `answer_nobody`."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config(%s, %s, false)", [GROUND, ground])


def answer_nobody() -> None:
    """Show nothing more. A connection that cannot be told so is closed."""
    if connection.connection is None:
        return
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT set_config(%s, '', false), set_config(%s, '', false)", [ORGANISATION, GROUND])
    except DatabaseError:
        connection.close()
