-- One row per staged line that an earlier staged line equals in all eight fields.
insert into dropped_lines (line_number, load_id)
with numbered as (
    select
        line_number,
        row_number() over (
            partition by
                invoice_no, customer_id, invoiced_at, stock_code, description, quantity, unit_price, country
            order by line_number
        ) as occurrence
    from staged_lines
)

select line_number, cast(:load_id as bigint)
from numbered
where occurrence > 1
