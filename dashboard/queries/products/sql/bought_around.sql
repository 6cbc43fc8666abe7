-- grain: one row a product that a buyer of :stock_code, or the customer they are compared with, bought on another day
-- Each of a fixed sample of buyers stands beside a customer with as many orders who never bought it. The buyer is looked
-- at before and after the day they bought it first, the other before and after the order that came as late in theirs.
with buyers as (
    select customer_products.customer_id, customer_products.days[1] as day
    from customer_products
    {members}
    where customer_products.stock_code = :stock_code and {inside}
    order by hashtextextended(customer_products.customer_id, 0), customer_products.customer_id
    limit :sampled
),

ranked_buyers as (
    select
        buyers.customer_id,
        buyers.day,
        listed_customers.frequency,
        row_number() over (
            partition by listed_customers.frequency order by listed_customers.sample_key, buyers.customer_id
        ) as place
    from buyers
    join listed_customers using (customer_id)
),

others as (
    select listed_customers.customer_id, listed_customers.frequency, listed_customers.sample_key
    from listed_customers
    {other_members}
    where listed_customers.frequency > 0 and {other_inside}
        and listed_customers.customer_id not in (
            select customer_products.customer_id from customer_products where customer_products.stock_code = :stock_code
        )
    order by listed_customers.sample_key, listed_customers.customer_id
    limit :pool
),

ranked_others as (
    select
        others.customer_id,
        others.frequency,
        row_number() over (partition by others.frequency order by others.sample_key, others.customer_id) as place
    from others
),

pairs as materialized (
    select
        ranked_buyers.customer_id,
        ranked_buyers.day,
        ranked_others.customer_id as other_id,
        row_number() over () as pair
    from ranked_buyers
    join ranked_others using (frequency, place)
),

ordered as materialized (
    select person.customer_id, array_agg(cast(orders.invoiced_at as date) order by orders.invoiced_at) as days
    from (select customer_id from pairs union all select other_id from pairs) as person
    join orders using (customer_id)
    where orders.gross > 0
    group by person.customer_id
),

people as materialized (
    select ordered.customer_id, pairs.pair as person, true as is_buyer, pairs.day, ordered.days
    from pairs
    join ordered using (customer_id)
    union all
    select others.customer_id, -pairs.pair, false, others.days[width_bucket(pairs.day - 1, ordered.days) + 1], others.days
    from pairs
    join ordered using (customer_id)
    join ordered as others on others.customer_id = pairs.other_id
),

-- By numbers and by bytes: to compare texts as people sort them takes longest.
had as (
    select
        people.person,
        people.is_buyer,
        product_of(transactions.stock_code, transactions.description) collate "C" as stock_code,
        min(transactions.invoiced_at) < people.day as is_before,
        max(transactions.invoiced_at) >= people.day + 1 as is_after
    from people
    join transactions using (customer_id)
    where transactions.kind = 'sale'
        and product_of(transactions.stock_code, transactions.description) <> :stock_code
        and transactions.invoiced_at < people.days[cardinality(people.days)] + 1
    group by
        people.person, people.is_buyer, people.day,
        product_of(transactions.stock_code, transactions.description) collate "C"
),

counted as (
    select
        stock_code,
        count(*) filter (where is_buyer and is_before) as before_hits,
        count(*) filter (where not is_buyer and is_before) as before_other_hits,
        count(*) filter (where is_buyer and is_after) as after_hits,
        count(*) filter (where not is_buyer and is_after) as after_other_hits
    from had
    group by stock_code
),

sizes as (
    select
        count(*) filter (where is_buyer and days[1] < day) as before_people,
        count(*) filter (where not is_buyer and days[1] < day) as before_other_people,
        count(*) filter (where is_buyer and days[cardinality(days)] > day) as after_people,
        count(*) filter (where not is_buyer and days[cardinality(days)] > day) as after_other_people
    from people
)

select counted.*, product_names.description, sizes.*
from counted
join product_names on product_names.stock_code = counted.stock_code collate "C"
cross join sizes
where product_names.is_product
order by counted.stock_code
