-- The second lock on observations: rows show themselves only to an organisation and for a ground that their marking allows.
-- It holds every role but the tables' owner. docs/decisions/0005-row-level-security.md.

SELECT set_config('search_path', quote_ident(current_schema()) || ', pg_temp', true);  -- kept by the functions below

-- What handling.marking.Marking.reaches() and `purposes` say. Nobody, or no ground, may know nothing.
CREATE FUNCTION ledger_may_know(marking jsonb, organisation text, ground text) RETURNS boolean
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
SELECT organisation <> '' AND ground <> '' AND (marking -> 'purposes' = 'null' OR marking -> 'purposes' ? ground)
    AND CASE marking -> 'audience'
        WHEN 'null' THEN marking ->> 'tlp' IN ('CLEAR', 'GREEN') OR marking -> 'owners' ? organisation
        ELSE marking -> 'audience' ? organisation END
$$;

ALTER TABLE ledger_observation ENABLE ROW LEVEL SECURITY;
CREATE POLICY known ON ledger_observation FOR SELECT USING (marking IN (
    SELECT k.id FROM ledger_marking k WHERE ledger_may_know(k.marking,
        (SELECT current_setting('tansiq.organisation', true)), (SELECT current_setting('tansiq.ground', true)))
));

-- A partition has no policy of its own: asked for by its own name it shows nothing. `append` does the same for later days.
DO $$
DECLARE day regclass;
BEGIN
    FOR day IN SELECT inhrelid::regclass FROM pg_inherits WHERE inhparent = 'ledger_observation'::regclass LOOP
        EXECUTE format('ALTER TABLE %s ENABLE ROW LEVEL SECURITY', day);
    END LOOP;
END $$;

-- Which marking stands at a position. A marking is no secret; whether all of them allow a read cannot be told from those that do.
CREATE FUNCTION ledger_markings(days date[], positions bigint[]) RETURNS TABLE (at bigint, marking_text text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path FROM CURRENT AS $$
SELECT o.position, k.canonical FROM ledger_observation o JOIN ledger_marking k ON k.id = o.marking
    WHERE o.received_on = ANY (days) AND o.position = ANY (positions)
$$;

-- The one change to an observation that a case makes: it is kept longer, never shorter.
CREATE FUNCTION ledger_hold(days date[], positions bigint[], until timestamptz) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path FROM CURRENT AS $$
UPDATE ledger_observation SET expires_at = greatest(expires_at, until)
    WHERE received_on = ANY (days) AND position = ANY (positions);
UPDATE ledger_observation_day SET expires_last = greatest(expires_last, until) WHERE received_on = ANY (days);
$$;

REVOKE EXECUTE ON FUNCTION ledger_markings(date[], bigint[]), ledger_hold(date[], bigint[], timestamptz) FROM PUBLIC;
