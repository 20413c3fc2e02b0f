-- How the traffic of a tool is divided, for people who read it: a restart comes back with the live revision alone.

ALTER TABLE revisions ADD COLUMN weight smallint NOT NULL DEFAULT 0 CHECK (weight BETWEEN 0 AND 100);
ALTER TABLE revisions DROP CONSTRAINT revisions_state_check;
ALTER TABLE revisions ADD CONSTRAINT revisions_state_check
    CHECK (state IN ('staged', 'started', 'ready', 'canary', 'live', 'draining', 'retired', 'failed'));

UPDATE revisions r SET weight = 100 FROM tools t
    WHERE r.tool = t.name AND r.version = t.live_version AND r.sha256 = t.live_sha256;
