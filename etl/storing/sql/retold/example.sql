-- One row: the first of the orders that are told otherwise, a line of it in the file and one in the store that differ, how
-- many lines of the file are in all of them, and how many of them come to other totals than taxes and freight leave.
with first_order as (
    select
        *,
        sum(new_lines) over () as lines,
        count(*) filter (where abs(new_total - old_total) > 0.3 * abs(old_total)) over () as unlike
    from retold_orders
    order by invoice_no, day
    limit 1
),

new as (
    select
        line.*,
        row_number() over (order by line.words, line.code, line.quantity, line.unit_price, line.line_number) as place
    from new_lines as line
    inner join first_order using (customer_id, invoice_no, day)
    where line.line_number >= 0
        and not exists (select from same_lines as same where same.line_number = line.line_number)
),

old as (
    select
        line.words, line.code, line.quantity, line.unit_price, cast(line.invoiced_at as date) as day,
        row_number() over (order by line.words, line.code, line.quantity, line.unit_price, line.place) as place
    from old_lines as line
    inner join first_order using (customer_id, invoice_no, day)
    where not exists (
        select
        from same_lines as same
        where same.place = line.place and (same.customer_id = '') = (line.customer_id = '')
    )
),

pair as (
    select
        new.words as new_words, old.words as old_words, new.code as new_code, old.code as old_code,
        new.quantity as new_quantity, old.quantity as old_quantity, new.unit_price as new_unit_price,
        old.unit_price as old_unit_price, new.day as new_day, old.day as old_day
    from new
    inner join old using (place)
    where (new.words, new.code, new.quantity, new.unit_price, new.day)
        <> (old.words, old.code, old.quantity, old.unit_price, old.day)
    order by place
    limit 1
)

select *
from first_order
left join pair on true
