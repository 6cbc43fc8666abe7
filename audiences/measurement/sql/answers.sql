-- grain: one row a segment, group and day with an order or a return of theirs: by how much each sum grew that day
with drawn as ({drawn}),

days as (
    select
        drawn.customer_id,
        drawn.segment,
        drawn.is_held,
        drawn.starts_on,
        cast(orders.invoiced_at as date) as day,
        count(*) filter (where orders.gross > 0) as orders,
        sum(orders.gross + orders.returns) as net
    from drawn
    join orders on orders.customer_id = drawn.customer_id
    where orders.invoiced_at >= drawn.starts_on and orders.invoiced_at < drawn.starts_on + cast(:days as integer)
    group by 1, 2, 3, 4, 5
),

before as (
    select
        answered.customer_id,
        count(*) filter (where orders.gross > 0) as orders,
        sum(orders.gross + orders.returns) as net
    from (select distinct customer_id, starts_on from days) as answered
    join orders on orders.customer_id = answered.customer_id
    where orders.invoiced_at < answered.starts_on
        and orders.invoiced_at >= answered.starts_on - cast(:before as integer)
    group by answered.customer_id
),

running as (
    select
        days.*,
        sum(orders) over so_far as orders_so_far,
        sum(net) over so_far as net_so_far
    from days
    window so_far as (partition by customer_id order by day)
)

select
    running.segment,
    running.is_held,
    running.day,
    count(*) filter (where running.orders > 0 and orders_so_far = running.orders) as buyers,
    coalesce(sum(coalesce(before.orders, 0)) filter (where running.orders > 0 and orders_so_far = running.orders), 0)
        as buyers_orders_before,
    sum(running.orders) as orders,
    sum(orders_so_far ^ 2 - (orders_so_far - running.orders) ^ 2) as orders_squared,
    sum(running.orders * coalesce(before.orders, 0)) as orders_orders_before,
    sum(running.net) as net,
    sum(cast(net_so_far ^ 2 - (net_so_far - running.net) ^ 2 as double precision)) as net_squared,
    sum(cast(running.net * coalesce(before.net, 0) as double precision)) as net_net_before
from running
left join before on before.customer_id = running.customer_id
group by running.segment, running.is_held, running.day
order by running.segment, running.is_held, running.day
