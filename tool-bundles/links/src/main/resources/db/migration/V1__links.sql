CREATE TABLE links (
  id              bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  code            text COLLATE "C" NOT NULL UNIQUE,
  url             text NOT NULL,
  owner           text NOT NULL,
  created_at      timestamptz NOT NULL DEFAULT now(),
  expires_at      timestamptz,
  clicks          bigint NOT NULL DEFAULT 0,
  last_clicked_at timestamptz
) WITH (fillfactor = 80); -- room for the next count beside the last, so that counting touches no index

CREATE INDEX links_of_owner ON links (owner, created_at DESC, code DESC);
