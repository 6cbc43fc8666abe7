-- grain: one row per customer and day with a sale line of a product before $as_of (a date)
select distinct customer_id, cast(invoiced_at as date) as day
from transactions
where kind = 'sale' and stock_code <> '' and invoiced_at < $as_of
