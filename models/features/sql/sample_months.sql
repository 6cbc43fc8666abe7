-- grain: one row per customer of the fixed sample and month with a sale
-- the sample: the :sample_size customers with the lowest sample_key
insert into sample_months (customer_id, sample_key, country, month, orders, gross, last_order_on)
with

sampled as (
    select customer_id, sample_key, country
    from customer_features
    order by sample_key, customer_id
    limit :sample_size
),

sale_months as (
    select customer_id, month, orders, gross, last_order_on
    from customer_months
    where orders > 0
)

select customer_id, sample_key, country, month, orders, gross, last_order_on
from sale_months
join sampled using (customer_id)
