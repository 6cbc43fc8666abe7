-- One row per customer of the file, with the home country worked out over all that is stored of them: the country with
-- most sale invoices, the latest of them wins a tie. Someone who never bought gets the country of the latest line.
-- What the file says is in staged_invoices, what was stored of customers who buy elsewhere in stored_invoices; an invoice
-- may be in both.
with invoices as (
    select customer_id, country, is_sale, last_at
    from staged_invoices as staged
    where customer_id <> ''
        and not exists (select from stored_invoices as stored where stored.customer_id = staged.customer_id)
    union all
    select customer_id, country, bool_or(is_sale), max(last_at)
    from (
        select customer_id, invoice_no, country, is_sale, last_at
        from stored_invoices
        union all
        select customer_id, invoice_no, country, is_sale, last_at
        from staged_invoices as staged
        where exists (select from stored_invoices as stored where stored.customer_id = staged.customer_id)
    ) as either_one
    group by customer_id, invoice_no, country
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
