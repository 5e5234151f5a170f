"""What a version of a list could not be read of, and how many entries were kept because of it."""

import django.contrib.postgres.fields
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("picture", "0006_skeletons")]

    operations = [
        migrations.AddField("listversion", "kept", models.IntegerField(null=True)),
        migrations.AddField(
            "listversion",
            "refused",
            django.contrib.postgres.fields.ArrayField(models.CharField(max_length=32), default=list),
        ),
    ]
