"""Requests to read what is masked, and the one way in which what they were granted for is read."""

import django.contrib.postgres.fields
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

FORWARDS = """
SELECT set_config('search_path', quote_ident(current_schema()) || ', pg_temp', true);  -- kept by the function below

-- A request shows itself to the organisation that asked, and on the ground of an audit to whoever answers for data protection.
ALTER TABLE centre_unmasking ENABLE ROW LEVEL SECURITY;
CREATE POLICY known ON centre_unmasking USING (
    (SELECT current_setting('tansiq.organisation', true)) <> ''
    AND (organisation = (SELECT current_setting('tansiq.organisation', true))
        OR (SELECT current_setting('tansiq.ground', true)) = 'audit')
);

-- The whole of what is masked, only while a second person's yes holds: for the organisation that asked, and of observations
-- whose markings it may know on this ground. Of a booking, everybody in it. moment: the caller's clock; the server's counts too.
CREATE FUNCTION centre_unmasked(asked bigint, moment timestamptz) RETURNS TABLE (position_at bigint, whole bytea)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path FROM CURRENT AS $$
WITH granted AS (
    SELECT u.positions, u.booking FROM centre_unmasking u
    WHERE u.id = asked AND u.is_granted AND u.second_id <> u.by_id AND u.ended_at IS NULL
        AND u.until > greatest(moment, now()) AND u.organisation = current_setting('tansiq.organisation', true)
), named AS (
    SELECT unnest(positions) AS wanted FROM granted
    UNION
    SELECT m.position FROM granted g JOIN ledger_masked b ON b.position = g.booking JOIN ledger_masked m USING (message)
    WHERE convert_from(m.body, 'UTF8')::jsonb ->> 'locator' = convert_from(b.body, 'UTF8')::jsonb ->> 'locator'
)
SELECT m.position, m.body FROM named JOIN ledger_masked m ON m.position = named.wanted
    JOIN ledger_observation o ON o.position = m.position AND o.received_on = m.received_on
    JOIN ledger_marking k ON k.id = o.marking
    WHERE ledger_may_know(k.marking, current_setting('tansiq.organisation', true), current_setting('tansiq.ground', true))
$$;
REVOKE EXECUTE ON FUNCTION centre_unmasked(bigint, timestamptz) FROM PUBLIC;
"""
BACKWARDS = """
DROP FUNCTION centre_unmasked(bigint, timestamptz);
DROP POLICY known ON centre_unmasking;
ALTER TABLE centre_unmasking DISABLE ROW LEVEL SECURITY;
"""


class Migration(migrations.Migration):
    dependencies = [("centre", "0014_terms"), ("picture", "0009_names_of_flights"), ("ledger", "0004_masking")]

    operations = [
        migrations.CreateModel(
            name="Unmasking",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("label", models.CharField(max_length=80)),
                ("entry_key", models.BigIntegerField(null=True)),
                ("booking", models.BigIntegerField(null=True)),
                (
                    "positions",
                    django.contrib.postgres.fields.ArrayField(base_field=models.BigIntegerField(), size=None),
                ),
                ("person_id", models.UUIDField(null=True)),
                ("organisation", models.CharField(max_length=32)),
                ("ground", models.CharField(max_length=16)),
                ("about", models.CharField(max_length=120)),
                ("reason", models.CharField(max_length=1000)),
                ("at", models.DateTimeField()),
                ("second_at", models.DateTimeField(null=True)),
                ("second_note", models.CharField(blank=True, max_length=1000)),
                ("is_granted", models.BooleanField(null=True)),
                ("until", models.DateTimeField(null=True)),
                ("ended_at", models.DateTimeField(null=True)),
                ("used", models.IntegerField(default=0)),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="unmaskings_asked",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "flight",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="unmaskings",
                        to="picture.flight",
                    ),
                ),
                (
                    "second",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="unmaskings_answered",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["-at"], name="unmaskings_by_time"),
                    models.Index(
                        condition=models.Q(("ended_at", None), ("is_granted", True)),
                        fields=["until"],
                        name="running_unmaskings",
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("second", models.F("by")), _negated=True), name="unmasking_by_two_people"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("is_granted", None), ("second__isnull", False), _connector="OR"),
                        name="unmasking_answered_by_somebody",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("is_granted", True), _negated=True),
                            ("until__gt", models.F("second_at")),
                            _connector="OR",
                        ),
                        name="unmasking_granted_for_a_time",
                    ),
                ],
            },
        ),
        migrations.RunSQL(FORWARDS, BACKWARDS),
    ]
