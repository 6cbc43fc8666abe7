-- grain: one row per customer and invoice, of everything ever loaded
-- gross sums sale lines, returns sums return lines (<= 0); free lines and adjustments count in `lines` only
insert into orders (customer_id, invoice_no, invoiced_at, country, gross, returns, units, lines)
with

invoice_lines as (
    select customer_id, invoice_no, invoiced_at, country, kind, quantity, unit_price
    from transactions
),

invoices as (
    select
        customer_id,
        invoice_no,
        min(invoiced_at) as invoiced_at,
        min(country) as country,
        coalesce(sum(quantity * unit_price) filter (where kind = 'sale'), 0) as gross,
        coalesce(sum(quantity * unit_price) filter (where kind = 'return'), 0) as returns,
        coalesce(sum(quantity) filter (where kind = 'sale'), 0) as units,
        count(*) as lines
    from invoice_lines
    group by customer_id, invoice_no
)

select customer_id, invoice_no, invoiced_at, country, gross, returns, units, lines
from invoices
order by customer_id, invoice_no
