-- grain: one row, of what the loads :loads have brought
with lines as (
    select customer_id, kind, quantity * unit_price as amount
    from transactions
    where load_id = any (:loads)
    union all
    select null, kind, quantity * unit_price
    from guest_transactions
    where load_id = any (:loads)
),

new_customers as (
    select distinct lines.customer_id
    from lines
    where
        lines.customer_id is not null
        and not exists (
            select from transactions as earlier
            where earlier.customer_id = lines.customer_id and earlier.load_id <> all (:loads)
        )
)

select
    (select count(*) from new_customers) as new_customers,
    coalesce(sum(amount) filter (where kind = 'sale'), 0) as gross,
    coalesce(sum(amount) filter (where kind in ('sale', 'return')), 0) as net
from lines
