-- One row per staged line: its number among those that equal it in all eight fields, from 1.
-- Temporary: gone with the transaction, whatever ends it.
create temporary table numbered_lines on commit drop as
select
    line_number,
    row_number() over (
        partition by
            invoice_no, customer_id, invoiced_at, stock_code, description, quantity, unit_price, country
        order by line_number
    ) as occurrence
from staged_lines
