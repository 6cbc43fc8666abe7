-- One row per customer and order number of the file's first orders that an earlier load stored too, on other days only: how
-- many days lie between, at least, and the days.
with told as (
    select customer_id, invoice_no, day
    from unnest(cast(:customers as text []), cast(:numbers as text []), cast(:days as date [])) as orders (
        customer_id, invoice_no, day
    )
),

near as (
    select distinct on (told.customer_id, told.invoice_no)
        told.customer_id, told.invoice_no, told.day, cast(line.invoiced_at as date) as stored_day,
        abs(cast(line.invoiced_at as date) - told.day) as gap
    from told
    inner join transactions as line using (customer_id, invoice_no)
    where line.kind = 'sale' and line.load_id <> :load_id
    order by told.customer_id, told.invoice_no, gap
)

select invoice_no, day, stored_day, gap
from near
where gap > 0
order by day, invoice_no
