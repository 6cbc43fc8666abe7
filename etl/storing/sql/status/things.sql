-- One row: how many orders as their numbers tell (`warehouse.orders` adds those whose number comes back), customers, countries and days with a sale the store knows.
with invoices as (
    select distinct customer_id, '' as country, invoice_no from transactions
    union all
    select distinct '' as customer_id, country, invoice_no from guest_transactions
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
