-- grain: one row per customer of the fixed sample and month with a sale
-- the sample: the $sample_size customers with the lowest sample_key
with

sampled as (
    select customer_id, sample_key, country
    from customer_features
    order by sample_key, customer_id
    limit $sample_size
)

select cast(customer_id as text) as customer_id, sample_key, country, month, orders, gross, last_order_on
from customer_months
join sampled using (customer_id)
where orders > 0
order by customer_id, month
