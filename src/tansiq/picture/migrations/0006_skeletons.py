"""How names are heard, stored and indexed for the search; filled by picture/skeleton_scheme.py after the migrations."""

import django.contrib.postgres.fields
from django.db import migrations, models

FORWARDS = """
SELECT set_config('search_path', quote_ident(current_schema()) || ', pg_temp', true);  -- kept by the function below

CREATE INDEX picture_listed_skeletons ON picture_listed USING gin (array_to_tsvector(skeletons));
CREATE INDEX picture_entry_skeletons ON picture_manifestentry USING gin (array_to_tsvector(skeletons));

-- As the searches of 0004_row_security.py: the policy is asked after the index, and again when the rows are read.
CREATE FUNCTION picture_heard(query text, most int) RETURNS SETOF bigint
LANGUAGE sql STABLE SECURITY DEFINER SET search_path FROM CURRENT AS $$
WITH found AS MATERIALIZED (SELECT id FROM picture_manifestentry
    WHERE array_to_tsvector(skeletons) @@ query::tsquery AND picture_may_find(audience))
SELECT id FROM found ORDER BY id DESC LIMIT most
$$;
REVOKE EXECUTE ON FUNCTION picture_heard(text, int) FROM PUBLIC;

DROP FUNCTION picture_read_like(text[], int);
DROP INDEX picture_entry_skeleton, picture_listed_skeleton;
DROP FUNCTION picture_skeleton(text);
"""

BACKWARDS = r"""
SELECT set_config('search_path', quote_ident(current_schema()) || ', pg_temp', true);
CREATE FUNCTION picture_skeleton(name text) RETURNS text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
SELECT trim(regexp_replace(regexp_replace(translate(
    regexp_replace(regexp_replace(replace(lower(name), 'ph', 'f'), '([bcdgjkpstz])h', '\1', 'g'), '[^a-z'']+', ' ', 'g'),
    'qcxzaeiouywv''', 'kkks'), '([a-z])\1+', '\1', 'g'), ' +', ' ', 'g'))
$$;
CREATE INDEX picture_listed_skeleton ON picture_listed
    USING gin (string_to_array(picture_skeleton(picture_listed_names(name, subject)), ' '));
CREATE INDEX picture_entry_skeleton ON picture_manifestentry USING gin (string_to_array(picture_skeleton(name), ' '));
CREATE FUNCTION picture_read_like(parts text[], most int) RETURNS SETOF bigint
LANGUAGE sql STABLE SECURITY DEFINER SET search_path FROM CURRENT AS $$
WITH found AS MATERIALIZED (SELECT id FROM picture_manifestentry
    WHERE string_to_array(picture_skeleton(name), ' ') @> parts AND picture_may_find(audience))
SELECT id FROM found ORDER BY id DESC LIMIT most
$$;
REVOKE EXECUTE ON FUNCTION picture_read_like(text[], int) FROM PUBLIC;
DROP FUNCTION picture_heard(text, int);
DROP INDEX picture_entry_skeletons, picture_listed_skeletons;
"""


class Migration(migrations.Migration):
    dependencies = [("picture", "0005_list_changes")]

    operations = [
        migrations.CreateModel(
            name="SkeletonScheme",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("made_by", models.CharField(max_length=64)),
            ],
        ),
        migrations.AddField(
            model_name="listed",
            name="skeletons",
            field=django.contrib.postgres.fields.ArrayField(base_field=models.TextField(), default=list, size=None),
        ),
        migrations.AddField(
            model_name="manifestentry",
            name="skeletons",
            field=django.contrib.postgres.fields.ArrayField(base_field=models.TextField(), default=list, size=None),
        ),
        migrations.RunSQL(FORWARDS, BACKWARDS),
    ]
