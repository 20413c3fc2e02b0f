-- The audit trail of tools: which rule of its own a node went by, and quick ways to the lines about one thing.

ALTER TABLE rollouts ADD COLUMN rule text;

CREATE INDEX audit_tool ON audit ((details ->> 'tool'), id) WHERE details ->> 'tool' IS NOT NULL;
CREATE INDEX audit_actor ON audit (actor, id);
CREATE INDEX audit_action ON audit (action, id);
