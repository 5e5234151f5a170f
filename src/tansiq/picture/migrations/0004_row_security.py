"""Row-level security on manifests: who may know of somebody stands beside them, as the fold of their markings."""

import json
from collections import defaultdict

import django.contrib.postgres.fields
from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from tansiq.handling.marking import join, parse_marking

FORWARDS = """
SELECT set_config('search_path', quote_ident(current_schema()) || ', pg_temp', true);  -- kept by the functions below

ALTER TABLE picture_manifestentry ENABLE ROW LEVEL SECURITY;
CREATE POLICY known ON picture_manifestentry FOR SELECT USING (
    (SELECT current_setting('tansiq.organisation', true)) <> ''
    AND (audience IS NULL OR (SELECT current_setting('tansiq.organisation', true)) = ANY (audience))
);

-- How many are on flights, whoever may know of them: numbers, no names.
CREATE FUNCTION picture_tallies(flights bigint[]) RETURNS TABLE (flight bigint, shown text, n bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path FROM CURRENT AS $$
SELECT flight_id, presence, count(*) FROM picture_manifestentry WHERE flight_id = ANY (flights) GROUP BY flight_id, presence
$$;

-- What a search finds, latest first, by primary key alone. Under a policy the database may use an index only for comparisons
-- that cannot leak what they see, and a search by words is none; here the policy is asked after the index, and again
-- when the rows are read. Where nobody is said to ask, the rows decide alone.
CREATE FUNCTION picture_may_find(audience varchar[]) RETURNS boolean LANGUAGE sql STABLE PARALLEL SAFE AS $$
SELECT coalesce(current_setting('tansiq.organisation', true), '') = '' OR audience IS NULL
    OR current_setting('tansiq.organisation', true) = ANY (audience)
$$;
CREATE FUNCTION picture_named(query text, most int) RETURNS SETOF bigint
LANGUAGE sql STABLE SECURITY DEFINER SET search_path FROM CURRENT AS $$
WITH found AS MATERIALIZED (SELECT id FROM picture_manifestentry
    WHERE to_tsvector('simple'::regconfig, picture_words(name)) @@ to_tsquery('simple'::regconfig, query)
        AND picture_may_find(audience))
SELECT id FROM found ORDER BY id DESC LIMIT most
$$;
CREATE FUNCTION picture_read_like(parts text[], most int) RETURNS SETOF bigint
LANGUAGE sql STABLE SECURITY DEFINER SET search_path FROM CURRENT AS $$
WITH found AS MATERIALIZED (SELECT id FROM picture_manifestentry
    WHERE string_to_array(picture_skeleton(name), ' ') @> parts AND picture_may_find(audience))
SELECT id FROM found ORDER BY id DESC LIMIT most
$$;
CREATE FUNCTION picture_with_document(number text, most int) RETURNS SETOF bigint
LANGUAGE sql STABLE SECURITY DEFINER SET search_path FROM CURRENT AS $$
WITH found AS MATERIALIZED (SELECT id FROM picture_manifestentry
    WHERE traveller -> 'documents' @> jsonb_build_array(jsonb_build_object('number', number)) AND picture_may_find(audience))
SELECT id FROM found ORDER BY id DESC LIMIT most
$$;
CREATE FUNCTION picture_booked(locator text, most int) RETURNS SETOF bigint
LANGUAGE sql STABLE SECURITY DEFINER SET search_path FROM CURRENT AS $$
WITH found AS MATERIALIZED (SELECT id FROM picture_manifestentry
    WHERE traveller ? 'locator' AND traveller ->> 'locator' = locator AND picture_may_find(audience))
SELECT id FROM found ORDER BY id DESC LIMIT most
$$;
REVOKE EXECUTE ON FUNCTION picture_tallies(bigint[]), picture_named(text, int), picture_read_like(text[], int),
    picture_with_document(text, int), picture_booked(text, int) FROM PUBLIC;
"""

BACKWARDS = """
DROP FUNCTION picture_booked(text, int), picture_with_document(text, int), picture_read_like(text[], int);
DROP FUNCTION picture_named(text, int), picture_may_find(varchar[]), picture_tallies(bigint[]);
DROP POLICY known ON picture_manifestentry;
ALTER TABLE picture_manifestentry DISABLE ROW LEVEL SECURITY;
"""

_MARKED = """
SELECT array_agg(DISTINCT o.marking ORDER BY o.marking), e.id
FROM (SELECT id, unnest(positions) AS position FROM picture_manifestentry) e JOIN ledger_observation o USING (position)
GROUP BY e.id
"""


def fill(_apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Who may know of those on manifests already: what the fold would write."""
    with schema_editor.connection.cursor() as cursor:
        cursor.execute("SELECT id, canonical FROM ledger_marking")
        markings = {key: parse_marking(json.loads(marking)) for key, marking in cursor.fetchall()}
        cursor.execute(_MARKED)
        alike = defaultdict(list)
        for keys, entry in cursor.fetchall():
            alike[tuple(keys)].append(entry)
        for keys, entries in alike.items():
            reached = join(markings[key] for key in keys).reaches()
            audience = None if reached is None else sorted(reached)
            cursor.execute("UPDATE picture_manifestentry SET audience = %s WHERE id = ANY(%s)", [audience, entries])


class Migration(migrations.Migration):
    dependencies = [("picture", "0003_lists"), ("ledger", "0002_row_security")]

    operations = [
        migrations.AddField(
            model_name="manifestentry",
            name="audience",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.CharField(max_length=32), default=list, null=True, size=None
            ),
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
        migrations.RunSQL(FORWARDS, BACKWARDS),
    ]
