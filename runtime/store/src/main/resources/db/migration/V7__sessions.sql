-- Sign-ins that failed of late: what makes the next one wait, on whichever node it comes. The name stands there as a keyed
-- digest, as it may be a password typed too early, and whether or not there is an account of that name.
CREATE TABLE sign_in_failures (
    name     bytea NOT NULL CHECK (octet_length(name) = 32),
    network  text NOT NULL,
    failures integer NOT NULL,
    last_at  timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (name, network)
);
CREATE INDEX sign_in_failures_network ON sign_in_failures (network);
CREATE INDEX sign_in_failures_last_at ON sign_in_failures (last_at);

-- The key that signs next is there, and published, before it does.
CREATE UNIQUE INDEX signing_keys_standby ON signing_keys (state) WHERE state = 'standby';
