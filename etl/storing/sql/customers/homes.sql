-- One row per renewed customer who has lines, with the home country worked out over all of them: the country with most
-- orders, the latest of them wins a tie. Someone who never bought gets the country of the latest line.
-- A number that comes back after more than :apart days without a sale is another order (see `warehouse.orders`).
-- Their lines lie scattered over the whole table: collected first and then read in its order, they take half the time.
set local enable_indexscan = off;

insert into customers (customer_id, country)
with invoices as (
    select
        line.customer_id,
        line.invoice_no,
        line.country,
        bool_or(line.kind = 'sale') as is_sale,
        max(line.invoiced_at) as last_at,
        min(line.invoiced_at) filter (where line.kind = 'sale') as first_sale_at,
        max(line.invoiced_at) filter (where line.kind = 'sale') as last_sale_at
    from transactions as line
    where line.customer_id = any(array(select renewed.customer_id from renewed_customers as renewed))
    group by line.customer_id, line.invoice_no, line.country
),

long as (
    select customer_id, invoice_no
    from invoices
    group by customer_id, invoice_no
    having cast(max(last_sale_at) as date) - cast(min(first_sale_at) as date) > :apart
),

days as (
    select distinct line.customer_id, line.invoice_no, line.country, cast(line.invoiced_at as date) as sold_on
    from transactions as line
    inner join long on line.customer_id = long.customer_id and line.invoice_no = long.invoice_no
    where line.kind = 'sale'
),

gaps as (
    select *, sold_on - lag(sold_on) over (partition by customer_id, invoice_no order by sold_on) as gap
    from days
),

begun as (
    select *, count(*) filter (where gap > :apart) over (partition by customer_id, invoice_no order by sold_on) as nth
    from gaps
),

again as (
    select customer_id, invoice_no, country, count(distinct nth) as orders
    from begun
    group by customer_id, invoice_no, country
),

countries_of_customers as (
    select
        invoices.customer_id,
        invoices.country,
        sum(coalesce(again.orders, 1)) filter (where invoices.is_sale) as orders,
        max(invoices.last_at) filter (where invoices.is_sale) as last_order_at,
        max(invoices.last_at) as last_at
    from invoices
    left join again
        on invoices.customer_id = again.customer_id
        and invoices.invoice_no = again.invoice_no
        and invoices.country = again.country
    group by invoices.customer_id, invoices.country
)

select distinct on (customer_id) customer_id, country
from countries_of_customers
order by customer_id, orders desc nulls last, last_order_at desc nulls last, last_at desc, country
on conflict (customer_id) do update
    set country = excluded.country
    where customers.country is distinct from excluded.country;

set local enable_indexscan = on
