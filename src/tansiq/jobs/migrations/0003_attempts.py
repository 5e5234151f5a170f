"""Tries at following a message, counted before each, and those of screening a flight again."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("jobs", "0002_screening")]

    operations = [
        migrations.CreateModel(
            "Attempt",
            [
                ("message", models.BigIntegerField(primary_key=True, serialize=False)),
                ("after", models.BigIntegerField()),
                ("count", models.SmallIntegerField(default=0)),
                ("failed_at", models.DateTimeField(null=True)),
                ("is_followed", models.BooleanField(default=False)),
                ("is_wanted", models.BooleanField(default=False)),
            ],
        ),
        migrations.AddField("screening", "count", models.SmallIntegerField(default=0)),
        migrations.AddField("screening", "failed_at", models.DateTimeField(null=True)),
    ]
