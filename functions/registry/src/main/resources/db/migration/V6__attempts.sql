-- No event may say an attempt above 1,000,000 any more. What was taken from one before it was so would make events that nobody
-- can write: it becomes the highest that is believed of others now.
UPDATE failure SET attempt = 900000
    WHERE attempt > 900000 AND image_key IN (SELECT image_key FROM image WHERE asked > 900001);
UPDATE placement SET named_attempt = 900000
    WHERE named_attempt > 900000 AND image_key IN (SELECT image_key FROM image WHERE asked > 900001);
UPDATE placement SET gone_attempt = 900000
    WHERE gone_attempt > 900000 AND image_key IN (SELECT image_key FROM image WHERE asked > 900001);
UPDATE image SET asked = 900001, first_attempt = LEAST(first_attempt, 900001), fetched = LEAST(fetched, 900000), converted = ''
    WHERE asked > 900001;
