"""Indexes for what is asked of distinctions on every opened alert and every two seconds."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("centre", "0005_distinctions")]

    operations = [
        migrations.AddIndex("distinction", models.Index(fields=["name", "birth_date"], name="distinctions_by_name")),
        migrations.AddIndex(
            "distinction",
            models.Index(
                fields=["withdrawn_at"],
                condition=models.Q(("withdrawn_at__isnull", False)),
                name="withdrawn_distinctions",
            ),
        ),
    ]
