-- One row per country that the loads that are taken back named.
create temporary table undone_countries on commit drop as
select country
from transactions
where load_id = any(:load_ids)
union
select country
from guest_transactions
where load_id = any(:load_ids)
union
select customers.country
from customers
inner join renewed_customers on renewed_customers.customer_id = customers.customer_id
where customers.country is not null
