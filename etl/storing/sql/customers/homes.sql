-- One row per renewed customer who has lines, with the home country worked out over all of them: the country with most
-- sale invoices, the latest of them wins a tie. Someone who never bought gets the country of the latest line.
-- Their lines lie scattered over the whole table: collected first and then read in its order, they take half the time.
set local enable_indexscan = off;

insert into customers (customer_id, country)
with invoices as (
    select
        line.customer_id,
        line.invoice_no,
        line.country,
        bool_or(line.kind = 'sale') as is_sale,
        max(line.invoiced_at) as last_at
    from transactions as line
    where line.customer_id = any(array(select renewed.customer_id from renewed_customers as renewed))
    group by line.customer_id, line.invoice_no, line.country
),

countries_of_customers as (
    select
        customer_id,
        country,
        count(*) filter (where is_sale) as orders,
        max(last_at) filter (where is_sale) as last_order_at,
        max(last_at) as last_at
    from invoices
    group by customer_id, country
)

select distinct on (customer_id) customer_id, country
from countries_of_customers
order by customer_id, orders desc, last_order_at desc nulls last, last_at desc, country
on conflict (customer_id) do update
    set country = excluded.country
    where customers.country is distinct from excluded.country;

set local enable_indexscan = on
