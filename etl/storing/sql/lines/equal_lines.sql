-- One row per stored line and first of the staged lines that equal it, stored by an earlier load or by this one, be it of a
-- customer or of a guest. Stored lines are looked up by their invoice, so a small file costs little however much is stored.
-- Temporary: gone with the transaction, whatever ends it.
create temporary table equal_lines on commit drop as
with first_lines as materialized (
    select line.*
    from staged_lines as line
    inner join numbered_lines as numbered on numbered.line_number = line.line_number
    where numbered.occurrence = 1
)

select line.line_number as first_line, stored.load_id, stored.row_id
from first_lines as line
inner join transactions as stored
    using (customer_id, invoice_no, invoiced_at, stock_code, quantity, unit_price, description, country)
where line.customer_id <> ''
union all
select line.line_number as first_line, stored.load_id, stored.row_id
from first_lines as line
inner join guest_transactions as stored
    using (invoice_no, invoiced_at, stock_code, quantity, unit_price, description, country)
where line.customer_id = ''
