-- One row per stored customer whom a file names, in whatever case.
select customer_id
from customers
where lower(customer_id) = any (select lower(text) from unnest(cast(:texts as text [])) as named (text))
