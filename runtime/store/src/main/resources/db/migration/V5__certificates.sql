-- What became of revisions that left memory. The arrays of each kind belong together, element by element.

CREATE TABLE removals (
    tool           text NOT NULL,
    version        text NOT NULL,
    sha256         text NOT NULL,
    begun_at       timestamptz NOT NULL,
    ended_at       timestamptz NOT NULL,
    rollout        uuid, -- the one that took it out of service, or that brought it in vain
    outcome        text NOT NULL CHECK (outcome IN ('clean', 'mended', 'held')),
    proof_subject  text[] NOT NULL,
    proof_given    text[] NOT NULL,
    proof_detail   text[] NOT NULL,
    holder_kind    text[] NOT NULL,
    holder_name    text[] NOT NULL,
    holder_detail  text[] NOT NULL,
    holder_mended  text[] NOT NULL,
    PRIMARY KEY (tool, version, sha256, begun_at)
);
CREATE INDEX removals_rollout ON removals (rollout, begun_at) WHERE rollout IS NOT NULL;
