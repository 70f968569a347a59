-- The registry. Runs on H2 (in PostgreSQL mode) and on PostgreSQL: what both understand, and nothing else.
--
-- Each migration can be run twice: H2 commits each statement that changes a table by itself, and a start that is cut between
-- two of them is simply made again.

-- One row, whose number grows with every change.
CREATE TABLE IF NOT EXISTS registry (
    id     INTEGER PRIMARY KEY,
    change BIGINT NOT NULL
);
INSERT INTO registry (id, change) SELECT 1, 0 WHERE NOT EXISTS (SELECT id FROM registry);

-- A part of a catalogue, as it was admitted last.
CREATE TABLE IF NOT EXISTS catalogue (
    name          VARCHAR(128) NOT NULL,
    part          INTEGER      NOT NULL,
    revision      INTEGER      NOT NULL,
    event_id      UUID         NOT NULL,
    -- The id that its content gives it, whatever its publisher has called it.
    content       UUID         NOT NULL,
    admitted_at   TIMESTAMP WITH TIME ZONE NOT NULL,
    images        INTEGER      NOT NULL,
    -- The keys of the good images that it names, as JSON.
    named         VARCHAR      NOT NULL,
    refused       VARCHAR      NOT NULL,
    PRIMARY KEY (name, part)
);

CREATE TABLE IF NOT EXISTS target (
    name            VARCHAR(128) PRIMARY KEY,
    kind            VARCHAR(64)   NOT NULL,
    disk_format     VARCHAR(16),
    location        VARCHAR       NOT NULL,
    project         VARCHAR,
    problem_code    VARCHAR(64),
    problem_message VARCHAR,
    announced_at    TIMESTAMP WITH TIME ZONE NOT NULL,
    -- Where it was when it was well the last time, to be compared and nothing else; null: it never was.
    place           VARCHAR
);

CREATE TABLE IF NOT EXISTS image (
    image_key        VARCHAR(128) PRIMARY KEY,
    -- The change of the registry that last touched the image, its placements or its failures: readers take only what is newer
    -- than what they have.
    changed          BIGINT  NOT NULL,
    spec             VARCHAR,
    first_catalogue  VARCHAR(128),
    last_catalogue   VARCHAR(128),
    catalogue_event  UUID,
    -- Whether catalogues have named the image, and none does any more: its specification is what they said last.
    left_out         BOOLEAN DEFAULT FALSE NOT NULL,
    -- What its catalogue says since a request is under way for other bytes, as JSON; null: nothing.
    correction       VARCHAR,
    asked            INTEGER NOT NULL,
    first_attempt    INTEGER NOT NULL,
    prompt_since     TIMESTAMP WITH TIME ZONE,
    asked_at         TIMESTAMP WITH TIME ZONE,
    heard_at         TIMESTAMP WITH TIME ZONE,
    due_at           TIMESTAMP WITH TIME ZONE,
    -- Since when the image has not been finished everywhere, for those who measure; null: it is.
    unfinished_since TIMESTAMP WITH TIME ZONE,
    fetched          INTEGER NOT NULL,
    converted        VARCHAR(256) NOT NULL,
    -- Of which source fetch has said last that it is signed as was demanded; null: of none.
    proved_attempt   INTEGER,
    proved_demand    VARCHAR,
    proved_source    VARCHAR(160),
    settled_event    UUID
);
CREATE INDEX IF NOT EXISTS image_due ON image (due_at);
CREATE INDEX IF NOT EXISTS image_changed ON image (changed);

CREATE TABLE IF NOT EXISTS placement (
    image_key     VARCHAR(128) NOT NULL REFERENCES image (image_key),
    target        VARCHAR(128) NOT NULL,
    image_id      UUID,
    generation    INTEGER,
    disk_format   VARCHAR(16),
    size          BIGINT,
    sha512        VARCHAR(160),
    -- The hash of what the image was made of.
    source_sha256 VARCHAR(160),
    -- What the image's source was verified by when it came, as one text.
    verified      VARCHAR,
    presentation  VARCHAR(160),
    ready_at      TIMESTAMP WITH TIME ZONE,
    named_id      UUID,
    named_attempt INTEGER,
    gone_id       UUID,
    gone_attempt  INTEGER,
    PRIMARY KEY (image_key, target)
);

CREATE TABLE IF NOT EXISTS failure (
    image_key   VARCHAR(128) NOT NULL REFERENCES image (image_key),
    scope       VARCHAR(160) NOT NULL,
    attempt     INTEGER      NOT NULL,
    stage       VARCHAR(64)  NOT NULL,
    code        VARCHAR(64)  NOT NULL,
    message     VARCHAR      NOT NULL,
    retry_after BIGINT,
    event_id    UUID         NOT NULL,
    failed_at   TIMESTAMP WITH TIME ZONE NOT NULL,
    forgiven    BOOLEAN      NOT NULL,
    PRIMARY KEY (image_key, scope)
);

CREATE TABLE IF NOT EXISTS alias (
    alias     VARCHAR(128) PRIMARY KEY,
    image_key VARCHAR(128) NOT NULL,
    catalogue VARCHAR(128) NOT NULL,
    -- The id of the catalogue's event that has pointed it there.
    event_id  UUID         NOT NULL
);

-- What was last said of an alias at a target.
CREATE TABLE IF NOT EXISTS alias_said (
    alias     VARCHAR(128) NOT NULL,
    target    VARCHAR(128) NOT NULL,
    image_key VARCHAR(128) NOT NULL,
    image_id  UUID         NOT NULL,
    moved_at  TIMESTAMP WITH TIME ZONE NOT NULL,
    PRIMARY KEY (alias, target)
);
CREATE INDEX IF NOT EXISTS alias_said_image ON alias_said (image_key);

CREATE TABLE IF NOT EXISTS wiring (
    variable  VARCHAR(256) PRIMARY KEY,
    refers_to VARCHAR(128) NOT NULL,
    catalogue VARCHAR(128) NOT NULL,
    -- The id of the catalogue's event that has pointed it there.
    event_id  UUID         NOT NULL
);

CREATE TABLE IF NOT EXISTS history (
    id          BIGINT GENERATED BY DEFAULT AS IDENTITY PRIMARY KEY,
    happened_at TIMESTAMP WITH TIME ZONE NOT NULL,
    image_key   VARCHAR(128) NOT NULL,
    target      VARCHAR(128),
    what        VARCHAR(32)  NOT NULL,
    words       VARCHAR(1024) NOT NULL
);
CREATE INDEX IF NOT EXISTS history_image ON history (image_key, id);

-- Events that are decided but perhaps not yet published.
CREATE TABLE IF NOT EXISTS outbox (
    id         BIGINT GENERATED BY DEFAULT AS IDENTITY PRIMARY KEY,
    event_type VARCHAR(128) NOT NULL,
    event_data VARCHAR      NOT NULL
);
