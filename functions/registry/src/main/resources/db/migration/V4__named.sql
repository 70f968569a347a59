-- The keys of the good images that a part of a catalogue names, as JSON; null: it was admitted by an earlier version.
ALTER TABLE catalogue ADD COLUMN named VARCHAR;
