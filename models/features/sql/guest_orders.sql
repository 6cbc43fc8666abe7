-- grain: one row per guest invoice and country, of everything ever loaded
-- measures as in `orders`; an invoice of two countries makes two rows, so that both countries keep their sales
insert into guest_orders (invoice_no, country, invoiced_at, gross, returns, units, lines)
with

invoice_lines as (
    select invoice_no, invoiced_at, country, kind, quantity, unit_price
    from guest_transactions
),

invoices as (
    select
        invoice_no,
        country,
        min(invoiced_at) as invoiced_at,
        coalesce(sum(quantity * unit_price) filter (where kind = 'sale'), 0) as gross,
        coalesce(sum(quantity * unit_price) filter (where kind = 'return'), 0) as returns,
        coalesce(sum(quantity) filter (where kind = 'sale'), 0) as units,
        count(*) as lines
    from invoice_lines
    group by invoice_no, country
)

select invoice_no, country, invoiced_at, gross, returns, units, lines
from invoices
