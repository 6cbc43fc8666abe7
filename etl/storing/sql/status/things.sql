-- One row: how many invoices, customers, countries and days with a sale the store knows.
with invoices as (
    select invoice_no from transactions
    union
    select invoice_no from guest_transactions
),

sale_days as (
    select cast(invoiced_at as date) as sale_day from transactions where kind = 'sale'
    union
    select cast(invoiced_at as date) as sale_day from guest_transactions where kind = 'sale'
)

select
    (select count(*) from invoices) as invoices,
    (select count(*) from customers) as customers,
    (select count(*) from attributes) as attributes,
    (select count(*) from countries) as countries,
    (select max(sale_day) - min(sale_day) + 1 - count(*) from sale_days) as days_without_sales
