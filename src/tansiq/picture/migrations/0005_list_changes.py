"""What each version of a list changed, entry by entry."""

import django.db.models.deletion
from django.db import migrations, models

COUNTED = "UPDATE picture_listversion SET unchanged = entries - added - changed WHERE NOT is_late"


class Migration(migrations.Migration):
    dependencies = [("picture", "0004_row_security")]

    operations = [
        migrations.AddField("listversion", "unchanged", models.IntegerField(default=0)),
        migrations.AddField("listversion", "position", models.BigIntegerField(null=True)),
        migrations.RunSQL(COUNTED, migrations.RunSQL.noop),
        migrations.CreateModel(
            name="ListChange",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.CharField(max_length=8)),
                ("key", models.CharField(db_index=True, max_length=240)),
                ("name", models.CharField(max_length=400)),
                ("is_person", models.BooleanField()),
                ("fields", models.JSONField()),
                ("expires_at", models.DateTimeField(null=True)),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="changes",
                        to="picture.listversion",
                    ),
                ),
            ],
        ),
    ]
