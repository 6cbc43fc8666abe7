-- grain: one row per customer (null: guests), home country of guests, month and stock code of the shop's $best_sellers best sellers
-- of sale and return lines, by the month of their order; for this run only: every segmentation's segment_products starts here
with

best_sellers as (
    select stock_code
    from products
    where is_product
    order by gross desc, stock_code
    limit $best_sellers
),

sales as (
    select
        customer_id,
        null as country,
        cast(date_trunc('month', orders.invoiced_at) as date) as month,
        stock_code,
        kind,
        amount,
        quantity
    from transactions
    join best_sellers using (stock_code)
    join orders using (customer_id, invoice_no)
    where kind in ('sale', 'return')
    union all
    select
        null,
        country,
        cast(date_trunc('month', guest_orders.invoiced_at) as date),
        stock_code,
        kind,
        amount,
        quantity
    from guest_transactions
    join best_sellers using (stock_code)
    join guest_orders using (invoice_no, country)
    where kind in ('sale', 'return')
)

select
    customer_id,
    country,
    month,
    stock_code,
    coalesce(sum(amount) filter (where kind = 'sale'), 0) as gross,
    coalesce(sum(amount) filter (where kind = 'return'), 0) as returns,
    coalesce(sum(quantity) filter (where kind = 'sale'), 0) as units
from sales
group by customer_id, country, month, stock_code
