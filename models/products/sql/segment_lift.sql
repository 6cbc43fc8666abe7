-- grain: one row per segmentation, segment and popular product
-- Buyers are customers with a sale order, ever. The lift is a ratio of two shares (a relative risk); its lower bound is
-- Katz's log interval with half a customer added to each count (Katz et al. 1978; Walter 1975), $z deviations wide.
-- A segment that buys more of everything has high lifts throughout: usual_lift says how high, and ranked are products
-- whose bound is above it, bought by enough customers. Where a count is nothing, the lift has the halves added too.
with

all_buyers as (
    select customer_id
    from orders
    where gross > 0
    group by customer_id
),

members as (
    select customer_id, segment_id
    from placed
    join all_buyers using (customer_id)
    where segmentation_id = $segmentation_id
),

sizes as (
    select segment_id, count(*) as buyers, sum(count(*)) over () - count(*) as other_buyers
    from members
    group by segment_id
),

bought as (
    select segment_id, position, count(*) as customers
    from popular_buyers
    join members using (customer_id)
    group by segment_id, position
),

totals as (
    select position, sum(customers) as customers
    from bought
    group by position
),

cells as (
    select
        segment_id,
        stock_code,
        coalesce(bought.customers, 0) as customers,
        buyers,
        totals.customers - coalesce(bought.customers, 0) as other_customers,
        other_buyers
    from sizes
    cross join popular_products
    join totals using (position)
    left join bought using (segment_id, position)
    where other_buyers > 0
),

halved as (
    select
        *,
        cast(customers as double) + 0.5 as a,
        cast(buyers as double) + 0.5 as n,
        cast(other_customers as double) + 0.5 as b,
        cast(other_buyers as double) + 0.5 as m
    from cells
),

lifts as (
    select
        *,
        case
            when customers > 0 and other_customers > 0
                then cast(customers as double) / buyers / (cast(other_customers as double) / other_buyers)
            else a * m / (b * n)
        end as lift,
        exp(ln(a * m / (b * n)) - $z * sqrt(1 / a - 1 / n + 1 / b - 1 / m)) as lift_bound,
        sum(customers) over segment * other_buyers / nullif(sum(other_customers) over segment * buyers, 0) as usual_lift
    from halved
    window segment as (partition by segment_id)
),

supported as (
    select
        *,
        customers >= $least_customers
        and customers >= $least_share * buyers
        and lift_bound > coalesce(usual_lift, 1) as is_supported
    from lifts
),

ranked as (
    select
        *,
        row_number() over (
            partition by segment_id, is_supported
            order by lift_bound desc, customers desc, stock_code
        ) as rank
    from supported
)

select
    $segmentation_id as segmentation_id,
    segment_id,
    cast(stock_code as text) as stock_code,
    customers,
    buyers,
    other_customers,
    other_buyers,
    lift,
    lift_bound,
    usual_lift,
    case when is_supported and rank <= $most_ranked then rank end as rank
from ranked
order by segment_id, ranked.stock_code
