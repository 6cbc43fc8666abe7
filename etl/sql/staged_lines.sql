-- One row per readable line of the file that may repeat an earlier one or be stored already; all others are stored by
-- now. Temporary: gone with the transaction, whatever ends it.
create temporary table staged_lines (
    line_number bigint,
    customer_id text, -- '' = a guest
    invoice_no text,
    invoiced_at timestamp,
    country text,
    stock_code text,
    description text,
    quantity numeric,
    unit_price numeric,
    kind text
) on commit drop
