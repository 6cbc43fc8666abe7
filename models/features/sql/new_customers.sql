-- grain: one row per known customer that the last run did not know: no order yet as far as it goes
insert into customer_features (
    customer_id, country, frequency, monetary, returns, net, units, distinct_products, sample_key
)
select
    customer_id,
    coalesce(country, :no_country) as country,
    0 as frequency,
    0 as monetary,
    0 as returns,
    0 as net,
    0 as units,
    0 as distinct_products,
    cast(cast('x' || left(md5(customer_id), 15) as bit(60)) as bigint) as sample_key
from customers
where not exists (select from customer_features where customer_features.customer_id = customers.customer_id)
