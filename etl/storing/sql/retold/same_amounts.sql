-- One row per new line that is a stored one, of orders of which nothing of the products can be compared: all their lines
-- come again, in the same pieces, at the same prices and on the same day.
insert into same_lines (line_number, place, customer_id, load_id)
with new as (
    select
        line.*,
        count(*) over (partition by customer_id, invoice_no, day) as lines,
        row_number() over (partition by customer_id, invoice_no, day, quantity, unit_price order by line_number)
            as occurrence
    from new_lines as line
    where not exists (select from same_lines as same where same.line_number = line.line_number)
),

old as (
    select
        line.*,
        count(*) over (partition by customer_id, invoice_no, day) as lines,
        row_number() over (partition by customer_id, invoice_no, day, quantity, unit_price order by load_id, place)
            as occurrence
    from old_lines as line
    where not exists (
        select
        from same_lines as same
        where same.place = line.place and (same.customer_id = '') = (line.customer_id = '')
    )
),

paired as (
    select
        new.line_number, old.place, old.customer_id, old.load_id, new.lines as new_lines, old.lines as old_lines,
        count(*) over (partition by customer_id, invoice_no, day) as pairs
    from new
    inner join old using (customer_id, invoice_no, day, quantity, unit_price, occurrence)
    where (new.code = '' or old.code = '') and (new.words = '' or old.words = '')
)

select line_number, place, customer_id, load_id
from paired
where pairs = new_lines and pairs = old_lines
