"""Bookings that stand on a flight, and facts as rules were asked about them: each shows itself only to those who may know."""

import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models


TABLES = ("picture_heldbooking", "picture_keptfacts")
FORWARDS = [
    f"""
    ALTER TABLE {table} ENABLE ROW LEVEL SECURITY;
    CREATE POLICY known ON {table} FOR SELECT USING (
        (SELECT current_setting('tansiq.organisation', true)) <> ''
        AND (audience IS NULL OR (SELECT current_setting('tansiq.organisation', true)) = ANY (audience))
    );
    """
    for table in TABLES
]
BACKWARDS = [f"DROP POLICY known ON {table}; ALTER TABLE {table} DISABLE ROW LEVEL SECURITY;" for table in TABLES]


class Migration(migrations.Migration):
    dependencies = [
        ("picture", "0007_refused_parts"),
    ]

    operations = [
        migrations.CreateModel(
            name="HeldBooking",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("sender", models.CharField(blank=True, max_length=80)),
                ("locator", models.CharField(blank=True, max_length=40)),
                ("position", models.BigIntegerField()),
                ("entries", django.contrib.postgres.fields.ArrayField(base_field=models.BigIntegerField(), size=None)),
                ("booking", models.JSONField()),
                (
                    "audience",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=32), default=list, null=True, size=None
                    ),
                ),
                (
                    "flight",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="bookings", to="picture.flight"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("flight", "sender", "locator"), name="one_word_per_booking")
                ],
            },
        ),
        migrations.CreateModel(
            name="KeptFacts",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("entry_key", models.BigIntegerField()),
                ("person_id", models.UUIDField(db_index=True)),
                ("at", models.DateTimeField(db_index=True)),
                ("facts", models.JSONField()),
                (
                    "audience",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=32), default=list, null=True, size=None
                    ),
                ),
                (
                    "flight",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="facts", to="picture.flight"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("flight", "entry_key"), name="one_row_per_person_and_flight")
                ],
            },
        ),
        *map(migrations.RunSQL, FORWARDS, BACKWARDS),
    ]
