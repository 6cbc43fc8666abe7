-- grain: at most one row: the first and the last day of the data, whose countries do not matter
select
    cast(min(first_at) as date) as first_day,
    cast(max(last_at) as date) as last_day
from (
    select min(invoiced_at) as first_at, max(invoiced_at) as last_at
    from orders
    union all
    select min(invoiced_at), max(invoiced_at)
    from guest_orders
) as spans
where {is_somebody}
having min(first_at) is not null
