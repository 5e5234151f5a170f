"""Travellers handed over to the arrival hall, what was found, who looked at whom, and where officers work."""

import django.contrib.postgres.fields
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


FORWARDS = """
SELECT set_config('search_path', quote_ident(current_schema()) || ', pg_temp', true);  -- kept by the function below

-- A handover shows itself to those who may know of its alert, and its results with it.
ALTER TABLE centre_handover ENABLE ROW LEVEL SECURITY;
CREATE POLICY known ON centre_handover USING (EXISTS (SELECT FROM centre_alert a WHERE a.id = alert_id));
ALTER TABLE centre_inspection ENABLE ROW LEVEL SECURITY;
CREATE POLICY known ON centre_inspection USING (EXISTS (SELECT FROM centre_handover h WHERE h.id = handover_id));

-- Who looked at somebody is known to those who may know of the somebody.
ALTER TABLE centre_look ENABLE ROW LEVEL SECURITY;
CREATE POLICY known ON centre_look USING (
    EXISTS (SELECT FROM picture_manifestentry e WHERE e.flight_id = centre_look.flight_id AND e.key = entry_key)
);

-- What inspections found of what stood behind each handover when it was made: numbers, no names. The same for everybody.
CREATE FUNCTION centre_inspected() RETURNS TABLE (detector text, version text, rule text, found text, n bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path FROM CURRENT AS $$
SELECT f.detector, f.version, CASE WHEN f.detector LIKE 'rules.%' THEN f.about ELSE '' END, coalesce(i.found, ''),
        count(DISTINCT h.id)
    FROM centre_handover h
    JOIN centre_findingrecord f ON f.alert_id = h.alert_id AND f.found_at <= h.at
        AND (f.withdrawn_at IS NULL OR f.withdrawn_at > h.at)
    LEFT JOIN centre_inspection i ON i.handover_id = h.id AND i.undone_at IS NULL
    WHERE h.called_back_at IS NULL GROUP BY 1, 2, 3, 4
$$;
REVOKE EXECUTE ON FUNCTION centre_inspected() FROM PUBLIC;
"""

BACKWARDS = """
DROP FUNCTION centre_inspected();
DROP POLICY known ON centre_look;
ALTER TABLE centre_look DISABLE ROW LEVEL SECURITY;
DROP POLICY known ON centre_inspection;
ALTER TABLE centre_inspection DISABLE ROW LEVEL SECURITY;
DROP POLICY known ON centre_handover;
ALTER TABLE centre_handover DISABLE ROW LEVEL SECURITY;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("centre", "0010_rules"),
        ("picture", "0008_bookings_and_facts"),
    ]

    operations = [
        migrations.AddField(
            model_name="officer",
            name="airport",
            field=models.CharField(blank=True, max_length=3),
        ),
        migrations.CreateModel(
            name="Handover",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.CharField(max_length=12, unique=True)),
                ("kind", models.CharField(choices=[("inspect", "Inspect"), ("protect", "Protect")], max_length=8)),
                (
                    "look_for",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(
                            choices=[
                                ("identity", "Identity"),
                                ("document", "Document"),
                                ("hand_baggage", "Hand Baggage"),
                                ("hold_baggage", "Hold Baggage"),
                                ("tags", "Tags"),
                                ("swallowed", "Swallowed"),
                                ("party", "Party"),
                                ("alone", "Alone"),
                                ("companions", "Companions"),
                                ("no_suspect", "No Suspect"),
                                ("child", "Child"),
                                ("contact", "Contact"),
                            ],
                            max_length=16,
                        ),
                        size=None,
                    ),
                ),
                ("note", models.CharField(blank=True, max_length=500)),
                ("at", models.DateTimeField()),
                ("until", models.DateTimeField()),
                ("accepted_at", models.DateTimeField(null=True)),
                ("called_back_at", models.DateTimeField(null=True)),
                ("rung_at", models.DateTimeField(null=True)),
                (
                    "accepted_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="accepted",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "alert",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="handovers", to="centre.alert"
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="handovers",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "called_back_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="called_back",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="handovers", to="centre.case"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Inspection",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "found",
                    models.CharField(
                        choices=[
                            ("not_at_gate", "Not At Gate"),
                            ("other_person", "Other Person"),
                            ("nothing", "Nothing"),
                            ("seized", "Seized"),
                            ("refused_entry", "Refused Entry"),
                            ("police", "Police"),
                            ("protected", "Protected"),
                        ],
                        max_length=16,
                    ),
                ),
                ("seized", models.JSONField(default=list)),
                ("note", models.CharField(blank=True, max_length=2000)),
                ("at", models.DateTimeField()),
                ("on_paper", models.BooleanField(default=False)),
                ("ended_case", models.BooleanField(default=False)),
                (
                    "taught",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.BigIntegerField(), default=list, size=None
                    ),
                ),
                (
                    "done_steps",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.BigIntegerField(), default=list, size=None
                    ),
                ),
                ("undone_at", models.DateTimeField(null=True)),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="inspections",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "handover",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="inspections", to="centre.handover"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Look",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("entry_key", models.BigIntegerField()),
                ("at", models.DateTimeField()),
                (
                    "flight",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="looks", to="picture.flight"
                    ),
                ),
                (
                    "officer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="looks", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
        ),
        migrations.AddIndex(
            model_name="handover",
            index=models.Index(condition=models.Q(("accepted_at", None)), fields=["until"], name="handovers_to_accept"),
        ),
        migrations.AddConstraint(
            model_name="handover",
            constraint=models.UniqueConstraint(
                condition=models.Q(("called_back_at", None)), fields=("case",), name="one_standing_handover_per_case"
            ),
        ),
        migrations.AddConstraint(
            model_name="inspection",
            constraint=models.UniqueConstraint(
                condition=models.Q(("undone_at", None)), fields=("handover",), name="one_result_per_handover"
            ),
        ),
        migrations.AddConstraint(
            model_name="look",
            constraint=models.UniqueConstraint(
                fields=("flight", "entry_key", "officer"), name="one_look_per_officer_and_person"
            ),
        ),
        migrations.RunSQL(FORWARDS, BACKWARDS),
    ]
