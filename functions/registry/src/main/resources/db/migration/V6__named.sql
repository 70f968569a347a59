-- Whether a catalogue names the image now, or an alias points at it: what nobody names is not asked for.
ALTER TABLE image ADD COLUMN named BOOLEAN DEFAULT FALSE NOT NULL;
-- Where a part was admitted by a version that kept no names, every image may be named.
UPDATE image SET named = TRUE WHERE spec IS NOT NULL AND (
    EXISTS (SELECT 1 FROM catalogue WHERE catalogue.named IS NULL
               OR POSITION('"' || image.image_key || '"' IN catalogue.named) > 0)
    OR EXISTS (SELECT 1 FROM alias WHERE alias.image_key = image.image_key)
);
