-- grain: one row: those who were written to, and what they ordered in as many days before and after
-- Only those of whom as many days are loaded.
with drawn as (
    select everybody.*
    from ({drawn}) as everybody
    where everybody.starts_on + cast(:days as integer) - 1 <= (select last_day from data_days)
),

sides as (
    select
        orders.customer_id,
        orders.invoiced_at >= drawn.starts_on as is_after,
        bool_or(orders.gross > 0) as bought,
        sum(orders.gross + orders.returns) as net
    from drawn
    join orders on orders.customer_id = drawn.customer_id
    where not drawn.is_held
        and orders.invoiced_at >= drawn.starts_on - cast(:days as integer)
        and orders.invoiced_at < drawn.starts_on + cast(:days as integer)
    group by 1, 2
)

select
    (select count(*) from drawn where not is_held) as people,
    count(*) filter (where bought and not is_after) as buyers_before,
    count(*) filter (where bought and is_after) as buyers_after,
    coalesce(sum(net) filter (where not is_after), 0) as net_before,
    coalesce(sum(net) filter (where is_after), 0) as net_after
from sides
