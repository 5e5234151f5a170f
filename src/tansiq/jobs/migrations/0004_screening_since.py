"""From which version of a list on a flight has to be held against what changed."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("jobs", "0003_attempts")]

    operations = [migrations.AddField("screening", "since", models.BigIntegerField(null=True))]
