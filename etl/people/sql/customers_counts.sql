-- One row: how many customers the file is about, how many of them are new or changed, and how many have transactions.
with named as (
    select distinct customer_id
    from customers_staged
)

select
    count(*) as customers,
    (select count(*) from customers_merged) as changed,
    count(*) filter (
        where exists (select from transactions where transactions.customer_id = named.customer_id)
    ) as joined
from named
