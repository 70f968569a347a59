-- What has failed is run again by the next start, like what was cut.
DELETE FROM "flyway_schema_history" WHERE NOT "success";
