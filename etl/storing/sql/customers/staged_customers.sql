-- One row per customer of the file, with the first and the last by name of the countries the file has them in.
-- Temporary: gone with the transaction, whatever ends it.
create temporary table staged_customers on commit drop as
select customer_id, min(country) as country, max(country) as other_country
from staged_homes
group by customer_id
order by customer_id
