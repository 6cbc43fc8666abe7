-- grain: one row per generated customer with features as skewed as real ones; setseed makes the same shop each time
insert into customer_features (
    customer_id, country, recency_days, frequency, monetary, returns, net, units, distinct_products, sample_key
)
with

seeded as materialized (
    select setseed(0.42)
),

people as materialized (
    select
        'C' || lpad(cast(number as text), 8, '0') as customer_id,
        mod(number, 5) as home,
        1 + cast(floor(1000 * random() ^ 2) as int) as recency_days,
        1 + cast(floor(-ln(1 - random()) * 3) as int) as frequency,
        exp(3 + 2 * random()) as order_value
    from seeded, generate_series(1, :customers) as number
)

select
    customer_id,
    (array['GB', 'DE', 'FR', 'ES', 'US'])[1 + home],
    recency_days,
    frequency,
    round(cast(frequency * order_value as numeric), 2),
    0,
    round(cast(frequency * order_value as numeric), 2),
    frequency,
    1,
    cast(cast('x' || left(md5(customer_id), 15) as bit(60)) as bigint)
from people
