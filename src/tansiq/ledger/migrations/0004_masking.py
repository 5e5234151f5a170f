"""What is masked and not yet destroyed, from the SQL beside this file."""

from pathlib import Path

from django.db import migrations

MASKING = Path(__file__).with_suffix(".sql").read_text(encoding="utf-8")


class Migration(migrations.Migration):
    """Adds the place where whole bodies wait unread for their destruction; what was masked is never let out by a migration."""

    dependencies = [("ledger", "0003_pages")]
    operations = [migrations.RunSQL(MASKING, reverse_sql=migrations.RunSQL.noop)]
