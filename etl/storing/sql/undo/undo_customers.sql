-- One row per customer of whom nothing is left: no line, and no load of customers that said anything.
delete from customers
using renewed_customers
where customers.customer_id = renewed_customers.customer_id
    and not exists (select from transactions where transactions.customer_id = customers.customer_id)
    and not exists (
        select
        from customer_changes
        where customer_changes.customer_id = customers.customer_id
            and customer_changes.load_id <> all(:load_ids)
    )
