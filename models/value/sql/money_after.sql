-- grain: one row with what the customers with a sale order before $cutoff brought from then to before $until
with

known as (
    select distinct customer_id
    from orders
    where gross > 0 and invoiced_at < $cutoff
)

select
    cast(coalesce(sum(gross), 0) as double) as gross,
    cast(coalesce(sum(gross + returns), 0) as double) as net
from orders
join known using (customer_id)
where invoiced_at >= $cutoff and invoiced_at < $until
