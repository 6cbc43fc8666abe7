-- One row per invoice, customer and country of the file. Repeated lines change nothing here, so all lines count.
create temporary table staged_invoices on commit drop as
select
    customer_id,
    invoice_no,
    country,
    bool_or(is_sale) as is_sale,
    min(invoiced_at) as first_at,
    max(invoiced_at) as last_at
from staged_runs
group by customer_id, invoice_no, country
