-- grain: one row per segmentation, home country, segment, sale month and the customers' next sale month
-- mean recency at the end of a window [a, b]: end - sum(last_order_days) / sum(customers)
-- where month between a and b and (next_month is null or next_month > b)
with

members as (
    select customer_id, segment_id, country
    from placed
    where segmentation_id = $segmentation_id
),

sale_months as (
    select customer_id, month, next_month, last_order_on
    from customer_months
    where orders > 0
)

select
    $segmentation_id as segmentation_id,
    country,
    segment_id,
    month,
    next_month,
    count(*) as customers,
    sum(last_order_on - date '1970-01-01') as last_order_days
from sale_months
join members using (customer_id)
group by country, segment_id, month, next_month
order by all -- as in the key, so that its index grows at one end
