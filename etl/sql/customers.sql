-- One row per customer of the file who is new or whose home country has changed.
insert into customers (customer_id, country)
select customer_id, country
from staged_homes
on conflict (customer_id) do update
    set country = excluded.country
    where customers.country is distinct from excluded.country
