-- One row per readable line of the file being loaded. Temporary: gone with the transaction, whatever ends it.
-- line_hash is equal for lines whose eight fields are equal, and practically never for others. may_repeat is true for
-- each line that an earlier one equals, and for a few more.
create temporary table staged_lines (
    line_number bigint,
    line_hash bigint,
    may_repeat boolean,
    invoiced_at timestamp,
    quantity numeric,
    unit_price numeric,
    invoice_no text,
    customer_id text, -- '' = a guest
    stock_code text,
    description text,
    country text,
    kind text
) on commit drop
