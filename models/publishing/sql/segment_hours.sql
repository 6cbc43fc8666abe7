-- grain: one row per segmentation, home country, segment (null: guests), month, weekday (ISO) and hour of sale orders
insert into segment_hours (segmentation_id, country, segment_id, month, weekday, hour, orders, gross)
with

members as (
    select customer_id, segment_id, country
    from customer_segments
    join customer_features using (customer_id)
    where segmentation_id = :segmentation_id
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
    cast(:segmentation_id as integer),
    country,
    segment_id,
    cast(date_trunc('month', ordered_at) as date) as month,
    extract(isodow from ordered_at) as weekday,
    extract(hour from ordered_at) as hour,
    count(*) as orders,
    sum(gross) as gross
from sale_orders
group by
    country,
    segment_id,
    cast(date_trunc('month', ordered_at) as date),
    extract(isodow from ordered_at),
    extract(hour from ordered_at)
