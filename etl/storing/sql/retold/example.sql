-- One row: the first of the orders that are told otherwise, how many lines of the file are in all of
-- them, and how many of them come to other totals than taxes and freight leave.
select
    orders.invoice_no, orders.customer_id, orders.old_lines, orders.new_lines, orders.old_total, orders.new_total,
    sum(orders.new_lines) over () as lines,
    count(*) filter (where abs(orders.new_total - orders.old_total) > 0.3 * abs(orders.old_total)) over () as unlike
from retold_orders as orders
order by orders.invoice_no, orders.day
limit 1
