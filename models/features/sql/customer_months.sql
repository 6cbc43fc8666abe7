-- grain: one row per customer and month (first day) with a sale order or a return
-- previous_month and next_month are the neighbours among the customer's months with a sale
with

customer_orders as (
    select customer_id, invoiced_at, gross, returns, units
    from orders
    where gross > 0 or returns <> 0
),

months as (
    select
        customer_id,
        cast(date_trunc('month', invoiced_at) as date) as month,
        count(*) filter (where gross > 0) as orders,
        sum(gross) as gross,
        sum(returns) as returns,
        sum(units) as units,
        cast(max(invoiced_at) filter (where gross > 0) as date) as last_order_on
    from customer_orders
    group by customer_id, cast(date_trunc('month', invoiced_at) as date)
),

-- months with and without a sale are windows apart, so that a month of returns is nobody's neighbour
neighbours as (
    select
        *,
        lag(month) over sale_months as month_before,
        lead(month) over sale_months as month_after
    from months
    window sale_months as (partition by customer_id, orders > 0 order by month)
)

select
    customer_id,
    month,
    case when orders > 0 then month_before end as previous_month,
    case when orders > 0 then month_after end as next_month,
    orders,
    gross,
    returns,
    units,
    last_order_on
from neighbours
