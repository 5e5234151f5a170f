"""Accesses wait for sealing page by page, from the SQL beside this file."""

from pathlib import Path

from django.db import migrations

PAGES = Path(__file__).with_suffix(".sql").read_text(encoding="utf-8")


class Migration(migrations.Migration):
    """Changes the table in which accesses wait; those that wait meanwhile are kept."""

    dependencies = [("ledger", "0002_row_security")]
    operations = [migrations.RunSQL(PAGES, reverse_sql=migrations.RunSQL.noop)]
