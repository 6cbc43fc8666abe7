-- grain: one row per customer and month with a sale before $until, by month; of net money, with a return too
-- customers by their number from 0 in the order of ids; months counted from year 0, days from 1970-01-01, 0 without a
-- sale; money in units of 1 / $units, so that it is a whole number
with

numbered as (
    select customer_id, row_number() over (order by customer_id) - 1 as number
    from customer_features
),

counted_months as (
    select
        customer_id,
        month,
        orders,
        gross + case when $is_net then returns else 0 end as money,
        last_order_on
    from customer_months
    where month < $until and (orders > 0 or ($is_net and returns <> 0))
)

select
    number,
    year(month) * 12 + month(month) - 1 as month,
    orders,
    cast(money * $units as bigint) as money,
    coalesce(last_order_on - date '1970-01-01', 0) as day
from counted_months
join numbered using (customer_id)
order by month
