-- grain: one row a customer who was written to and ordered within the days after
with drawn as ({drawn})

select drawn.customer_id
from drawn
where not drawn.is_held and exists (
    select from orders
    where orders.customer_id = drawn.customer_id and orders.gross > 0
        and orders.invoiced_at >= drawn.starts_on and orders.invoiced_at < drawn.starts_on + cast(:days as integer)
)
order by drawn.customer_id
