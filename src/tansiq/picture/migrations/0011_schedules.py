"""Schedules, the flights they plan, and the messages that did not come of them: no person is named in any of these."""

import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models

TABLES = ("picture_scheduleversion", "picture_scheduledflight", "picture_missingmessage")
FORWARDS = [
    f"""
    ALTER TABLE {table} ENABLE ROW LEVEL SECURITY;
    CREATE POLICY known ON {table} FOR SELECT USING ((SELECT current_setting('tansiq.organisation', true)) <> '');
    """
    for table in TABLES
]
BACKWARDS = [f"DROP POLICY known ON {table}; ALTER TABLE {table} DISABLE ROW LEVEL SECURITY;" for table in TABLES]


class Migration(migrations.Migration):
    dependencies = [
        ("picture", "0010_traces"),
    ]

    operations = [
        migrations.CreateModel(
            name="ScheduleVersion",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=200)),
                ("sha256", models.BinaryField()),
                ("data", models.BinaryField()),
                ("loaded_at", models.DateTimeField()),
                (
                    "carriers",
                    django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=8), size=None),
                ),
                ("legs", models.IntegerField()),
                ("refused", models.IntegerField()),
            ],
        ),
        migrations.CreateModel(
            name="MissingMessage",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("carrier", models.CharField(max_length=8)),
                ("number", models.CharField(max_length=12)),
                ("origin", models.CharField(max_length=8)),
                ("destination", models.CharField(max_length=8)),
                ("day", models.DateField()),
                ("lacking", models.CharField(max_length=12)),
                ("due_at", models.DateTimeField()),
                ("departs_at", models.DateTimeField()),
                ("noticed_at", models.DateTimeField()),
                ("cleared_at", models.DateTimeField(null=True)),
            ],
            options={
                "indexes": [
                    models.Index(condition=models.Q(("cleared_at", None)), fields=["departs_at"], name="silences_open")
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("carrier", "number", "origin", "day", "departs_at", "lacking"),
                        name="one_silence_per_message",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ScheduledFlight",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("carrier", models.CharField(max_length=8)),
                ("number", models.CharField(max_length=12)),
                ("origin", models.CharField(max_length=8)),
                ("destination", models.CharField(max_length=8)),
                ("first_on", models.DateField()),
                ("last_on", models.DateField()),
                ("days", models.CharField(max_length=7)),
                ("departure", models.CharField(max_length=5)),
                ("arrival", models.CharField(max_length=5)),
                ("arrives_after", models.IntegerField()),
                ("service", models.CharField(max_length=1)),
                ("aircraft", models.CharField(blank=True, max_length=3)),
                (
                    "sold_as",
                    django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=12), size=None),
                ),
                ("flown_by", models.CharField(blank=True, max_length=12)),
                ("every", models.IntegerField()),
                ("start", models.BigIntegerField()),
                ("end", models.BigIntegerField()),
                (
                    "replaced_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="replaced",
                        to="picture.scheduleversion",
                    ),
                ),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="flights",
                        to="picture.scheduleversion",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["carrier", "number", "origin"], name="schedule_by_flight"),
                    models.Index(fields=["origin", "destination"], name="schedule_by_route"),
                    models.Index(
                        condition=models.Q(("replaced_by", None)), fields=["last_on"], name="schedule_in_force"
                    ),
                ],
            },
        ),
        *map(migrations.RunSQL, FORWARDS, BACKWARDS),
    ]
