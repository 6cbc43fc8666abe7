-- One row per readable row of the customers file being loaded. Temporary: gone with the transaction.
create temporary table customers_staged (
    line_number bigint,
    customer_id text,
    country text, -- null in any column: the file does not say
    email text,
    first_name text,
    last_name text,
    phone text,
    consent boolean,
    birth_year smallint,
    city text,
    postcode text,
    attributes jsonb
) on commit drop
