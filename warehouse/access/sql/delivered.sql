-- grain: one row of delivery_members whose customer the viewer sees; what went of them only for viewers of personal data, unless the list holds none
select
    delivery_id,
    customer_id,
    role,
    segment,
    place,
    case
        when {is_personal} or (
            select names_nobody from deliveries where deliveries.delivery_id = delivery_members.delivery_id
        ) then sent_as
    end as sent_as
from delivery_members
where {is_whole} or exists (
    select from customer_features
    where customer_features.customer_id = delivery_members.customer_id and ({is_home_theirs})
)
