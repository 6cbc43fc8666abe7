-- grain: one row a segment, group, first day and day with an order or a return of theirs: by how much each sum grew that day
with drawn as ({drawn}),

days as (
    select
        drawn.customer_id,
        drawn.segment,
        drawn.is_held,
        drawn.starts_on,
        after.day,
        after.orders,
        after.net
    from drawn
    cross join lateral (
        select
            cast(orders.invoiced_at as date) as day,
            count(*) filter (where orders.gross > 0) as orders,
            sum(orders.gross + orders.returns) as net
        from orders
        where orders.customer_id = drawn.customer_id
            and orders.invoiced_at >= drawn.starts_on and orders.invoiced_at < drawn.starts_on + cast(:days as integer)
        group by 1
    ) as after
),

running as (
    select
        days.*,
        sum(days.orders) over so_far as orders_so_far,
        sum(days.net) over so_far as net_so_far
    from days
    window so_far as (partition by days.customer_id order by days.day)
),

known as (
    select
        running.*,
        running.orders > 0 and running.orders_so_far = running.orders as is_first,
        before.orders as orders_before,
        before.net as net_before
    from running
    cross join lateral (
        select
            count(*) filter (where orders.gross > 0) as orders,
            coalesce(sum(orders.gross + orders.returns), 0) as net
        from orders
        where orders.customer_id = running.customer_id and orders.invoiced_at < running.starts_on
            and orders.invoiced_at >= running.starts_on - cast(:before as integer)
    ) as before
)

select
    segment,
    is_held,
    starts_on,
    day,
    count(*) filter (where is_first) as buyers,
    coalesce(sum(orders_before) filter (where is_first), 0) as buyers_orders_before,
    sum(orders) as orders,
    sum(orders_so_far ^ 2 - (orders_so_far - orders) ^ 2) as orders_squared,
    sum(orders * orders_before) as orders_orders_before,
    sum(net) as net,
    sum(cast(net_so_far ^ 2 - (net_so_far - net) ^ 2 as double precision)) as net_squared,
    sum(cast(net * net_before as double precision)) as net_net_before
from known
group by segment, is_held, starts_on, day
order by segment, is_held, starts_on, day
