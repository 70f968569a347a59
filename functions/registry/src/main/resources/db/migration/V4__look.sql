-- The keys of the good images that a part of a catalogue names, as JSON; null: it was admitted by an earlier version.
ALTER TABLE catalogue ADD COLUMN named VARCHAR;
-- Where a target was when it was well the last time, to be compared and nothing else.
ALTER TABLE target ADD COLUMN place VARCHAR;
-- One that is ill does not say its project.
UPDATE target SET place = location || ' ' || COALESCE(project, '') WHERE problem_code IS NULL;
