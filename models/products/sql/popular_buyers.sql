-- grain: one row per customer and popular product they ever bought; for this run only
select distinct customer_id, position
from transactions
join popular_products using (stock_code)
where kind = 'sale'
