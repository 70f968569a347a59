-- Whether no catalogue names the image any more, and nobody has had its bytes: its specification is what it was.
ALTER TABLE image ADD COLUMN withdrawn BOOLEAN DEFAULT FALSE NOT NULL;
