"""What clearing taught, what it kept back, and redress: each shows itself only to the organisations it may be known to."""

import django.contrib.postgres.fields
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


TABLES = ("centre_distinction", "centre_keptback", "centre_redress")
FORWARDS = [
    f"""
    ALTER TABLE {table} ENABLE ROW LEVEL SECURITY;
    CREATE POLICY known ON {table} USING (
        (SELECT current_setting('tansiq.organisation', true)) <> ''
        AND (audience IS NULL OR (SELECT current_setting('tansiq.organisation', true)) = ANY (audience))
    );
    """
    for table in TABLES
]
BACKWARDS = [f"DROP POLICY known ON {table}; ALTER TABLE {table} DISABLE ROW LEVEL SECURITY;" for table in TABLES]


class Migration(migrations.Migration):
    dependencies = [
        ("centre", "0004_feed_mapping"),
        ("picture", "0006_skeletons"),
    ]

    operations = [
        migrations.CreateModel(
            name="Redress",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.CharField(blank=True, db_index=True, max_length=12)),
                ("person_id", models.UUIDField(db_index=True)),
                ("name", models.CharField(max_length=400)),
                ("birth_date", models.CharField(max_length=10)),
                ("letter", models.CharField(max_length=120)),
                ("at", models.DateTimeField()),
                ("second_at", models.DateTimeField(null=True)),
                ("is_given", models.BooleanField(null=True)),
                (
                    "audience",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=32), null=True, size=None
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="redress_asked",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "second",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="redress_answered",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Distinction",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("person_id", models.UUIDField()),
                ("name", models.CharField(max_length=400)),
                ("birth_date", models.CharField(blank=True, max_length=10)),
                ("about", models.CharField(db_index=True, max_length=240)),
                ("about_name", models.CharField(max_length=400)),
                ("entry", models.JSONField()),
                ("reason", models.CharField(max_length=32)),
                ("at", models.DateTimeField()),
                ("expires_at", models.DateTimeField(db_index=True)),
                ("marking", models.JSONField()),
                (
                    "audience",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=32), null=True, size=None
                    ),
                ),
                ("withdrawn_at", models.DateTimeField(null=True)),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="distinctions",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "disposition",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="taught",
                        to="centre.disposition",
                    ),
                ),
                (
                    "withdrawn_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="withdrew",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "redress",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="distinctions",
                        to="centre.redress",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="KeptBack",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("entry_key", models.BigIntegerField()),
                ("person_id", models.UUIDField(db_index=True)),
                ("since", models.DateTimeField()),
                ("decided_by", models.CharField(max_length=200)),
                ("until", models.DateTimeField()),
                ("about", models.CharField(max_length=240)),
                ("about_name", models.CharField(max_length=400)),
                ("detector", models.CharField(max_length=64)),
                ("version", models.CharField(max_length=32)),
                ("score", models.FloatField()),
                ("verdict", models.CharField(max_length=12)),
                ("reasons", models.JSONField()),
                ("against", models.JSONField()),
                ("evidence", django.contrib.postgres.fields.ArrayField(base_field=models.BigIntegerField(), size=None)),
                ("found_at", models.DateTimeField()),
                ("lapsed_at", models.DateTimeField(null=True)),
                (
                    "audience",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=32), null=True, size=None
                    ),
                ),
                (
                    "distinction",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="kept_back",
                        to="centre.distinction",
                    ),
                ),
                (
                    "flight",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="kept_back", to="picture.flight"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("flight", "entry_key", "about"), name="one_kept_back_per_pair_and_flight"
                    )
                ],
            },
        ),
        migrations.AddIndex(
            model_name="distinction",
            index=models.Index(fields=["person_id", "about"], name="centre_dist_person__e4e29c_idx"),
        ),
        *map(migrations.RunSQL, FORWARDS, BACKWARDS),
    ]
