-- One row per line of an order that stays as it is stored.
insert into dropped_lines (line_number, load_id)
select line.line_number, orders.load_id
from new_lines as line
inner join retold_orders as orders using (customer_id, invoice_no, day)
where not exists (select from same_lines as same where same.line_number = line.line_number)
