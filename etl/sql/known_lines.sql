-- One row per line of the file that an earlier load stored already, be it of a customer or of a guest.
-- Stored lines are looked up by their invoice, so a small file costs little however much is stored.
insert into dropped_lines (line_number, is_known)
with known as (
    select line.line_number
    from staged_lines as line
    where line.customer_id <> ''
        and exists (
            select
            from transactions as stored
            where stored.customer_id = line.customer_id
                and stored.invoice_no = line.invoice_no
                and stored.invoiced_at = line.invoiced_at
                and stored.stock_code = line.stock_code
                and stored.quantity = line.quantity
                and stored.unit_price = line.unit_price
                and stored.description = line.description
                and stored.country = line.country
        )
    union all
    select line.line_number
    from staged_lines as line
    where line.customer_id = ''
        and exists (
            select
            from guest_transactions as stored
            where stored.invoice_no = line.invoice_no
                and stored.invoiced_at = line.invoiced_at
                and stored.stock_code = line.stock_code
                and stored.quantity = line.quantity
                and stored.unit_price = line.unit_price
                and stored.description = line.description
                and stored.country = line.country
        )
)

select known.line_number, true
from known
where not exists (select from dropped_lines as repeated where repeated.line_number = known.line_number)
