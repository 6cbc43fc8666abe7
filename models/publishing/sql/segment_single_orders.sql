-- grain: one row per segmentation, home country, segment and two sale months of the same customers, the earlier first
-- customers with a single order inside a window [a, b], and what they spent on it: sum(customers), sum(gross)
-- where month >= a and later_month <= b
-- an order counts 1 at its own month, -1 at the months of it and the order before, -1 at those of it and the order
-- after, and 1 at those of both: in any window that holds the order these add up to 1 if it is the customer's only
-- one there, else to 0
with

members as (
    select customer_id, segment_id, country
    from placed
    where segmentation_id = $segmentation_id
),

sales as (
    select customer_id, invoice_no, gross, cast(date_trunc('month', invoiced_at) as date) as month, invoiced_at
    from orders
    where gross > 0
),

neighbours as (
    select
        customer_id,
        gross,
        month,
        lag(month) over one_customer as month_before,
        lead(month) over one_customer as month_after
    from sales
    window one_customer as (partition by customer_id order by invoiced_at, invoice_no)
),

counted as (
    select customer_id, month, month as later_month, 1 as customers, gross from neighbours
    union all
    select customer_id, month_before, month, -1, -gross from neighbours where month_before is not null
    union all
    select customer_id, month, month_after, -1, -gross from neighbours where month_after is not null
    union all
    select customer_id, month_before, month_after, 1, gross from neighbours
    where month_before is not null and month_after is not null
)

select
    $segmentation_id as segmentation_id,
    country,
    segment_id,
    month,
    later_month,
    sum(customers) as customers,
    sum(gross) as gross
from counted
join members using (customer_id)
group by country, segment_id, month, later_month
having sum(customers) <> 0 or sum(gross) <> 0
order by all -- as in the key, so that its index grows at one end
