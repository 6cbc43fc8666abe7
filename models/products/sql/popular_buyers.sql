-- grain: one row per customer and popular product they ever bought; for this transaction only
create temporary table popular_buyers on commit drop as
select distinct customer_id, position
from transactions
join popular_products using (stock_code)
where kind = 'sale'
