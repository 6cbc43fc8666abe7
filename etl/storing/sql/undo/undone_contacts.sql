-- One row per customer that the loads that are taken back changed: the row as it was before the first of them.
create temporary table undone_contacts on commit drop as
select distinct on (customer_id) customer_id, before
from customer_changes
where load_id = any(:load_ids)
order by customer_id, load_id
