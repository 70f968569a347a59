-- Of which source fetch has said last that it is signed as was demanded; null: nothing was said since this is kept.
ALTER TABLE image ADD COLUMN proved_attempt INTEGER;
ALTER TABLE image ADD COLUMN proved_demand VARCHAR;
ALTER TABLE image ADD COLUMN proved_source VARCHAR(160);
-- The hash of what the image at a target was made of; null: an earlier version has not kept it.
ALTER TABLE placement ADD COLUMN source_sha256 VARCHAR(160);
