"""Django, made ready for a process that is not a web worker."""

import os

import django
from django.core.management import call_command
from django.db import connection

MIGRATING = "tansiq.migrate"


def set_up_django() -> None:
    """Load settings and records. The settings' place is text here: nothing but the command line imports the web."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tansiq.web.settings")
    django.setup()


def migrate() -> None:
    """Bring the tables to this version, under a lock: of two processes that start at once, one waits for the other."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(hashtext(%s))", [MIGRATING])
        try:
            call_command(
                "createcachetable", verbosity=0
            )  # first: the migrations end with the web's privileges on all tables
            call_command("migrate", verbosity=0, interactive=False)
        finally:
            cursor.execute("SELECT pg_advisory_unlock(hashtext(%s))", [MIGRATING])
