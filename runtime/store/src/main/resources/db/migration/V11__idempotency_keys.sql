-- Requests with an Idempotency-Key, by who sent them to which tool, and the answers that their repeats get. A claim that
-- nobody ends does so by itself at "claimed_until", so that a node that dies in the middle does not hold its keys for long.
CREATE TABLE idempotency_keys (
    caller        text NOT NULL,
    tool          text NOT NULL,
    key           text NOT NULL CHECK (length(key) BETWEEN 1 AND 255),
    fingerprint   bytea NOT NULL CHECK (octet_length(fingerprint) = 32),
    claim         uuid NOT NULL,
    claimed_until timestamptz NOT NULL,
    expires_at    timestamptz NOT NULL,
    state         text NOT NULL DEFAULT 'under_way' CHECK (state IN ('under_way', 'answered', 'not_kept')),
    revision      text,
    status        integer,
    headers       text[], -- names and values in turn
    body          bytea,
    PRIMARY KEY (caller, tool, key),
    CHECK ((state = 'answered') = (num_nonnulls(revision, status, headers, body) = 4)),
    CHECK ((state = 'answered') = (num_nonnulls(revision, status, headers, body) > 0))
);
CREATE INDEX idempotency_keys_expires_at ON idempotency_keys (expires_at);
