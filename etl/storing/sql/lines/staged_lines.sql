-- One row per readable line of the file that may repeat an earlier one or be stored already; all others are stored by
-- now. Temporary: gone with the transaction, whatever ends it.
create temporary table staged_lines (
    line_number bigint,
    may_repeat boolean, -- an earlier line of the file, in the columns too that are not stored
    customer_id text, -- '' = a guest
    invoice_no text,
    invoiced_at timestamp,
    country text,
    stock_code text,
    description text,
    quantity numeric,
    unit_price numeric,
    kind text,
    row_id text default '' -- the row's own number, where the file has one
) on commit drop
