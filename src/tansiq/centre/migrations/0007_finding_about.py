"""An index for what each changed list asks: which findings rest on these entries."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("centre", "0006_distinction_indexes")]

    operations = [migrations.AddIndex("findingrecord", models.Index(fields=["about"], name="findings_by_entry"))]
