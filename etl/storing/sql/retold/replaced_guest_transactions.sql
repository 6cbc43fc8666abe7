-- One row per stored line of a guest's order that makes way for the file's lines; kept, so that the load can be taken back.
with gone as (
    delete from guest_transactions as line
    using old_lines as old
    inner join retold_orders as orders using (customer_id, invoice_no, day)
    where line.ctid = old.place
        and old.customer_id = ''
        and not exists (
            select
            from same_lines as same
            where same.place = old.place and (same.customer_id = '') = (old.customer_id = '')
        )
    returning line.*
)

insert into replaced_lines (
    customer_id, invoice_no, invoiced_at, stock_code, description, quantity, unit_price, country, kind, load_id, row_id,
    replaced_by
)
select
    '', invoice_no, invoiced_at, stock_code, description, quantity, unit_price, country, kind, load_id, row_id,
    cast(:load_id as bigint)
from gone
