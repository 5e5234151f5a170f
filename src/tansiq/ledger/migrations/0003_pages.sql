-- What one page showed waits as one row, whomever it named; sealing makes a record for each.

ALTER TABLE ledger_access_pending ADD COLUMN subjects text[];
UPDATE ledger_access_pending SET subjects = ARRAY[subject];
ALTER TABLE ledger_access_pending ALTER COLUMN subjects SET NOT NULL, DROP COLUMN subject;
