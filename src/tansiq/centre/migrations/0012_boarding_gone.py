"""Whom a cancellation takes off a flight; and the process that answers is told of rules too."""

import django.contrib.postgres.fields
from django.db import migrations, models


FORWARDS = """
CREATE TRIGGER tell_boarding AFTER INSERT OR UPDATE OR DELETE ON centre_ruleversion
    FOR EACH STATEMENT EXECUTE FUNCTION centre_tell_boarding('rules');
"""
BACKWARDS = "DROP TRIGGER tell_boarding ON centre_ruleversion;"


class Migration(migrations.Migration):
    dependencies = [
        ("centre", "0011_handover"),
    ]

    operations = [
        migrations.RemoveField(
            model_name="boardinganswer",
            name="closes",
        ),
        migrations.AddField(
            model_name="boardinganswer",
            name="gone",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.CharField(max_length=120), default=list, size=None
            ),
        ),
        migrations.RunSQL(FORWARDS, BACKWARDS),
    ]
