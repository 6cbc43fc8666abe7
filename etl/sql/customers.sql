-- One row per customer of the file, with the home country worked out over all that is stored of them: the country with
-- most sale invoices, the latest of them wins a tie. Someone who never bought gets the country of the latest line.
-- What the file says is in staged_invoices. Only of customers seen before who now buy elsewhere need all stored lines be
-- looked at: more orders from home change nothing.
insert into customers (customer_id, country)
with returning_customers as (
    select distinct staged.customer_id
    from staged_invoices as staged
    inner join customers as known on known.customer_id = staged.customer_id
    where known.country is distinct from staged.country
),

stored_invoices as (
    select
        line.customer_id,
        line.invoice_no,
        line.country,
        bool_or(line.kind = 'sale') as is_sale,
        max(line.invoiced_at) as last_at
    from transactions as line
    inner join returning_customers on returning_customers.customer_id = line.customer_id
    group by line.customer_id, line.invoice_no, line.country
),

new_invoices as (
    select customer_id, invoice_no, country, is_sale, last_at
    from staged_invoices as staged
    where customer_id <> ''
        and not exists (
            select
            from stored_invoices as stored
            where stored.customer_id = staged.customer_id
                and stored.invoice_no = staged.invoice_no
                and stored.country = staged.country
        )
),

countries_of_customers as (
    select
        customer_id,
        country,
        count(*) filter (where is_sale) as orders,
        max(last_at) filter (where is_sale) as last_order_at,
        max(last_at) as last_at
    from (
        select customer_id, country, is_sale, last_at
        from new_invoices
        union all
        select customer_id, country, is_sale, last_at
        from stored_invoices
    ) as either_source
    group by customer_id, country
)

select distinct on (customer_id) customer_id, country
from countries_of_customers
order by customer_id, orders desc, last_order_at desc nulls last, last_at desc, country
on conflict (customer_id) do update
    set country = excluded.country
    where customers.country is distinct from excluded.country
