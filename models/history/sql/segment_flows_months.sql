-- grain: one row per customer and month with a sale before :until, by month; of net money, with a return too
-- customers by their number from 0 in the order of ids; months counted from year 0, days from 1970-01-01, 0 without a
-- sale; money in units of 1 / :units, so that it is a whole number
with

numbered as (
    select customer_id, row_number() over (order by customer_id collate "C") - 1 as number
    from customer_features
),

counted_months as (
    select
        customer_id,
        month,
        orders,
        gross + case when cast(:is_net as boolean) then returns else 0 end as money,
        last_order_on
    from customer_months
    where month < cast(:until as date) and (orders > 0 or (cast(:is_net as boolean) and returns <> 0))
)

select
    number,
    cast(extract(year from month) * 12 + extract(month from month) - 1 as integer) as month,
    orders,
    cast(money * cast(:units as numeric) as bigint) as money,
    coalesce(last_order_on - date '1970-01-01', 0) as last_order_day
from counted_months
join numbered using (customer_id)
order by month
