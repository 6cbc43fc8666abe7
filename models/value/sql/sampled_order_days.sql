-- grain: one row per customer of a fixed sample and day with a sale order, before $until
-- the sample: the $most customers with an order who have the lowest sample_key; customers by their number from 0,
-- days counted from 1970-01-01
with

sampled as (
    select customer_id, row_number() over (order by sample_key, customer_id) - 1 as number
    from customer_features
    where frequency > 0
    order by sample_key, customer_id
    limit $most
)

select number, cast(invoiced_at as date) - date '1970-01-01' as day
from orders
join sampled using (customer_id)
where gross > 0 and invoiced_at < $until
group by number, cast(invoiced_at as date)
order by number, day
