-- grain: one row an attribute of customers and common value; for viewers of all countries; few people's values only for viewers of personal data
select
    attributes.name,
    common.position,
    common.pair ->> 0 as value,
    cast(common.pair ->> 1 as bigint) as customers
from attributes
cross join jsonb_array_elements(frequent) with ordinality as common (pair, position)
where {is_whole} and ({is_personal} or cast(common.pair ->> 1 as bigint) >= {fewest})
