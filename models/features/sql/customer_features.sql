-- grain: one row per customer, those without an order included (frequency 0, recency null)
-- the columns of the table in their order
-- PostgreSQL's dialect, from the temporary `customer_sums`: quotients of its decimals, which DuckDB would round to doubles
select
    customer_id,
    country,
    cast(:as_of as date) - cast(last_order_at as date) as recency_days,
    frequency,
    monetary,
    returns,
    monetary + returns as net,
    first_order_at,
    last_order_at,
    monetary / nullif(frequency, 0) as average_order_value,
    cast(:as_of as date) - cast(first_order_at as date) as tenure_days,
    units,
    distinct_products,
    -returns / nullif(monetary, 0) as return_rate,
    weekend_orders / cast(nullif(frequency, 0) as numeric) as weekend_share,
    night_orders / cast(nullif(frequency, 0) as numeric) as night_share,
    discounted_lines / cast(nullif(priced_lines, 0) as numeric) as discount_share,
    sample_key,
    place,
    bought_on
from customer_sums
