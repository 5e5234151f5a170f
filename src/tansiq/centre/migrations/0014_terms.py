"""How long the country and each feed keep what, and when the picture of a flight is masked and pared."""

import django.db.models.deletion
from django.db import migrations, models

# Neither tells of anybody: the times of flights and of classes. The web reads them; the worker and the command line write.
FORWARDS = """
ALTER TABLE centre_flightterms ENABLE ROW LEVEL SECURITY;
CREATE POLICY known ON centre_flightterms FOR SELECT USING ((SELECT current_setting('tansiq.organisation', true)) <> '');
ALTER TABLE centre_countryterm ENABLE ROW LEVEL SECURITY;
CREATE POLICY known ON centre_countryterm FOR SELECT USING (true);
"""
BACKWARDS = """
DROP POLICY known ON centre_countryterm;
ALTER TABLE centre_countryterm DISABLE ROW LEVEL SECURITY;
DROP POLICY known ON centre_flightterms;
ALTER TABLE centre_flightterms DISABLE ROW LEVEL SECURITY;
"""


class Migration(migrations.Migration):
    dependencies = [("centre", "0013_risk"), ("picture", "0008_bookings_and_facts"), ("ledger", "0004_masking")]

    operations = [
        migrations.CreateModel(
            name="CountryTerm",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.CharField(max_length=16, unique=True)),
                ("kept_for", models.CharField(max_length=8)),
                ("masked_after", models.CharField(blank=True, max_length=8)),
                ("source", models.CharField(max_length=300)),
                ("at", models.DateTimeField()),
            ],
        ),
        migrations.AddField(model_name="feed", name="terms", field=models.JSONField(default=dict)),
        migrations.CreateModel(
            name="FlightTerms",
            fields=[
                (
                    "flight",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="terms",
                        serialize=False,
                        to="picture.flight",
                    ),
                ),
                ("masks_at", models.DateTimeField(null=True)),
                ("masked_at", models.DateTimeField(null=True)),
                ("pares_at", models.DateTimeField(null=True)),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("masked_at", None), ("masks_at__isnull", False)),
                        fields=["masks_at"],
                        name="flights_to_mask",
                    ),
                    models.Index(
                        condition=models.Q(("pares_at__isnull", False)), fields=["pares_at"], name="flights_to_pare"
                    ),
                ]
            },
        ),
        migrations.RunSQL(FORWARDS, BACKWARDS),
    ]
