-- One row per order of somebody who is erased, from then on of a guest, or added to the guests' of the same number.
with taken as (
    delete from orders
    where customer_id = any(:numbers)
    returning *
)

insert into guest_orders (invoice_no, country, invoiced_at, gross, returns, units, lines)
select
    coalesce(cast(:order_numbers as jsonb) ->> invoice_no, invoice_no),
    country, min(invoiced_at), sum(gross), sum(returns), sum(units), sum(lines)
from taken
group by 1, 2
on conflict (invoice_no, country) do update
    set
        gross = guest_orders.gross + excluded.gross,
        returns = guest_orders.returns + excluded.returns,
        units = guest_orders.units + excluded.units,
        lines = guest_orders.lines + excluded.lines
