-- One row: the first of the orders that are told otherwise, and how many lines of the file are in all of them.
select
    orders.invoice_no, orders.customer_id, orders.old_lines, orders.new_lines, orders.old_total, orders.new_total,
    sum(orders.new_lines) over () as lines
from retold_orders as orders
order by orders.invoice_no, orders.day
limit 1
