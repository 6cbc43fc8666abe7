-- grain: one row per segmentation, home country, segment (null: guests), month, weekday (ISO) and hour of sale orders
with

members as (
    select customer_id, segment_id, country
    from placed
    where segmentation_id = $segmentation_id
),

sale_orders as (
    select members.country, segment_id, date_trunc('hour', invoiced_at) as ordered_at, gross
    from orders
    join members using (customer_id)
    where gross > 0
    union all
    select country, null, date_trunc('hour', invoiced_at), gross
    from guest_orders
    where gross > 0
)

select
    $segmentation_id as segmentation_id,
    country,
    segment_id,
    cast(date_trunc('month', ordered_at) as date) as month,
    isodow(ordered_at) as weekday,
    hour(ordered_at) as hour,
    count(*) as orders,
    sum(gross) as gross
from sale_orders
group by
    country,
    segment_id,
    cast(date_trunc('month', ordered_at) as date),
    isodow(ordered_at),
    hour(ordered_at)
order by all -- as in the key, so that its index grows at one end
