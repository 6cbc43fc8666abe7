-- grain: one row a month end and segment of the published segmentation, RFM groups before all others
with published as (
    select segmentation_id
    from segmentations
    where published and segmentation_id in (select segmentation_id from segment_sizes)
    order by algorithm = 'rfm' desc, segmentation_id
    limit 1
)

select sizes.month, segments.name, sum(sizes.customers) as customers
from segment_sizes as sizes
join published using (segmentation_id)
join segments using (segmentation_id, segment_id)
group by sizes.month, segments.name
order by sizes.month, segments.name
