-- One row per customer of whom the loads that are taken back stored a line or said something.
create temporary table renewed_customers on commit drop as
select customer_id
from transactions
where load_id = any(:load_ids)
union
select customer_id
from customer_changes
where load_id = any(:load_ids)
