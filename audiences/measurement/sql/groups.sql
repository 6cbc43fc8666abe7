-- grain: one row a segment, group and first day: people, and what they had ordered in the days before
with drawn as ({drawn}),

before as (
    select
        drawn.customer_id,
        count(*) filter (where orders.gross > 0) as orders,
        sum(orders.gross + orders.returns) as net
    from drawn
    join orders on orders.customer_id = drawn.customer_id
    where orders.invoiced_at < drawn.starts_on and orders.invoiced_at >= drawn.starts_on - cast(:before as integer)
    group by drawn.customer_id
)

select
    drawn.segment,
    drawn.is_held,
    drawn.starts_on,
    count(*) as people,
    coalesce(sum(before.orders), 0) as orders,
    coalesce(sum(before.orders * before.orders), 0) as orders_squared,
    coalesce(sum(cast(before.net as double precision)), 0) as net,
    coalesce(sum(cast(before.net as double precision) ^ 2), 0) as net_squared
from drawn
left join before on before.customer_id = drawn.customer_id
group by drawn.segment, drawn.is_held, drawn.starts_on
order by drawn.segment, drawn.is_held, drawn.starts_on
