-- grain: one row per stock code and customer with a sale line of it before $as_of (a date)
-- several orders of a day are one day; a row a day first: hashes where list(distinct …) would sort every line
with

days as (
    select stock_code, customer_id, cast(invoiced_at as date) as day
    from transactions
    where kind = 'sale' and stock_code <> '' and invoiced_at < $as_of
    group by stock_code, customer_id, cast(invoiced_at as date)
)

select
    stock_code,
    customer_id,
    translate(cast(list_sort(list(day)) as text), '[]', '{}') as days, -- as PostgreSQL writes arrays
    max(day) as last_on
from days
group by stock_code, customer_id
order by stock_code, customer_id
