-- grain: one row a segment: what it is called, who is in it by which rule; without its size, sums and means, how well its rule finds it, and what clusters are described by: means of all countries
select
    segments.segmentation_id,
    segments.segment_id,
    segments.name,
    segments.position,
    case when {is_whole} or segmentations.algorithm = 'rfm' then segments.description end as description,
    segments.advice,
    segments.rule,
    case when {is_whole} then segments.rule_precision end as rule_precision,
    case when {is_whole} then segments.rule_recall end as rule_recall
from segments
left join segmentations on segmentations.segmentation_id = segments.segmentation_id
where {is_somebody}
