-- grain: one row per order line of :customers generated customers, one line an order, 1.6 orders a customer on average
-- setseed makes the same shop each time; amounts and waits are as skewed as real ones
insert into transactions (
    customer_id, invoice_no, invoiced_at, stock_code, description, quantity, unit_price, country, kind, load_id
)
with

seeded as materialized (
    select setseed(0.42)
),

people as materialized (
    select number, 1 + cast(floor(-ln(1 - random()) * 1.1) as int) as orders, random() as start, exp(random()) as size
    from seeded, generate_series(1, :customers) as number
),

lines as (
    select number, size, start + (1 - start) * random() as moment, random() as price, random() as code, part
    from people, generate_series(1, least(orders, 40)) as part
)

select
    'C' || lpad(cast(number as text), 8, '0'),
    cast(number * 64 + part as text),
    timestamp '2022-01-01' + moment * interval '1000 days',
    'P' || cast(floor(code * 1500) as int),
    'PRODUCT',
    1 + cast(floor(size * price) as int),
    round(cast(5 * exp(3 * price) as numeric), 2),
    (array['GB', 'DE', 'FR', 'ES', 'US'])[1 + mod(number, 5)],
    'sale',
    1
from lines
