-- grain: one row per segmentation, home country, segment and bin of the chance of an order within 90 days (5 % each)
-- only customers with an order; sums are null where no customer of the row has the prediction
insert into segment_value (
    segmentation_id, country, segment_id, chance_bin, customers, buyers_90d, value_90d, orders_12m, spend_12m,
    repeat_customers, alive
)
with

members as (
    select customer_id, segment_id, country
    from customer_segments
    join customer_features using (customer_id)
    where segmentation_id = :segmentation_id
),

predictions as (
    select
        customer_id,
        case
            when order_chance_90d < 1 then floor(order_chance_90d * 20)
            when order_chance_90d = 1 then 19
        end as chance_bin,
        order_chance_90d,
        expected_order_value,
        expected_orders_12m,
        expected_spend_12m,
        probability_alive
    from customer_value
)

select
    cast(:segmentation_id as integer),
    country,
    segment_id,
    chance_bin,
    count(*) as customers,
    sum(order_chance_90d) as buyers_90d,
    sum(order_chance_90d * expected_order_value) as value_90d,
    sum(expected_orders_12m) as orders_12m,
    sum(expected_spend_12m) as spend_12m,
    count(probability_alive) as repeat_customers,
    sum(probability_alive) as alive
from predictions
join members using (customer_id)
group by country, segment_id, chance_bin
