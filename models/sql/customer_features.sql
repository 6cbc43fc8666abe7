-- grain: one row per customer, those without an order included (frequency 0, recency null)
-- a customer's features know only what was invoiced before :as_of (a date)
insert into customer_features (
    customer_id, country, recency_days, frequency, monetary, returns, net, first_order_at, last_order_at,
    average_order_value, tenure_days, units, distinct_products, return_rate, sample_key
)
with

known_customers as (
    select customer_id, country
    from customers
),

buyers as (
    select
        customer_id,
        min(country) as country,
        count(*) filter (where gross > 0 and invoiced_at < cast(:as_of as date)) as frequency,
        coalesce(sum(gross) filter (where invoiced_at < cast(:as_of as date)), 0) as monetary,
        coalesce(sum(returns) filter (where invoiced_at < cast(:as_of as date)), 0) as returns,
        coalesce(sum(units) filter (where invoiced_at < cast(:as_of as date)), 0) as units,
        min(invoiced_at) filter (where gross > 0 and invoiced_at < cast(:as_of as date)) as first_order_at,
        max(invoiced_at) filter (where gross > 0 and invoiced_at < cast(:as_of as date)) as last_order_at
    from orders
    group by customer_id
),

-- distinct first, count after: hashes where count(distinct …) would sort every line
bought_products as (
    select distinct customer_id, stock_code
    from transactions
    where kind = 'sale' and stock_code <> '' and invoiced_at < cast(:as_of as date)
),

variety as (
    select customer_id, count(*) as distinct_products
    from bought_products
    group by customer_id
)

select
    customer_id,
    coalesce(known_customers.country, buyers.country, :no_country) as country,
    cast(:as_of as date) - cast(last_order_at as date) as recency_days,
    coalesce(frequency, 0) as frequency,
    coalesce(monetary, 0) as monetary,
    coalesce(returns, 0) as returns,
    coalesce(monetary + returns, 0) as net,
    first_order_at,
    last_order_at,
    monetary / nullif(frequency, 0) as average_order_value,
    cast(:as_of as date) - cast(first_order_at as date) as tenure_days,
    coalesce(units, 0) as units,
    coalesce(distinct_products, 0) as distinct_products,
    -returns / nullif(monetary, 0) as return_rate,
    -- 60 bits of a hash: the same for ever, on every machine, whatever else is in the table
    cast(cast('x' || left(md5(customer_id), 15) as bit(60)) as bigint) as sample_key
from known_customers
full join buyers using (customer_id)
left join variety using (customer_id)
