-- grain: one row per segmentation, home country, segment (null: guests), month and the customers' previous sale month
-- distinct customers of a window [a, b]: sum(customers) where month between a and b
-- and (previous_month is null or previous_month < a); a month of returns only counts no customer
with

members as (
    select customer_id, segment_id, country
    from placed
    where segmentation_id = $segmentation_id
),

activity as (
    select
        country,
        segment_id,
        month,
        previous_month,
        count(*) filter (where orders > 0) as customers,
        sum(orders) as orders,
        sum(gross) as gross,
        sum(returns) as returns,
        sum(units) as units
    from customer_months
    join members using (customer_id)
    group by country, segment_id, month, previous_month
),

guest_activity as (
    select
        country,
        cast(date_trunc('month', invoiced_at) as date) as month,
        count(*) filter (where gross > 0) as orders,
        sum(gross) as gross,
        sum(returns) as returns,
        sum(units) as units
    from guest_orders
    where gross > 0 or returns <> 0
    group by country, cast(date_trunc('month', invoiced_at) as date)
)

select
    $segmentation_id as segmentation_id,
    country, segment_id, month, previous_month, customers, orders, gross, returns, units
from activity
union all
select
    $segmentation_id as segmentation_id,
    country, null, month, null, 0, orders, gross, returns, units
from guest_activity
order by all -- as in the key, so that its index grows at one end
