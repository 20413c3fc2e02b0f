-- Revisions that are kept from their requests.
CREATE TABLE quarantines (
    tool    text NOT NULL,
    version text NOT NULL,
    sha256  text NOT NULL,
    since   timestamptz NOT NULL,
    reason  text NOT NULL,
    PRIMARY KEY (tool, version)
);
