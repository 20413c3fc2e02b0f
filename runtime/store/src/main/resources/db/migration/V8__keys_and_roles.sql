-- API keys, and accounts for programs.

-- A service account has API keys and no password, so nobody can sign in to it.
ALTER TABLE accounts ADD COLUMN kind text NOT NULL DEFAULT 'person' CHECK (kind IN ('person', 'service'));
ALTER TABLE accounts ALTER COLUMN password_hash DROP NOT NULL;
ALTER TABLE accounts ADD CONSTRAINT accounts_password CHECK ((kind = 'service') = (password_hash IS NULL));

-- API keys, with the digest of the secret and, while a rotation overlaps, of the one before. "generation" grows with each
-- change of what verifies, "changed_at" is when; a revoked key stays until every node has seen that it is gone.
CREATE TABLE api_keys (
    id                  text PRIMARY KEY CHECK (id ~ '^[0-9A-Za-z]{12}$'),
    account             uuid NOT NULL REFERENCES accounts ON DELETE CASCADE,
    name                text NOT NULL CHECK (name <> ''),
    scopes              text[] NOT NULL,
    rate_limit          text, -- such as 100/s; null: the node's own
    sha256              bytea NOT NULL CHECK (octet_length(sha256) = 32),
    previous_sha256     bytea CHECK (octet_length(previous_sha256) = 32),
    previous_expires_at timestamptz,
    generation          bigint NOT NULL DEFAULT 0,
    created_at          timestamptz NOT NULL DEFAULT now(),
    expires_at          timestamptz,
    changed_at          timestamptz, -- null: not since it was made
    revoked_at          timestamptz,
    last_used_at        timestamptz,
    CHECK ((previous_sha256 IS NULL) = (previous_expires_at IS NULL))
);
CREATE INDEX api_keys_account ON api_keys (account);
CREATE INDEX api_keys_changed_at ON api_keys (changed_at) WHERE changed_at IS NOT NULL;
CREATE INDEX api_keys_expires_at ON api_keys (expires_at) WHERE expires_at IS NOT NULL;
