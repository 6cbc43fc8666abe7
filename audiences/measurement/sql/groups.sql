-- grain: one row a segment, group and first day: people, and what they had ordered in the days before
-- What each ordered is looked up one by one: a list that has just left has no statistics to plan a join with.
with drawn as ({drawn})

select
    drawn.segment,
    drawn.is_held,
    drawn.starts_on,
    count(*) as people,
    sum(before.orders) as orders,
    sum(before.orders * before.orders) as orders_squared,
    sum(before.net) as net,
    sum(before.net ^ 2) as net_squared
from drawn
cross join lateral (
    select
        count(*) filter (where orders.gross > 0) as orders,
        cast(coalesce(sum(orders.gross + orders.returns), 0) as double precision) as net
    from orders
    where orders.customer_id = drawn.customer_id
        and orders.invoiced_at < drawn.starts_on and orders.invoiced_at >= drawn.starts_on - cast(:before as integer)
) as before
group by drawn.segment, drawn.is_held, drawn.starts_on
order by drawn.segment, drawn.is_held, drawn.starts_on
