-- What operators have set while nodes run, in place of what the nodes were started with: until then, or until it is reset.
CREATE TABLE settings (
    name       text PRIMARY KEY,
    value      text NOT NULL,
    until      timestamptz,
    changed_at timestamptz NOT NULL DEFAULT now()
);

UPDATE roles SET permissions = permissions || 'settings:*'::text WHERE name = 'operator';
