-- Masking: an observation's body is replaced by a masked one; the whole body and its salt wait, unread, in a table of their own
-- until they are destroyed, so that the leaf still verifies. docs/ledger.md and docs/retention.md.

SELECT set_config('search_path', quote_ident(current_schema()) || ', pg_temp', true);  -- kept by the functions below

-- masks_at: when the observations of a message that identify somebody are masked; null where none are.
ALTER TABLE ledger_message ADD COLUMN masks_at timestamptz, ADD COLUMN masked_at timestamptz;
CREATE INDEX ledger_message_masks ON ledger_message (masks_at) WHERE masks_at IS NOT NULL AND masked_at IS NULL;

-- held_until: kept whole until then for a case. masked_at: null while the body is whole.
ALTER TABLE ledger_observation ADD COLUMN held_until timestamptz, ADD COLUMN masked_at timestamptz;

-- No policy, and no grant to anybody: only the owner reads it, and what the owner's functions let out.
CREATE TABLE ledger_masked (
    position bigint PRIMARY KEY,
    received_on date NOT NULL,
    message bigint NOT NULL,
    salt bytea NOT NULL,
    body bytea NOT NULL
);
CREATE INDEX ledger_masked_day ON ledger_masked (received_on);
CREATE INDEX ledger_masked_message ON ledger_masked (message);
ALTER TABLE ledger_masked ENABLE ROW LEVEL SECURITY;

ALTER TABLE ledger_destruction DROP CONSTRAINT ledger_destruction_what_check,
    ADD CONSTRAINT ledger_destruction_what_check CHECK (what IN ('observation', 'message', 'access', 'masking'));

-- Holding keeps whole, too: what a case rests on is not masked while it is held.
CREATE OR REPLACE FUNCTION ledger_hold(days date[], positions bigint[], until timestamptz) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path FROM CURRENT AS $$
UPDATE ledger_observation SET expires_at = greatest(expires_at, until), held_until = greatest(held_until, until)
    WHERE received_on = ANY (days) AND position = ANY (positions);
UPDATE ledger_observation_day SET expires_last = greatest(expires_last, until) WHERE received_on = ANY (days);
$$;
