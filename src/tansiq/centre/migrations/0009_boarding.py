"""Standing decisions about boarding, the terms of interactive answers, and what was answered. Names no passenger in answers."""

import django.contrib.postgres.fields
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

FORWARDS = """
ALTER TABLE centre_standingdecision ENABLE ROW LEVEL SECURITY;
CREATE POLICY known ON centre_standingdecision USING (
    (SELECT current_setting('tansiq.organisation', true)) <> ''
    AND (audience IS NULL OR (SELECT current_setting('tansiq.organisation', true)) = ANY (audience))
);

-- An answer is kept by the web while it answers for nobody; it is seen by those who may know of the feed's messages.
ALTER TABLE centre_boardinganswer ENABLE ROW LEVEL SECURITY;
CREATE POLICY known ON centre_boardinganswer FOR SELECT USING (
    (SELECT current_setting('tansiq.organisation', true)) <> ''
    AND (audience IS NULL OR (SELECT current_setting('tansiq.organisation', true)) = ANY (audience))
);
CREATE POLICY kept ON centre_boardinganswer FOR INSERT WITH CHECK (true);

-- The process that answers is told of what it rests on, whoever changes it.
CREATE FUNCTION centre_tell_boarding() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_notify('tansiq_boarding', TG_ARGV[0]);
    RETURN NULL;
END
$$;
CREATE TRIGGER tell_boarding AFTER INSERT OR UPDATE OR DELETE ON picture_listed
    FOR EACH STATEMENT EXECUTE FUNCTION centre_tell_boarding('lists');
CREATE TRIGGER tell_boarding AFTER INSERT OR UPDATE OR DELETE ON centre_distinction
    FOR EACH STATEMENT EXECUTE FUNCTION centre_tell_boarding('decisions');
"""

BACKWARDS = """
DROP TRIGGER tell_boarding ON centre_distinction;
DROP TRIGGER tell_boarding ON picture_listed;
DROP FUNCTION centre_tell_boarding();
DROP POLICY kept ON centre_boardinganswer;
DROP POLICY known ON centre_boardinganswer;
ALTER TABLE centre_boardinganswer DISABLE ROW LEVEL SECURITY;
DROP POLICY known ON centre_standingdecision;
ALTER TABLE centre_standingdecision DISABLE ROW LEVEL SECURITY;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("centre", "0008_removals"),
    ]

    operations = [
        migrations.CreateModel(
            name="BoardingAnswer",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("feed", models.CharField(max_length=64)),
                ("message", models.BigIntegerField(db_index=True)),
                ("kind", models.CharField(max_length=8)),
                ("carrier", models.CharField(blank=True, max_length=8)),
                ("flight", models.CharField(blank=True, max_length=120)),
                ("departs_at", models.DateTimeField(db_index=True, null=True)),
                ("transaction", models.CharField(blank=True, max_length=70)),
                ("level", models.CharField(blank=True, max_length=8)),
                ("told", models.JSONField()),
                ("passengers", models.IntegerField()),
                ("stopped", models.IntegerField()),
                ("checked", models.IntegerField()),
                ("asked", models.IntegerField()),
                (
                    "documents",
                    django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=16), size=None),
                ),
                ("closes", models.BooleanField()),
                ("fallback", models.CharField(blank=True, max_length=8)),
                ("terms", models.BigIntegerField(null=True)),
                ("took_ms", models.FloatField()),
                ("at", models.DateTimeField(db_index=True)),
                ("reply", models.BinaryField()),
                ("delivered_at", models.DateTimeField(null=True)),
                ("acknowledged_at", models.DateTimeField(null=True)),
                ("tries", models.SmallIntegerField(default=0)),
                (
                    "audience",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=32), null=True, size=None
                    ),
                ),
                ("expires_at", models.DateTimeField(db_index=True)),
            ],
            options={
                "indexes": [
                    models.Index(fields=["feed", "flight"], name="answers_by_flight"),
                    models.Index(
                        condition=models.Q(("delivered_at__isnull", True), ("kind", "change")),
                        fields=["id"],
                        name="changes_to_hand_over",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="BoardingPolicy",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("carrier", models.CharField(blank=True, max_length=3)),
                ("fallback", models.CharField(max_length=12)),
                ("text", models.CharField(max_length=2000)),
                ("late_after_ms", models.IntegerField()),
                ("names", models.CharField(max_length=12)),
                (
                    "required",
                    django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=16), size=None),
                ),
                ("contact", models.CharField(blank=True, max_length=200)),
                ("sender", models.CharField(max_length=35)),
                ("push_url", models.CharField(blank=True, max_length=400)),
                ("at", models.DateTimeField()),
                ("second_at", models.DateTimeField(null=True)),
                ("is_approved", models.BooleanField(null=True)),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="terms_proposed",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "feed",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="boarding_policies", to="centre.feed"
                    ),
                ),
                (
                    "second",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="terms_answered",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("fallback__in", ("board", "check"))), name="fallback_never_stops_anybody"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("second", None), models.Q(("second", models.F("by")), _negated=True), _connector="OR"
                        ),
                        name="terms_of_two",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="StandingDecision",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.CharField(max_length=35)),
                ("issuer", models.CharField(max_length=2)),
                ("birth_date", models.CharField(blank=True, max_length=10)),
                ("name", models.CharField(blank=True, max_length=400)),
                ("person_id", models.UUIDField(db_index=True)),
                ("effect", models.CharField(max_length=12)),
                (
                    "ground",
                    models.CharField(
                        choices=[
                            ("court_order", "Court Order"),
                            ("warrant", "Warrant"),
                            ("entry_ban", "Entry Ban"),
                            ("document", "Document"),
                            ("protection", "Protection"),
                            ("investigation", "Investigation"),
                            ("cleared", "Cleared"),
                        ],
                        max_length=16,
                    ),
                ),
                ("legal_basis", models.CharField(max_length=300)),
                ("reason", models.CharField(max_length=2000)),
                ("expires_at", models.DateTimeField(db_index=True)),
                ("at", models.DateTimeField()),
                ("second_at", models.DateTimeField(null=True)),
                ("is_confirmed", models.BooleanField(null=True)),
                ("withdrawn_at", models.DateTimeField(null=True)),
                ("withdrawn_because", models.CharField(blank=True, max_length=2000)),
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
                        related_name="boarding_proposed",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "second",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="boarding_answered",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "withdrawn_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="boarding_withdrew",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["number", "issuer"], name="boarding_by_document")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("effect__in", ("board", "check", "no_board"))), name="boarding_effect"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("second", None), models.Q(("second", models.F("by")), _negated=True), _connector="OR"
                        ),
                        name="boarding_decided_by_two",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("is_confirmed", None), ("second__isnull", False), _connector="OR"),
                        name="boarding_confirmed_by_somebody",
                    ),
                ],
            },
        ),
        migrations.RunSQL(FORWARDS, BACKWARDS),
    ]
