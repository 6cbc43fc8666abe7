-- grain: one row per segmentation, home country, segment, month of the first and month of the second sale order
-- customers with a single order up to the end of a window [a, b]: sum(customers) where month between a and b
-- and (second_month is null or second_month > b)
with

members as (
    select customer_id, segment_id, country
    from placed
    where segmentation_id = $segmentation_id
),

numbered_orders as (
    select
        customer_id,
        cast(date_trunc('month', invoiced_at) as date) as month,
        gross,
        row_number() over (partition by customer_id order by invoiced_at, invoice_no) as position,
        cast(
            date_trunc('month', lead(invoiced_at) over (partition by customer_id order by invoiced_at, invoice_no))
            as date
        ) as second_month
    from orders
    where gross > 0
)

select
    $segmentation_id as segmentation_id,
    country,
    segment_id,
    month,
    second_month,
    count(*) as customers,
    sum(gross) as gross
from numbered_orders
join members using (customer_id)
where position = 1
group by country, segment_id, month, second_month
order by all -- as in the key, so that its index grows at one end
