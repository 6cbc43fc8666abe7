-- One row per customer who has no lines left: home is again what the latest file of customers said.
update customers
set country = (
    select change.country
    from customer_changes as change
    where change.customer_id = customers.customer_id
        and change.load_id <> all(:load_ids)
        and change.country is not null
    order by change.load_id desc
    limit 1
)
from renewed_customers
where customers.customer_id = renewed_customers.customer_id
    and not exists (select from transactions where transactions.customer_id = customers.customer_id)
