-- grain: one row per stock code and customer with a sale line of it before :as_of (a date)
-- several orders of a day are one day; a row a day first: hashes where array_agg(distinct …) would sort every line
insert into customer_products (stock_code, customer_id, days, last_on)
with

days as (
    select stock_code, customer_id, cast(invoiced_at as date) as day
    from transactions
    where kind = 'sale' and stock_code <> '' and invoiced_at < cast(:as_of as date)
    group by stock_code, customer_id, cast(invoiced_at as date)
)

select stock_code, customer_id, array_agg(day order by day) as days, max(day) as last_on
from days
group by stock_code, customer_id
