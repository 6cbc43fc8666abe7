-- One row per line of the file that no stored line equals in all fields, and whose order number is stored already, of the
-- same customer. Temporary: gone with the transaction, whatever ends it.
create temporary table new_lines on commit drop as
with left_lines as materialized (
    select
        line.line_number, line.customer_id, line.invoice_no, line.invoiced_at, cast(line.invoiced_at as date) as day,
        lower(line.stock_code) as code, lower(line.description) as words, line.quantity, line.unit_price
    from staged_lines as line
    inner join numbered_lines as numbered on numbered.line_number = line.line_number
    where not exists (select from dropped_lines as dropped where dropped.line_number = line.line_number)
        and not exists (
            select
            from equal_lines as stored
            where stored.first_line = numbered.first_line and stored.load_id <> :load_id
        )
)

select line.*
from left_lines as line
where line.customer_id <> ''
    and exists (
        select
        from transactions as stored
        where stored.customer_id = line.customer_id
            and stored.invoice_no = line.invoice_no
            and stored.load_id <> :load_id
    )
union all
select line.*
from left_lines as line
where line.customer_id = ''
    and exists (
        select
        from guest_transactions as stored
        where stored.invoice_no = line.invoice_no and stored.load_id <> :load_id
    )
