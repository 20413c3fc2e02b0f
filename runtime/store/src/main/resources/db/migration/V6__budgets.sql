-- What a tool may take, where that is not what the settings of the node say.
CREATE TABLE tool_budgets (
    tool          text PRIMARY KEY,
    concurrency   integer NOT NULL,
    deadline_ms   bigint NOT NULL,
    body_bytes    bigint NOT NULL,
    connections   integer NOT NULL,
    error_percent integer NOT NULL,
    changed_at    timestamptz NOT NULL DEFAULT now()
);
