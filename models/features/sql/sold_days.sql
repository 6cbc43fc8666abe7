-- grain: one row per sale line of a product before $as_of (a date), whose number is from $from to before $until
-- product, customer and day since $first as one number, see models/features/bought.py
select
    (cast(enum_code(stock_code) as bigint) * $customers + enum_code(customer_id)) * $days
    + (cast(invoiced_at as date) - $first) as key
from transactions
where kind = 'sale' and stock_code <> '' and invoiced_at < $as_of
    and enum_code(stock_code) >= $from and enum_code(stock_code) < $until
