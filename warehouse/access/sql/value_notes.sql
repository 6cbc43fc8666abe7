-- grain: one row a model of what customers may bring: what it goes by, without the customers it was tried on
select
    kind,
    as_of,
    parameters,
    coalesce(cast(metrics ->> 'is_identified' as boolean), false) as is_identified
from value_models
where {is_somebody}
