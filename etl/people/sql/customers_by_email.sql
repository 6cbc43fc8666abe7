-- Staged rows that name a customer by address take the number of the known customer with this address, where there is one.
with known as (
    select distinct on (lower(email)) lower(email) as address, customer_id
    from customers
    where email is not null
    order by lower(email), customer_id
)

update customers_staged as staged
set customer_id = known.customer_id
from known
where known.address = staged.customer_id
    and not exists (select from customers where customers.customer_id = staged.customer_id)
