-- One row per invoice, customer and country of staged_more: merged with its row in staged_invoices where it has one.
with found as (
    delete from staged_invoices as staged
    using (select distinct customer_id, invoice_no, country from staged_more) as more
    where staged.customer_id = more.customer_id
        and staged.invoice_no = more.invoice_no
        and staged.country = more.country
    returning staged.*
)

insert into staged_invoices (customer_id, invoice_no, country, is_sale, last_at)
select customer_id, invoice_no, country, bool_or(is_sale), max(last_at)
from (
    select *
    from found
    union all
    select *
    from staged_more
) as either_one
group by customer_id, invoice_no, country
