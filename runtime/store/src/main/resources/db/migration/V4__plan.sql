-- What the plan of a rollout goes by.

-- Migrations that took away what older revisions live on. They outlive the revision that brought them, as the tool's
-- data does.
CREATE TABLE losses (
    tool    text NOT NULL,
    script  text NOT NULL,
    version text NOT NULL,
    detail  text NOT NULL,
    at      timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (tool, script)
);

-- Who called which operation how often. Rows go after 14 days.
CREATE TABLE calls (
    tool     text NOT NULL,
    method   text NOT NULL,
    template text NOT NULL,
    client   text NOT NULL,
    day      date NOT NULL DEFAULT (now() AT TIME ZONE 'UTC')::date,
    count    bigint NOT NULL,
    PRIMARY KEY (tool, method, template, client, day)
);
CREATE INDEX calls_day ON calls (day);
