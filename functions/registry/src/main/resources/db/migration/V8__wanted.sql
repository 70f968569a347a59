-- Whether no catalogue names the image any more, and nobody has had its bytes: its specification is what it was.
ALTER TABLE image ADD COLUMN withdrawn BOOLEAN DEFAULT FALSE NOT NULL;
-- What its catalogue says since a request is under way for other bytes, as JSON; null: nothing.
ALTER TABLE image ADD COLUMN correction VARCHAR;
-- Since when the image has not been finished everywhere, for those who measure; null: it is, or an earlier version has not kept it.
ALTER TABLE image ADD COLUMN unfinished_since TIMESTAMP WITH TIME ZONE;
UPDATE image SET unfinished_since = COALESCE(asked_at, heard_at) WHERE due_at IS NOT NULL;
-- The id of the catalogue's event that has pointed a name where it points; null: an earlier version has not kept it.
ALTER TABLE alias ADD COLUMN event_id UUID;
ALTER TABLE wiring ADD COLUMN event_id UUID;
