-- What an image's source was verified by when it came, as one text.
ALTER TABLE placement ADD COLUMN verified VARCHAR DEFAULT '';
