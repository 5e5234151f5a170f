"""What the columns of a feed's own list mean, as an administrator said."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("centre", "0003_row_security")]

    operations = [migrations.AddField("feed", "mapping", models.JSONField(null=True))]
