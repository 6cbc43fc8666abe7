-- grain: one row per customer who bought any of the :most most popular products: segment and positions, by segment
with

possessions as (
    select customer_id, string_agg(cast(position as text), ' ') as positions
    from popular_buyers
    where position <= :most
    group by customer_id
)

select segment_id, positions
from possessions
join customer_segments using (customer_id)
where segmentation_id = :segmentation_id
order by segment_id
