"""What will be masked and destroyed, in numbers, from the SQL beside this file."""

from pathlib import Path

from django.db import migrations

COMING = Path(__file__).with_suffix(".sql").read_text(encoding="utf-8")


class Migration(migrations.Migration):
    """Adds the function that counts; nothing is changed by asking."""

    dependencies = [("ledger", "0004_masking")]
    operations = [migrations.RunSQL(COMING, reverse_sql=migrations.RunSQL.noop)]
