-- One row per stored invoice, customer and country of the customers who were seen before and now buy elsewhere: only of
-- them all stored lines need be looked at, because more orders from home change nothing.
-- Temporary: gone with the transaction, whatever ends it.
create temporary table stored_invoices on commit drop as
select
    line.customer_id,
    line.invoice_no,
    line.country,
    bool_or(line.kind = 'sale') as is_sale,
    max(line.invoiced_at) as last_at
from transactions as line
inner join (
    select distinct staged.customer_id
    from staged_invoices as staged
    inner join customers as known on known.customer_id = staged.customer_id
    where known.country is distinct from staged.country
) as returning_customers on returning_customers.customer_id = line.customer_id
group by line.customer_id, line.invoice_no, line.country
