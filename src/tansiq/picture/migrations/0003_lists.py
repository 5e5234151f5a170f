"""Late versions of lists, who is listed as the access log names them, and when a listed entry is destroyed."""

from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from tansiq.picture.lists import listed_id


def name_subjects(apps: Apps, _editor: BaseDatabaseSchemaEditor) -> None:
    """Give the entries in force their ids."""
    listed = apps.get_model("picture", "Listed")
    some = []
    for record in listed.objects.only("pk", "key").iterator(chunk_size=2000):
        record.person_id = listed_id(record.key)
        some.append(record)
    listed.objects.bulk_update(some, ["person_id"], batch_size=2000)


class Migration(migrations.Migration):
    dependencies = [("picture", "0002_search")]

    operations = [
        migrations.AddField("listversion", "is_late", models.BooleanField(default=False)),
        migrations.AddField("listed", "expires_at", models.DateTimeField(null=True)),
        migrations.AddField("listed", "person_id", models.UUIDField(null=True)),
        migrations.RunPython(name_subjects, migrations.RunPython.noop),
        migrations.AlterField("listed", "person_id", models.UUIDField(db_index=True)),
    ]
