-- One row per customer of the file who is new. Ordered, so that the index grows at its end.
insert into customers (customer_id, country)
select customer_id, country
from staged_customers as staged
where not exists (select from customers as known where known.customer_id = staged.customer_id)
order by customer_id
