-- grain: one row a segment: what it is called, who is in it by which rule; without its size and sums
select
    segmentation_id,
    segment_id,
    name,
    position,
    description,
    advice,
    rule,
    rule_precision,
    rule_recall
from segments
where {is_somebody}
