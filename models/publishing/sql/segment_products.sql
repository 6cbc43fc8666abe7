-- grain: one row per segmentation, home country, segment (null: guests), month of the order and stock code
-- only sale and return lines of the best-selling products, see best_seller_sales
with

members as (
    select customer_id, segment_id, country
    from placed
    where segmentation_id = $segmentation_id
),

sales as (
    select members.country, segment_id, month, stock_code, gross, returns, units
    from best_seller_sales
    join members using (customer_id)
    union all
    select country, null, month, stock_code, gross, returns, units
    from best_seller_sales
    where customer_id is null
)

select
    $segmentation_id as segmentation_id,
    country,
    segment_id,
    month,
    cast(sales.stock_code as text) as stock_code,
    sum(gross) as gross,
    sum(returns) as returns,
    sum(units) as units
from sales
group by country, segment_id, month, sales.stock_code
order by all -- as in the key, so that its index grows at one end
