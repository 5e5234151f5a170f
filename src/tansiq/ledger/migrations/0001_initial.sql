-- The tables of the ledger. PostgreSQL 15 or later. docs/ledger.md says what each holds.

CREATE TABLE ledger_content (
    sha256 bytea PRIMARY KEY CHECK (length(sha256) = 32),
    data bytea NOT NULL
);

CREATE TABLE ledger_message (
    id bigserial PRIMARY KEY,
    feed text NOT NULL,
    name text NOT NULL,
    sha256 bytea CHECK (length(sha256) = 32),
    size bigint NOT NULL,
    received_at timestamptz NOT NULL,
    expires_at timestamptz NOT NULL,
    priority smallint NOT NULL DEFAULT 5,
    state text NOT NULL DEFAULT 'waiting' CHECK (state IN ('waiting', 'taken', 'refused', 'failed')),
    format text NOT NULL DEFAULT '',
    accounted bigint NOT NULL DEFAULT 0,
    travellers int NOT NULL DEFAULT 0,
    notices jsonb NOT NULL DEFAULT '[]',
    refusals jsonb NOT NULL DEFAULT '[]',
    dropped int NOT NULL DEFAULT 0,
    taken_at timestamptz,
    attempts int NOT NULL DEFAULT 0,
    error text NOT NULL DEFAULT '',
    redelivered int NOT NULL DEFAULT 0,
    redelivered_at timestamptz,
    destroyed_at timestamptz
);
-- What was destroyed may be delivered anew; until then the same bytes of the same feed are one message.
CREATE UNIQUE INDEX ledger_message_once ON ledger_message (feed, sha256) WHERE destroyed_at IS NULL;
CREATE INDEX ledger_message_waiting ON ledger_message (priority, received_at, id) WHERE state = 'waiting';
CREATE INDEX ledger_message_feed ON ledger_message (feed, id);
CREATE INDEX ledger_message_expires ON ledger_message (expires_at) WHERE destroyed_at IS NULL;
CREATE INDEX ledger_message_content ON ledger_message (sha256) WHERE destroyed_at IS NULL;

-- Each distinct marking once, exactly as it is hashed; the jsonb beside it is what policies and queries read.
CREATE TABLE ledger_marking (
    id serial PRIMARY KEY,
    sha256 bytea NOT NULL UNIQUE,
    canonical text NOT NULL,
    marking jsonb GENERATED ALWAYS AS (canonical::jsonb) STORED
);

CREATE TABLE ledger_observation (
    position bigint NOT NULL,
    received_on date NOT NULL,
    message bigint NOT NULL,
    ordinal int NOT NULL,
    kind text NOT NULL,
    marking int NOT NULL,
    expires_at timestamptz NOT NULL,
    salt bytea NOT NULL,
    body bytea NOT NULL,
    PRIMARY KEY (position, received_on),
    UNIQUE (message, ordinal, received_on)
) PARTITION BY RANGE (received_on);

-- One row a partition, so that a reader touches only the days that hold what it asks for.
-- A sealed segment of a later version takes its place beside the partition's name here.
CREATE TABLE ledger_observation_day (
    received_on date PRIMARY KEY,
    first bigint NOT NULL,
    last bigint NOT NULL,
    expires_first timestamptz NOT NULL,
    expires_last timestamptz NOT NULL
);

CREATE TABLE ledger_tile (
    tree text NOT NULL,
    level smallint NOT NULL,
    index bigint NOT NULL,
    hashes bytea NOT NULL CHECK (length(hashes) BETWEEN 32 AND 8192 AND length(hashes) % 32 = 0),
    PRIMARY KEY (tree, level, index)
);
ALTER TABLE ledger_tile ALTER COLUMN hashes SET STORAGE EXTERNAL;  -- hashes do not compress

CREATE TABLE ledger_head (
    tree text NOT NULL,
    size bigint NOT NULL,
    root bytea NOT NULL,
    signed_at timestamptz NOT NULL,
    key_id text NOT NULL,
    signature bytea NOT NULL,
    PRIMARY KEY (tree, size)
);

CREATE TABLE ledger_access (
    position bigint PRIMARY KEY,
    at timestamptz NOT NULL,
    person text NOT NULL,
    person_name text NOT NULL,
    organisation text NOT NULL,
    ground text NOT NULL,
    about text NOT NULL,
    what text NOT NULL,
    subject text NOT NULL,
    request text NOT NULL,
    salt bytea NOT NULL
);
CREATE INDEX ledger_access_subject ON ledger_access (subject, position) WHERE subject <> '';
CREATE INDEX ledger_access_person ON ledger_access (person, position);
CREATE INDEX ledger_access_at ON ledger_access (at);

CREATE TABLE ledger_access_pending (
    id bigserial PRIMARY KEY,
    at timestamptz NOT NULL,
    person text NOT NULL,
    person_name text NOT NULL,
    organisation text NOT NULL,
    ground text NOT NULL,
    about text NOT NULL,
    what text NOT NULL,
    subject text NOT NULL,
    request text NOT NULL
);

CREATE TABLE ledger_destruction (
    id bigserial PRIMARY KEY,
    at timestamptz NOT NULL,
    what text NOT NULL CHECK (what IN ('observation', 'message', 'access')),
    count bigint NOT NULL
);

-- The positions (or message ids) each destruction took, as ranges: first included, until excluded.
CREATE TABLE ledger_destroyed (
    what text NOT NULL,
    first bigint NOT NULL,
    until bigint NOT NULL,
    destruction bigint NOT NULL REFERENCES ledger_destruction,
    PRIMARY KEY (what, first),
    CHECK (first < until)
);
