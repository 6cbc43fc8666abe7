-- One row per customer of the file. Temporary: gone with the transaction, whatever ends it.
create temporary table staged_homes (
    customer_id text,
    country text
) on commit drop
