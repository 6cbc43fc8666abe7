-- grain: one row per customer, those without an order included (frequency 0, recency null)
-- a customer's features know only what was invoiced before :as_of (a date)
-- a product's usual price is the median of its sale lines, where there are :price_lines of them at least; a line is
-- discounted below :discount times that, so quantity prices count too, and a product that got dearer was cheaper once
insert into customer_features (
    customer_id, country, recency_days, frequency, monetary, returns, net, first_order_at, last_order_at,
    average_order_value, tenure_days, units, distinct_products, return_rate,
    weekend_share, night_share, discount_share, sample_key
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
        max(invoiced_at) filter (where gross > 0 and invoiced_at < cast(:as_of as date)) as last_order_at,
        count(*) filter (
            where gross > 0 and invoiced_at < cast(:as_of as date) and extract(isodow from invoiced_at) >= 6
        ) as weekend_orders,
        count(*) filter (
            where gross > 0 and invoiced_at < cast(:as_of as date)
                and (extract(hour from invoiced_at) >= 22 or extract(hour from invoiced_at) < 6)
        ) as night_orders
    from orders
    group by customer_id
),

clock as (
    select exists (select from orders where invoiced_at <> cast(invoiced_at as date)) as has_times
),

-- a row a product and price first: few, so that the median needs no sort of all lines
prices as (
    select stock_code, unit_price, count(*) as lines
    from transactions
    where kind = 'sale' and invoiced_at < cast(:as_of as date)
    group by stock_code, unit_price
),

ranked_prices as (
    select
        stock_code,
        unit_price,
        sum(lines) over (partition by stock_code order by unit_price) as lines_up_to,
        sum(lines) over (partition by stock_code) as all_lines
    from prices
),

usual_prices as (
    select ranked_prices.stock_code, min(ranked_prices.unit_price) * cast(:discount as numeric) as bound
    from ranked_prices
    join products on products.stock_code = ranked_prices.stock_code and products.is_product
    where lines_up_to * 2 >= all_lines and all_lines >= :price_lines
    group by ranked_prices.stock_code
),

-- a row a customer and product first, counted after: hashes where count(distinct …) would sort every line
bought_products as (
    select
        transactions.customer_id,
        transactions.stock_code,
        count(usual_prices.bound) as priced_lines,
        count(*) filter (where transactions.unit_price < usual_prices.bound) as discounted_lines
    from transactions
    left join usual_prices on usual_prices.stock_code = transactions.stock_code
    where transactions.kind = 'sale' and transactions.stock_code <> '' and invoiced_at < cast(:as_of as date)
    group by transactions.customer_id, transactions.stock_code
),

variety as (
    select
        customer_id,
        count(*) as distinct_products,
        sum(discounted_lines) / nullif(sum(priced_lines), 0) as discount_share
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
    weekend_orders / cast(nullif(frequency, 0) as numeric) as weekend_share,
    case when has_times then night_orders / cast(nullif(frequency, 0) as numeric) end as night_share,
    discount_share,
    -- 60 bits of a hash: the same for ever, on every machine, whatever else is in the table
    cast(cast('x' || left(md5(customer_id), 15) as bit(60)) as bigint) as sample_key
from known_customers
full join buyers using (customer_id)
left join variety using (customer_id)
cross join clock
