-- grain: one row per sale or return line of the shop's :best_sellers best-selling products; guests' without customer_id
-- for this transaction only: every segmentation's segment_products starts here, after one scan of the lines
create temporary table best_seller_sales on commit drop as
with

best_sellers as (
    select stock_code
    from products
    where is_product
    order by gross desc, stock_code
    limit :best_sellers
),

order_months as (
    select customer_id, invoice_no, cast(date_trunc('month', invoiced_at) as date) as month
    from orders
),

guest_order_months as (
    select invoice_no, country, cast(date_trunc('month', invoiced_at) as date) as month
    from guest_orders
)

select
    customer_id,
    country,
    month,
    stock_code,
    case when kind = 'sale' then quantity * unit_price else 0 end as gross,
    case when kind = 'return' then quantity * unit_price else 0 end as returns,
    case when kind = 'sale' then quantity else 0 end as units
from transactions
join best_sellers using (stock_code)
join order_months using (customer_id, invoice_no)
where kind in ('sale', 'return')
union all
select
    null,
    country,
    month,
    stock_code,
    case when kind = 'sale' then quantity * unit_price else 0 end,
    case when kind = 'return' then quantity * unit_price else 0 end,
    case when kind = 'sale' then quantity else 0 end
from guest_transactions
join best_sellers using (stock_code)
join guest_order_months using (invoice_no, country)
where kind in ('sale', 'return')
