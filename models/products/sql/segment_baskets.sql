-- grain: one row per customer who bought any of the $most most popular products: segment and positions, by segment
with

possessions as (
    select customer_id, list(position) as positions
    from popular_buyers
    where position <= $most
    group by customer_id
)

select segment_id, positions
from possessions
join placed using (customer_id)
where segmentation_id = $segmentation_id
order by segment_id
