"""Row-level security on observations, from the SQL beside this file."""

from pathlib import Path

from django.db import migrations

POLICIES = Path(__file__).with_suffix(".sql").read_text(encoding="utf-8")


class Migration(migrations.Migration):
    """Sets it up; the ledger's tables are never without it again."""

    dependencies = [("ledger", "0001_initial")]
    operations = [migrations.RunSQL(POLICIES, reverse_sql=migrations.RunSQL.noop)]
