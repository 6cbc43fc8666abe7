-- grain: one row an attribute of customers: its name and kind, without its values
select
    name,
    label,
    position,
    kind,
    is_constant,
    coalesce(least = 0 and most = 1 and distinct_values = 2, false) as is_share
from attributes
where {is_somebody}
