-- One row per customer and country that the file names together, now and then several equal ones.
-- Temporary: gone with the transaction, whatever ends it.
create temporary table staged_homes (
    customer_id text,
    country text
) on commit drop
