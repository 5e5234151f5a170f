-- What will be masked and destroyed by an instant if nothing else arrives, by class and day: numbers, no names.

SELECT set_config('search_path', quote_ident(current_schema()) || ', pg_temp', true);  -- kept by the function below

CREATE FUNCTION ledger_coming(until timestamptz) RETURNS TABLE (what text, class text, due_on date, n bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path FROM CURRENT AS $$
SELECT 'destroy', CASE WHEN o.kind = 'list_entry' THEN 'list' WHEN o.held_until >= o.expires_at THEN 'case'
        WHEN o.kind = 'consignment' OR m.format = 'cuscar' THEN 'cargo' WHEN m.masks_at IS NOT NULL THEN 'pnr' ELSE 'api' END,
        (o.expires_at AT TIME ZONE 'UTC')::date, count(*)
    FROM ledger_observation o JOIN ledger_message m ON m.id = o.message
    WHERE o.expires_at <= until
        AND o.received_on IN (SELECT d.received_on FROM ledger_observation_day d WHERE d.expires_first <= until)
    GROUP BY 1, 2, 3
UNION ALL
SELECT 'mask', 'pnr', (m.masks_at AT TIME ZONE 'UTC')::date, count(*)
    FROM ledger_message m JOIN ledger_observation o
        ON o.message = m.id AND o.received_on = (m.received_at AT TIME ZONE 'UTC')::date
    WHERE m.masks_at <= until AND m.masked_at IS NULL AND o.masked_at IS NULL AND o.expires_at > m.masks_at
        AND o.kind IN ('traveller', 'booking') AND (o.held_until IS NULL OR o.held_until <= m.masks_at)
    GROUP BY 3
UNION ALL
SELECT 'destroy', 'raw', (m.expires_at AT TIME ZONE 'UTC')::date, count(*)
    FROM ledger_message m WHERE m.destroyed_at IS NULL AND m.state <> 'waiting' AND m.expires_at <= until
    GROUP BY 3
$$;
REVOKE EXECUTE ON FUNCTION ledger_coming(timestamptz) FROM PUBLIC;
