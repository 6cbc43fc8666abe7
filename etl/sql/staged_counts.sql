-- One row: what the readable lines of the file are about.
with invoices as (
    select invoice_no, min(first_at) as first_at, max(last_at) as last_at
    from staged_invoices
    group by invoice_no
),

identified as (
    select distinct customer_id
    from staged_invoices
    where customer_id <> ''
)

select
    (select count(*) from invoices) as invoices,
    (select count(*) from identified) as customers,
    (select min(first_at) from invoices) as first_invoiced_at,
    (select max(last_at) from invoices) as last_invoiced_at
