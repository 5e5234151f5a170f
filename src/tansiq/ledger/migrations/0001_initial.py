"""The tables of the ledger, from the SQL beside this file."""

from pathlib import Path

from django.db import migrations

TABLES = Path(__file__).with_suffix(".sql").read_text(encoding="utf-8")


class Migration(migrations.Migration):
    """Creates them; the ledger is never dropped by a migration."""

    initial = True
    dependencies: list[tuple[str, str]] = []
    operations = [migrations.RunSQL(TABLES, reverse_sql=migrations.RunSQL.noop)]
