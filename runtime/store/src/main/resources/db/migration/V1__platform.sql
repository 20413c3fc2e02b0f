-- The platform's own tables. They stand in the schema "stacksy", which is the search path while this runs.

-- Who may sign in. A name keeps the letter case it was registered with and is unique without regard to it. A removed
-- account stays until every node has seen that it is gone; "changed_at" is when rights, or their loss, last changed.
CREATE TABLE accounts (
    id            uuid PRIMARY KEY,
    username      text NOT NULL CHECK (username <> ''),
    password_hash text NOT NULL,
    enabled       boolean NOT NULL DEFAULT true,
    created_at    timestamptz NOT NULL DEFAULT now(),
    changed_at    timestamptz NOT NULL DEFAULT now(),
    removed_at    timestamptz
);
CREATE UNIQUE INDEX accounts_username ON accounts (lower(username)) WHERE removed_at IS NULL;
CREATE INDEX accounts_changed_at ON accounts (changed_at);
CREATE INDEX accounts_removed_at ON accounts (removed_at) WHERE removed_at IS NOT NULL;

-- A role is a set of permissions; a built-in one cannot be removed.
CREATE TABLE roles (
    name        text PRIMARY KEY,
    permissions text[] NOT NULL,
    built_in    boolean NOT NULL DEFAULT false
);
INSERT INTO roles (name, permissions, built_in) VALUES
    ('admin', '{*}', true),
    ('operator', '{tools:*,audit:read,metrics:read,health:read}', true),
    ('user', '{links:*,qr:*,paste:*,text:*}', true);

CREATE TABLE account_roles (
    account uuid NOT NULL REFERENCES accounts ON DELETE CASCADE,
    role    text NOT NULL REFERENCES roles,
    PRIMARY KEY (account, role)
);
CREATE INDEX account_roles_role ON account_roles (role);

-- One sign-in and all tokens that follow from it; its id is the "sid" of those tokens.
CREATE TABLE sessions (
    id           uuid PRIMARY KEY,
    account      uuid NOT NULL REFERENCES accounts ON DELETE CASCADE,
    created_at   timestamptz NOT NULL DEFAULT now(),
    expires_at   timestamptz NOT NULL, -- absolute: no use of the session moves it
    revoked_at   timestamptz,
    last_used_at timestamptz NOT NULL DEFAULT now(),
    user_agent   text,
    address      text
);
CREATE INDEX sessions_account ON sessions (account);
CREATE INDEX sessions_expires_at ON sessions (expires_at);
CREATE INDEX sessions_revoked_at ON sessions (revoked_at) WHERE revoked_at IS NOT NULL;

-- Refresh tokens by their digest. A spent one is kept as long as its session, so that using it again is seen.
CREATE TABLE refresh_tokens (
    sha256     bytea PRIMARY KEY CHECK (octet_length(sha256) = 32),
    session    uuid NOT NULL REFERENCES sessions ON DELETE CASCADE,
    parent     bytea REFERENCES refresh_tokens ON DELETE CASCADE,
    created_at timestamptz NOT NULL DEFAULT now(),
    spent_at   timestamptz
);
CREATE INDEX refresh_tokens_session ON refresh_tokens (session);
CREATE INDEX refresh_tokens_parent ON refresh_tokens (parent) WHERE parent IS NOT NULL;

-- Keys that sign access tokens: the active one signs, passive ones verify until "expires_at".
CREATE TABLE signing_keys (
    kid                   text PRIMARY KEY CHECK (kid ~ '^[A-Za-z0-9_-]{1,64}$'),
    state                 text NOT NULL CHECK (state IN ('standby', 'active', 'passive', 'revoked')),
    algorithm             text NOT NULL DEFAULT 'RS256',
    public_key            bytea NOT NULL, -- X.509 SubjectPublicKeyInfo
    private_key_encrypted bytea NOT NULL, -- PKCS #8, under the node's master key
    created_at            timestamptz NOT NULL DEFAULT now(),
    activated_at          timestamptz,
    retired_at            timestamptz,
    expires_at            timestamptz
);
CREATE UNIQUE INDEX signing_keys_active ON signing_keys (state) WHERE state = 'active';

-- Revisions with their bytes.
CREATE TABLE revisions (
    tool    text NOT NULL,
    version text NOT NULL,
    sha256  text NOT NULL CHECK (sha256 ~ '^[0-9a-f]{64}$'),
    blob    bytea NOT NULL,
    aliases text[] NOT NULL DEFAULT '{}',
    state   text NOT NULL
        CHECK (state IN ('staged', 'started', 'ready', 'live', 'draining', 'retired', 'failed')),
    since   timestamptz NOT NULL DEFAULT now(),
    reason  text,
    PRIMARY KEY (tool, version),
    UNIQUE (tool, version, sha256)
);
-- A jar is compressed already.
ALTER TABLE revisions ALTER COLUMN blob SET STORAGE EXTERNAL;

-- What is in service. A tool that was taken out of service has a row without a live version.
CREATE TABLE tools (
    name             text PRIMARY KEY,
    live_version     text,
    live_sha256      text,
    previous_version text,
    previous_sha256  text,
    changed_at       timestamptz NOT NULL DEFAULT now(),
    CHECK ((live_version IS NULL) = (live_sha256 IS NULL)),
    CHECK ((previous_version IS NULL) = (previous_sha256 IS NULL)),
    FOREIGN KEY (name, live_version, live_sha256) REFERENCES revisions (tool, version, sha256),
    FOREIGN KEY (name, previous_version, previous_sha256) REFERENCES revisions (tool, version, sha256)
);

-- The ledger. "ordinal" orders rollouts by when they were first written.
CREATE TABLE rollouts (
    id            uuid PRIMARY KEY,
    ordinal       bigint GENERATED ALWAYS AS IDENTITY UNIQUE,
    kind          text NOT NULL CHECK (kind IN ('deploy', 'rollback', 'remove')),
    tool          text NOT NULL,
    from_version  text,
    to_version    text,
    state         text NOT NULL CHECK (state IN
        ('running', 'live', 'nothing_to_do', 'failed', 'rolled_back', 'aborted', 'removed')),
    steps         jsonb NOT NULL,
    reason        text,
    cause         text,
    started_by    text NOT NULL,
    address       text NOT NULL,
    started_at    timestamptz NOT NULL,
    ended_at      timestamptz
);
CREATE INDEX rollouts_tool ON rollouts (tool, ordinal);
CREATE INDEX rollouts_unfinished ON rollouts (ordinal) WHERE ended_at IS NULL;

-- Who did what, when, from where, with what result.
CREATE TABLE audit (
    id      bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    at      timestamptz NOT NULL DEFAULT now(),
    actor   text NOT NULL,
    address text,
    action  text NOT NULL,
    target  text,
    result  text NOT NULL,
    details jsonb NOT NULL DEFAULT '{}'
);
CREATE INDEX audit_at ON audit (at);
