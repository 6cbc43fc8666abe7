-- One row per new line that names no customer.
insert into guest_transactions (
    invoice_no, invoiced_at, stock_code, description, quantity, unit_price, country, kind, load_id, row_id
)
select
    invoice_no, invoiced_at, stock_code, description, quantity, unit_price, country, kind,
    cast(:load_id as bigint), row_id
from staged_lines as line
where customer_id = ''
    and not exists (select from dropped_lines as dropped where dropped.line_number = line.line_number)
