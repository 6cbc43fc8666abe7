-- grain: one row per customer and invoice, of everything ever loaded
-- gross sums sale lines, returns sums return lines (<= 0); free lines and adjustments count in `lines` only
select
    customer_id,
    invoice_no,
    min(invoiced_at) as invoiced_at,
    min(country) as country,
    coalesce(sum(amount) filter (where kind = 'sale'), 0) as gross,
    coalesce(sum(amount) filter (where kind = 'return'), 0) as returns,
    coalesce(sum(quantity) filter (where kind = 'sale'), 0) as units,
    count(*) as lines,
    min(shop_number) as shop_number,
    min(begun_on) as begun_on,
    min(followed_on) as followed_on
from transactions
group by customer_id, invoice_no
