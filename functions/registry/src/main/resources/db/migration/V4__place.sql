-- Where a target was when it was well the last time, and when it was heard of last.
ALTER TABLE target ADD COLUMN place VARCHAR;
ALTER TABLE target ADD COLUMN seen_at TIMESTAMP WITH TIME ZONE;
-- Whether the target has become another place since the image was ready there.
ALTER TABLE placement ADD COLUMN doubted BOOLEAN NOT NULL DEFAULT FALSE;
