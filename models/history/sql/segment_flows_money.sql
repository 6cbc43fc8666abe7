-- grain: one row per customer and month up to $until with a sale or a return
-- customers by their number from 0 in the order of ids; months counted from year 0; net of returns
with

numbered as (
    select customer_id, row_number() over (order by customer_id) - 1 as number
    from customer_features
)

select
    number,
    year(month) * 12 + month(month) - 1 as month,
    cast(gross + returns as double) as net
from customer_months
join numbered using (customer_id)
where month <= $until
