-- grain: one row per segmentation, home country, segment, month of the first sale order and later month with a sale or return
-- retention of a cohort: customers of (first_month, month) / customers of (first_month, first_month)
-- who only ever returned has no first order and is in no cohort; a return before it is of an order that nobody knows
with

members as (
    select customer_id, segment_id, country
    from placed
    where segmentation_id = $segmentation_id
),

firsts as (
    select customer_id, month as first_month
    from customer_months
    where orders > 0 and previous_month is null
)

select
    $segmentation_id as segmentation_id,
    country,
    segment_id,
    first_month,
    month,
    count(*) filter (where orders > 0) as customers,
    sum(orders) as orders,
    sum(gross) as gross,
    sum(returns) as returns
from customer_months
join firsts using (customer_id)
join members using (customer_id)
where month >= first_month
group by country, segment_id, first_month, month
order by all -- as in the key, so that its index grows at one end
