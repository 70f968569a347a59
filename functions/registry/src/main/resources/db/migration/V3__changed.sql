-- The change of the registry that last touched the image, its placements or its failures: readers take only what is newer
-- than what they have.
ALTER TABLE image ADD COLUMN changed BIGINT DEFAULT 0 NOT NULL;
CREATE INDEX image_changed ON image (changed);
