-- grain: one row a segmentation: what it is called and how it was made, without figures of its customers
select
    segmentation_id,
    name,
    algorithm,
    created_at,
    as_of,
    parameters,
    published,
    is_stale
from segmentations
where {is_somebody}
