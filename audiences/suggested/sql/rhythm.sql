-- grain: one row: of the fixed sample, who ordered on a second day, and by how many days half and nine in ten had
with firsts as (
    select
        sampled.customer_id,
        (
            select min(cast(orders.invoiced_at as date))
            from orders
            where orders.customer_id = sampled.customer_id and orders.gross > 0
                and orders.invoiced_at >= cast(sampled.first_order_at as date) + 1
        ) - cast(sampled.first_order_at as date) as days
    from (
        select customer_id, first_order_at
        from listed_customers
        where frequency > 1
        order by sample_key
        limit 5000
    ) as sampled
)

select
    count(days) as customers,
    coalesce(percentile_disc(0.5) within group (order by days), 0) as half_by,
    coalesce(percentile_disc(0.9) within group (order by days), 0) as most_by
from firsts
