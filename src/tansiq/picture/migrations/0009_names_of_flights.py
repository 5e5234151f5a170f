"""What each message says a flight is, by which words that mean one flight find each other; and where old addresses lead."""

import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.db.models.deletion
from django.db import migrations, models

FORWARDS = """
UPDATE picture_flightmessage AS m SET
    leg = CASE WHEN f.key LIKE '?/%' THEN
        jsonb_build_object('position', m.leg_position, 'told_in', m.leg_position, 'name', jsonb_build_array('', ''),
            'indexes', jsonb_build_array(m.leg_index), 'alone', substr(f.key, 3))
    ELSE
        jsonb_build_object('position', m.leg_position, 'told_in', m.leg_position,
            'name', jsonb_build_array(f.carrier, f.number), 'origin', f.origin, 'destination', f.destination,
            'departure', f.departure_local, 'arrival', f.arrival_local, 'day', right(f.key, 10),
            'indexes', jsonb_build_array(m.leg_index))
    END,
    keys = CASE WHEN f.key LIKE '?/%' THEN ARRAY['?' || substr(f.key, 3)]
    ELSE ARRAY[f.carrier || f.number || '/' || f.origin || '/' || right(f.key, 10),
        f.carrier || regexp_replace(f.number, '[A-Z]+$', '') || '*/' || f.origin || '/' || right(f.key, 10)]
    END
FROM picture_flight AS f WHERE f.id = m.flight_id;

ALTER TABLE picture_formerflight ENABLE ROW LEVEL SECURITY;
CREATE POLICY known ON picture_formerflight FOR SELECT USING (
    (SELECT current_setting('tansiq.organisation', true)) <> ''
);
"""
BACKWARDS = "DROP POLICY known ON picture_formerflight; ALTER TABLE picture_formerflight DISABLE ROW LEVEL SECURITY;"


class Migration(migrations.Migration):
    dependencies = [
        ("picture", "0008_bookings_and_facts"),
    ]

    operations = [
        migrations.CreateModel(
            name="FormerFlight",
            fields=[
                ("number", models.BigIntegerField(primary_key=True, serialize=False)),
                (
                    "flight",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="former", to="picture.flight"
                    ),
                ),
            ],
        ),
        migrations.AddField("flight", "contested", models.JSONField(default=dict)),
        migrations.AddField(
            "flight",
            "names",
            django.contrib.postgres.fields.ArrayField(
                base_field=models.CharField(max_length=12), default=list, size=None
            ),
        ),
        migrations.AddField(
            "flightmessage",
            "keys",
            django.contrib.postgres.fields.ArrayField(
                base_field=models.CharField(max_length=200), default=list, size=None
            ),
        ),
        migrations.AddField("flightmessage", "leg", models.JSONField(default=dict)),
        migrations.RunSQL(FORWARDS, BACKWARDS),
        migrations.AddIndex(
            "flightmessage", django.contrib.postgres.indexes.GinIndex(fields=["keys"], name="words_by_key")
        ),
    ]
