-- grain: one row per guest invoice and country, of everything ever loaded
-- measures as in `orders`; an invoice of two countries makes two rows, so that both countries keep their sales
select
    invoice_no,
    country,
    min(invoiced_at) as invoiced_at,
    coalesce(sum(amount) filter (where kind = 'sale'), 0) as gross,
    coalesce(sum(amount) filter (where kind = 'return'), 0) as returns,
    coalesce(sum(quantity) filter (where kind = 'sale'), 0) as units,
    count(*) as lines
from guest_transactions
group by invoice_no, country
