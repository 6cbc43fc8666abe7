-- One row per line of a customer that had made way for those of a load that is taken back.
insert into transactions (
    customer_id, invoice_no, invoiced_at, stock_code, description, quantity, unit_price, country, kind, load_id, row_id
)
select
    customer_id, invoice_no, invoiced_at, stock_code, description, quantity, unit_price, country, kind, load_id, row_id
from replaced_lines
where replaced_by = any (cast(:load_ids as bigint []))
    and load_id <> all (cast(:load_ids as bigint []))
    and customer_id <> ''
