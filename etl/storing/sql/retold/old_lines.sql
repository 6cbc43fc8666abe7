-- One row per stored line of these orders that no line of the file equals in all fields: of the same number, customer and
-- day, or within half a day where both tell the time, as clocks of other zones do. Numbers may begin anew each year.
-- Temporary: gone with the transaction, whatever ends it.
create temporary table old_lines on commit drop as
with orders as materialized (
    select distinct customer_id, invoice_no, day, invoiced_at
    from new_lines
),

stored as (
    select
        line.ctid as place, line.customer_id, line.invoice_no, line.invoiced_at, line.stock_code, line.description,
        line.quantity, line.unit_price, line.country, line.load_id, orders.day, orders.invoiced_at as told_at
    from orders
    inner join transactions as line using (customer_id, invoice_no)
    where orders.customer_id <> ''
    union all
    select
        line.ctid as place, orders.customer_id, line.invoice_no, line.invoiced_at, line.stock_code, line.description,
        line.quantity, line.unit_price, line.country, line.load_id, orders.day, orders.invoiced_at as told_at
    from orders
    inner join guest_transactions as line using (invoice_no)
    where orders.customer_id = ''
),

near as (
    select distinct on (customer_id = '', place) *
    from stored
    where load_id <> :load_id
        and (
            cast(invoiced_at as date) = day
            or (
                abs(extract(epoch from invoiced_at - told_at)) <= 43200
                and cast(invoiced_at as time) <> '00:00'
                and cast(told_at as time) <> '00:00'
            )
        )
    order by customer_id = '', place, abs(extract(epoch from invoiced_at - told_at))
)

select
    place, customer_id, invoice_no, invoiced_at, day, lower(stock_code) as code, lower(description) as words, quantity,
    unit_price, load_id
from near
where not exists (
    select
    from staged_lines as line
    where (
        line.customer_id, line.invoice_no, line.invoiced_at, line.stock_code, line.description, line.quantity,
        line.unit_price, line.country
    ) = (
        near.customer_id, near.invoice_no, near.invoiced_at, near.stock_code, near.description, near.quantity,
        near.unit_price, near.country
    )
)
