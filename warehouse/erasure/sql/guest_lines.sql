-- One row per line of somebody who is erased, from then on of a guest; :order_numbers is {old: new} as JSON.
with taken as (
    delete from transactions
    where customer_id = any(:numbers)
    returning *
)

insert into guest_transactions (
    invoice_no, invoiced_at, stock_code, description, quantity, unit_price, country, kind, load_id, row_id
)
select
    coalesce(cast(:order_numbers as jsonb) ->> invoice_no, invoice_no),
    invoiced_at, stock_code, description, quantity, unit_price, country, kind, load_id, row_id
from taken
