-- grain: one row per customer of the segmentation that is being written: segment and home country
select $segmentation_id as segmentation_id, customer_features.customer_id, segment_id, country
from named
join customer_features using (customer_id)
