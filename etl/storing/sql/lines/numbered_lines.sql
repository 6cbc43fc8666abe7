-- One row per staged line: the first of those that equal it in all eight fields, its number among these, from 1, and its
-- number among those of them that have its row's number too.
-- Temporary: gone with the transaction, whatever ends it.
create temporary table numbered_lines on commit drop as
select
    line_number,
    may_repeat,
    row_id,
    first_value(line_number) over (equal order by line_number) as first_line,
    row_number() over (equal order by line_number) as occurrence,
    row_number() over (
        partition by
            invoice_no, customer_id, invoiced_at, stock_code, description, quantity, unit_price, country, row_id
        order by line_number
    ) as occurrence_of_row
from staged_lines
window equal as (
    partition by invoice_no, customer_id, invoiced_at, stock_code, description, quantity, unit_price, country
)
