-- One row per kind of line, for lines with a customer and for lines without.
with counted as (
    select
        true as is_identified,
        kind,
        count(*) as lines,
        count(*) filter (where description = '') as without_description,
        sum(quantity * unit_price) as amount,
        min(invoiced_at) as first_at,
        max(invoiced_at) as last_at
    from transactions
    group by kind
    union all
    select
        false as is_identified,
        kind,
        count(*) as lines,
        count(*) filter (where description = '') as without_description,
        sum(quantity * unit_price) as amount,
        min(invoiced_at) as first_at,
        max(invoiced_at) as last_at
    from guest_transactions
    group by kind
)

select is_identified, kind, lines, without_description, amount, first_at, last_at
from counted
order by is_identified desc, kind
