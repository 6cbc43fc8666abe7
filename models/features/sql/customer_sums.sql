-- grain: one row per customer, those without an order included (frequency 0, no first order)
-- what `customer_features` is made of: a customer's sums know only what was invoiced before $as_of (a date)
-- a product's usual price is the median of its sale lines, where there are $price_lines of them at least; a line is
-- discounted below $discount times that, so quantity prices count too, and a product that got dearer was cheaper once
with

dated as (
    select
        *,
        invoiced_at < $as_of as is_known,
        gross > 0 and invoiced_at < $as_of as is_order
    from orders
),

buyers as (
    select
        customer_id,
        min(country) as country,
        count(*) filter (where is_order) as frequency,
        coalesce(sum(gross) filter (where is_known), 0) as monetary,
        coalesce(sum(returns) filter (where is_known), 0) as returns,
        coalesce(sum(units) filter (where is_known), 0) as units,
        min(invoiced_at) filter (where is_order) as first_order_at,
        max(invoiced_at) filter (where is_order) as last_order_at,
        count(*) filter (where is_order and isodow(invoiced_at) >= 6) as weekend_orders,
        count(*) filter (where is_order and (hour(invoiced_at) >= 22 or hour(invoiced_at) < 6)) as night_orders
    from dated
    group by customer_id
),

clock as (
    select count(*) > 0 as has_times
    from orders
    where invoiced_at <> cast(invoiced_at as date)
),

-- a row a product and price first: few, so that the median needs no sort of all lines
prices as (
    select stock_code, unit_price, count(*) as lines
    from transactions
    where kind = 'sale' and invoiced_at < $as_of
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
    select ranked_prices.stock_code, min(ranked_prices.unit_price) * cast($discount as decimal(2, 1)) as bound
    from ranked_prices
    join products on products.stock_code = ranked_prices.stock_code and products.is_product
    where lines_up_to * 2 >= all_lines and all_lines >= $price_lines
    group by ranked_prices.stock_code
),

-- a row a customer and product first, counted after: hashes where count(distinct …) would sort every line
bought_products as (
    select
        transactions.customer_id,
        transactions.stock_code,
        count(bound) as priced_lines,
        count(*) filter (where unit_price < bound) as discounted_lines
    from transactions
    left join usual_prices on usual_prices.stock_code = transactions.stock_code
    where kind = 'sale' and transactions.stock_code <> '' and invoiced_at < $as_of
    group by transactions.customer_id, transactions.stock_code
),

variety as (
    select
        customer_id,
        count(*) as distinct_products,
        sum(discounted_lines) as discounted_lines,
        sum(priced_lines) as priced_lines
    from bought_products
    group by customer_id
),

own_days as (
    select customer_id, count(*) as days, string_agg(cast(day as text), ',' order by day) as bought_on
    from sold_on
    group by customer_id
),

-- where a customer's days stand among those of all, by customer and day
places as (
    select customer_id, bought_on, cast(sum(days) over (order by customer_id) - days as integer) as place
    from own_days
)

select
    customer_id,
    coalesce(case when not is_unknown then homes.country end, buyers.country, $no_country) as country,
    coalesce(frequency, 0) as frequency,
    coalesce(monetary, 0) as monetary,
    coalesce(returns, 0) as returns,
    coalesce(units, 0) as units,
    first_order_at,
    last_order_at,
    weekend_orders,
    case when has_times then night_orders end as night_orders,
    coalesce(distinct_products, 0) as distinct_products,
    discounted_lines,
    priced_lines,
    -- 60 bits of a hash: the same for ever, on every machine, whatever else is in the table
    cast('0x' || left(md5(customer_id), 15) as bigint) as sample_key,
    coalesce(place, 0) as place,
    -- as PostgreSQL reads an array
    '{' || coalesce(bought_on, '') || '}' as bought_on
from homes
full join buyers using (customer_id)
left join variety using (customer_id)
left join places using (customer_id)
cross join clock
