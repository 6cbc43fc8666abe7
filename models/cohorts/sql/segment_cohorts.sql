-- grain: one row per segmentation, home country, segment, month of the first sale order and later month with a sale or return
-- retention of a cohort: customers of (first_month, month) / customers of (first_month, first_month)
-- who only ever returned has no first order and is in no cohort; a return before it is of an order that nobody knows
insert into segment_cohorts (
    segmentation_id, country, segment_id, first_month, month, customers, orders, gross, returns
)
with

members as (
    select customer_id, segment_id, country
    from customer_segments
    join customer_features using (customer_id)
    where segmentation_id = :segmentation_id
),

firsts as (
    select customer_id, month as first_month
    from customer_months
    where orders > 0 and previous_month is null
)

select
    cast(:segmentation_id as integer),
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
