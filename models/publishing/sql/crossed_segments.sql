-- grain: one row per pair of segments of two segmentations that share customers; :skipped segments do not count
select own.segment_id as own, other.segment_id as other, count(*) as customers
from customer_segments as own
join customer_segments as other using (customer_id)
where own.segmentation_id = :own
    and other.segmentation_id = :other
    and own.segment_id <> all(:skipped)
    and other.segment_id <> all(:skipped)
group by own.segment_id, other.segment_id
order by own.segment_id, other.segment_id
