"""Row-level security on alerts: an alert shows itself only to the organisations that its markings reach."""

from django.db import migrations

FORWARDS = """
SELECT set_config('search_path', quote_ident(current_schema()) || ', pg_temp', true);  -- kept by the function below

ALTER TABLE centre_alert ENABLE ROW LEVEL SECURITY;
CREATE POLICY known ON centre_alert USING (
    (SELECT current_setting('tansiq.organisation', true)) <> ''
    AND (audience IS NULL OR (SELECT current_setting('tansiq.organisation', true)) = ANY (audience))
);

-- How settled alerts ended, whoever may know of them: numbers, no names. The base rate is the same for everybody.
CREATE FUNCTION centre_settled() RETURNS TABLE (verdict text, score double precision, outcome text, n bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path FROM CURRENT AS $$
SELECT a.verdict, a.score, coalesce(c.outcome, ''), count(*) FROM centre_alert a LEFT JOIN centre_case c ON c.alert_id = a.id
    WHERE a.state = 'cleared' OR (a.state = 'in_case' AND c.outcome <> '') GROUP BY 1, 2, 3
$$;
REVOKE EXECUTE ON FUNCTION centre_settled() FROM PUBLIC;

-- How many undecided alerts no organisation may know of: a number for whoever looks after the feeds' terms.
CREATE FUNCTION centre_unreached() RETURNS bigint
LANGUAGE sql STABLE SECURITY DEFINER SET search_path FROM CURRENT AS $$
SELECT count(*) FROM centre_alert WHERE audience = '{}' AND state IN ('open', 'referred')
$$;
REVOKE EXECUTE ON FUNCTION centre_unreached() FROM PUBLIC;
"""

BACKWARDS = """
DROP FUNCTION centre_unreached();
DROP FUNCTION centre_settled();
DROP POLICY known ON centre_alert;
ALTER TABLE centre_alert DISABLE ROW LEVEL SECURITY;
"""


class Migration(migrations.Migration):
    dependencies = [("centre", "0002_desk_indexes"), ("picture", "0004_row_security")]

    operations = [migrations.RunSQL(FORWARDS, BACKWARDS)]
