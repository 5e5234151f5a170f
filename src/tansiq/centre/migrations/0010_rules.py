"""Rules as people use them. A rule, with all that happened to it, shows itself to the organisations that may know of it."""

import django.contrib.postgres.fields
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


FORWARDS = """
SELECT set_config('search_path', quote_ident(current_schema()) || ', pg_temp', true);  -- kept by the function below

ALTER TABLE centre_keptrule ENABLE ROW LEVEL SECURITY;
CREATE POLICY known ON centre_keptrule USING (
    (SELECT current_setting('tansiq.organisation', true)) <> ''
    AND (audience IS NULL OR (SELECT current_setting('tansiq.organisation', true)) = ANY (audience))
);
ALTER TABLE centre_ruleversion ENABLE ROW LEVEL SECURITY;
CREATE POLICY known ON centre_ruleversion USING (EXISTS (SELECT FROM centre_keptrule r WHERE r.id = rule_id));
ALTER TABLE centre_ruleevent ENABLE ROW LEVEL SECURITY;
CREATE POLICY known ON centre_ruleevent USING (EXISTS (SELECT FROM centre_ruleversion v WHERE v.id = version_id));
ALTER TABLE centre_shadowrun ENABLE ROW LEVEL SECURITY;
CREATE POLICY known ON centre_shadowrun USING (EXISTS (SELECT FROM centre_ruleversion v WHERE v.id = version_id));

-- What became of alerts with a finding of a rule, whoever may know of them: numbers, no names. The same for everybody.
CREATE FUNCTION centre_rule_outcomes(of text, since timestamptz)
RETURNS TABLE (about text, state text, outcome text, hits bigint, lately bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path FROM CURRENT AS $$
SELECT f.about, a.state, coalesce(c.outcome, ''), count(DISTINCT a.id), count(DISTINCT a.id) FILTER (WHERE f.found_at >= since)
    FROM centre_findingrecord f JOIN centre_alert a ON a.id = f.alert_id LEFT JOIN centre_case c ON c.alert_id = a.id
    WHERE f.detector = of GROUP BY 1, 2, 3
$$;
REVOKE EXECUTE ON FUNCTION centre_rule_outcomes(text, timestamptz) FROM PUBLIC;
"""

TABLES = ("centre_shadowrun", "centre_ruleevent", "centre_ruleversion", "centre_keptrule")
BACKWARDS = "DROP FUNCTION centre_rule_outcomes(text, timestamptz);" + "".join(
    f"DROP POLICY known ON {table}; ALTER TABLE {table} DISABLE ROW LEVEL SECURITY;" for table in TABLES
)


class Migration(migrations.Migration):
    dependencies = [
        ("centre", "0009_boarding"),
    ]

    operations = [
        migrations.CreateModel(
            name="KeptRule",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=64, unique=True)),
                (
                    "audience",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=32), null=True, size=None
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="rules",
                        to="centre.organisation",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="RuleVersion",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.IntegerField()),
                ("text", models.TextField()),
                ("digest", models.CharField(db_index=True, max_length=12)),
                ("purpose", models.CharField(max_length=2000)),
                (
                    "effect",
                    models.CharField(
                        choices=[("alert", "Alert"), ("check", "Check"), ("no_board", "No Board")],
                        default="alert",
                        max_length=8,
                    ),
                ),
                ("legal_basis", models.CharField(blank=True, max_length=400)),
                ("weight", models.FloatField()),
                ("review_on", models.DateField()),
                ("expires_on", models.DateField()),
                (
                    "true_cases",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=40), default=list, size=None
                    ),
                ),
                (
                    "standing",
                    models.CharField(
                        choices=[
                            ("draft", "Draft"),
                            ("proposed", "Proposed"),
                            ("active", "Active"),
                            ("suspended", "Suspended"),
                            ("replaced", "Replaced"),
                        ],
                        default="draft",
                        max_length=10,
                    ),
                ),
                ("text_at", models.DateTimeField()),
                ("approved_at", models.DateTimeField(null=True)),
                (
                    "adopted_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="rules_adopted",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "approved_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="rules_approved",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "author",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="rules_written",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "proposed_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="rules_proposed",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "rule",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="versions", to="centre.keptrule"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="RuleEvent",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField()),
                (
                    "what",
                    models.CharField(
                        choices=[
                            ("drafted", "Drafted"),
                            ("changed", "Changed"),
                            ("adopted", "Adopted"),
                            ("tried", "Tried"),
                            ("proposed", "Proposed"),
                            ("approved", "Approved"),
                            ("declined", "Declined"),
                            ("suspended", "Suspended"),
                            ("reviewed", "Reviewed"),
                            ("replaced", "Replaced"),
                        ],
                        max_length=10,
                    ),
                ),
                ("why", models.TextField(blank=True)),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="rule_events",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="events", to="centre.ruleversion"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="ShadowRun",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("digest", models.CharField(max_length=12)),
                ("since", models.DateField()),
                ("until", models.DateField()),
                ("asked_at", models.DateTimeField()),
                ("finished_at", models.DateTimeField(null=True)),
                ("done", models.IntegerField(default=0)),
                ("total", models.IntegerField(default=0)),
                ("tries", models.IntegerField(default=0)),
                ("result", models.JSONField(default=dict)),
                ("failed", models.CharField(blank=True, max_length=200)),
                (
                    "asked_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="shadow_runs",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="runs", to="centre.ruleversion"
                    ),
                ),
            ],
        ),
        migrations.AddConstraint(
            model_name="ruleversion",
            constraint=models.UniqueConstraint(fields=("rule", "number"), name="rule_versions_are_numbered"),
        ),
        migrations.AddConstraint(
            model_name="ruleversion",
            constraint=models.UniqueConstraint(
                condition=models.Q(("standing", "active")), fields=("rule",), name="one_active_version_of_a_rule"
            ),
        ),
        migrations.AddConstraint(
            model_name="ruleversion",
            constraint=models.UniqueConstraint(
                condition=models.Q(("standing__in", ("draft", "proposed"))),
                fields=("rule",),
                name="one_draft_of_a_rule",
            ),
        ),
        migrations.AddConstraint(
            model_name="ruleversion",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("approved_by", None),
                    models.Q(
                        ("proposed_by__isnull", False),
                        models.Q(("approved_by", models.F("proposed_by")), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="approved_by_a_second_person",
            ),
        ),
        migrations.AddConstraint(
            model_name="ruleversion",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("approved_by", None),
                    ("author", None),
                    models.Q(("approved_by", models.F("author")), _negated=True),
                    _connector="OR",
                ),
                name="not_approved_by_the_author",
            ),
        ),
        migrations.AddConstraint(
            model_name="ruleversion",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("standing", "active"), _negated=True), ("approved_by__isnull", False), _connector="OR"
                ),
                name="active_only_when_approved",
            ),
        ),
        migrations.AddConstraint(
            model_name="ruleversion",
            constraint=models.CheckConstraint(
                condition=models.Q(("effect", "alert"), models.Q(("legal_basis", ""), _negated=True), _connector="OR"),
                name="effects_have_a_legal_basis",
            ),
        ),
        migrations.AddIndex(
            model_name="shadowrun",
            index=models.Index(
                condition=models.Q(("finished_at", None)), fields=["asked_at"], name="waiting_shadow_runs"
            ),
        ),
        migrations.RunSQL(FORWARDS, BACKWARDS),
    ]
