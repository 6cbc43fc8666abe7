-- One row per new line that is a stored one as far as both tell: the same order, product, quantity and price, and the
-- same time as the coarser of both writes it. `by` says what of the product both tell: both, code or words; what one of
-- them leaves blank says nothing, what they say differently makes two lines of them.
insert into same_lines (line_number, place, customer_id, load_id)
with precision as (
    select
        case
            when not (new.has_time and old.has_time) then 'day'
            when not (new.has_seconds and old.has_seconds) then 'minute'
            else 'second'
        end as unit
    from (
        select
            coalesce(bool_or(cast(invoiced_at as time) <> '00:00'), false) as has_time,
            coalesce(bool_or(extract(second from invoiced_at) <> 0), false) as has_seconds
        from new_lines
    ) as new
    cross join (
        select
            coalesce(bool_or(cast(invoiced_at as time) <> '00:00'), false) as has_time,
            coalesce(bool_or(extract(second from invoiced_at) <> 0), false) as has_seconds
        from old_lines
    ) as old
),

new as (
    select
        line.*,
        date_trunc(precision.unit, invoiced_at) as moment,
        case cast(:by as text) when 'both' then code || chr(31) || words when 'code' then code else words end as product
    from new_lines as line
    cross join precision
    where not exists (select from same_lines as same where same.line_number = line.line_number)
),

old as (
    select
        line.*,
        date_trunc(precision.unit, invoiced_at) as moment,
        case cast(:by as text) when 'both' then code || chr(31) || words when 'code' then code else words end as product
    from old_lines as line
    cross join precision
    where not exists (
        select
        from same_lines as same
        where same.place = line.place and (same.customer_id = '') = (line.customer_id = '')
    )
),

new_numbered as (
    select
        new.*,
        row_number() over (
            partition by customer_id, invoice_no, moment, product, quantity, unit_price order by line_number
        ) as occurrence
    from new
    where product <> ''
),

old_numbered as (
    select
        old.*,
        row_number() over (
            partition by customer_id, invoice_no, moment, product, quantity, unit_price order by load_id, place
        ) as occurrence
    from old
    where product <> ''
)

select new.line_number, old.place, old.customer_id, old.load_id
from new_numbered as new
inner join old_numbered as old
    using (customer_id, invoice_no, moment, product, quantity, unit_price, occurrence)
where case cast(:by as text)
    when 'both' then true
    when 'code' then new.words = '' or old.words = ''
    else new.code = '' or old.code = ''
end
