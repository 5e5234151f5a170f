"""Traces that travellers and bookings leave: counted when facts are made, and shown to nobody."""

import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models

FORWARDS = "ALTER TABLE picture_trace ENABLE ROW LEVEL SECURITY"  # without a policy: the web's role sees none
BACKWARDS = "ALTER TABLE picture_trace DISABLE ROW LEVEL SECURITY"


class Migration(migrations.Migration):
    dependencies = [
        ("picture", "0009_names_of_flights"),
    ]

    operations = [
        migrations.CreateModel(
            name="Trace",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.CharField(max_length=8)),
                ("value", models.CharField(max_length=24)),
                ("holder", models.CharField(max_length=24)),
                (
                    "people",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=32), default=list, size=None
                    ),
                ),
                ("route", models.CharField(blank=True, max_length=5)),
                ("at", models.DateTimeField()),
                (
                    "audience",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=32), default=list, null=True, size=None
                    ),
                ),
                (
                    "flight",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="traces", to="picture.flight"
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["kind", "value", "at"], name="traces_by_value")],
                "constraints": [
                    models.UniqueConstraint(fields=("flight", "kind", "value", "holder"), name="one_trace_per_holder")
                ],
            },
        ),
        migrations.RunSQL(FORWARDS, BACKWARDS),
    ]
