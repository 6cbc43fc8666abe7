-- One row per country that nothing names any more.
delete from countries
using undone_countries
where countries.country = undone_countries.country
    and not exists (select from transactions where transactions.country = countries.country)
    and not exists (select from guest_transactions where guest_transactions.country = countries.country)
    and not exists (select from customers where customers.country = countries.country)
    and not exists (
        select
        from customer_changes
        where customer_changes.country = countries.country
            and customer_changes.load_id <> all(:load_ids)
    )
