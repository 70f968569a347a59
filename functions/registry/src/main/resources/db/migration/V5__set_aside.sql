-- An event that cannot be read back holds up none behind it.
ALTER TABLE outbox ADD COLUMN set_aside BOOLEAN DEFAULT FALSE NOT NULL;
