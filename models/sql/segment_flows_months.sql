-- grain: one row per customer and month with a sale before :until, by month
-- customers by their number from 0 in the order of ids; months counted from year 0, days from 1970-01-01;
-- gross in units of 1 / :units, so that it is a whole number
with

numbered as (
    select customer_id, row_number() over (order by customer_id collate "C") - 1 as number
    from customer_features
),

sale_months as (
    select customer_id, month, orders, gross, last_order_on
    from customer_months
    where orders > 0 and month < cast(:until as date)
)

select
    number,
    cast(extract(year from month) * 12 + extract(month from month) - 1 as integer) as month,
    orders,
    cast(gross * cast(:units as numeric) as bigint) as gross,
    last_order_on - date '1970-01-01' as last_order_day
from sale_months
join numbered using (customer_id)
order by month
