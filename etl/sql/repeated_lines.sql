-- One row per line of the file that an earlier line of it equals in all eight fields.
-- The loader marks the few candidates; only these, and the lines that share their hash, are compared.
insert into dropped_lines (line_number, is_known)
with candidates as (
    select distinct line_hash
    from staged_lines
    where may_repeat
),

numbered as (
    select
        line.line_number,
        row_number() over (
            partition by
                line.invoice_no, line.customer_id, line.invoiced_at, line.stock_code, line.description,
                line.quantity, line.unit_price, line.country
            order by line.line_number
        ) as occurrence
    from staged_lines as line
    inner join candidates on candidates.line_hash = line.line_hash
)

select line_number, false
from numbered
where occurrence > 1
