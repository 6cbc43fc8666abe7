-- grain: one row per customer with a sale order before $cutoff; days are counted, several orders on one day are one
-- (an order day); a return is no order, `returns` (<= 0) is its money. recent_days: order days in the 90 days before $cutoff; last_gap and
-- squared_gaps: days between the last two order days, and the sum of squares of all such gaps;
-- days_soon, days_after: order days from $cutoff on, within 90 days and before $until
with

order_days as (
    select customer_id, cast(invoiced_at as date) as day, sum(gross) as gross
    from orders
    where gross > 0 and invoiced_at < $until
    group by customer_id, cast(invoiced_at as date)
),

gaps as (
    select
        customer_id,
        day,
        gross,
        day - lag(day) over (partition by customer_id order by day) as gap,
        day < $cutoff as is_before,
        lead(day) over (partition by customer_id order by day) < $cutoff as is_followed
    from order_days
),

given_back as (
    select customer_id, sum(returns) as returns
    from orders
    where returns <> 0 and invoiced_at < $cutoff
    group by customer_id
),

histories as (
    select
        customer_id,
        $cutoff - min(day) filter (where is_before) as age,
        $cutoff - max(day) filter (where is_before) as wait,
        count(*) filter (where is_before) as days,
        count(*) filter (where is_before and day >= $cutoff - 90) as recent_days,
        coalesce(sum(gross) filter (where is_before), 0) as gross,
        coalesce(sum(gross) filter (where is_before and gap is not null), 0) as repeat_gross,
        coalesce(max(gap) filter (where is_before and is_followed is not true), 0) as last_gap,
        coalesce(sum(gap * gap) filter (where is_before), 0) as squared_gaps,
        count(*) filter (where not is_before and day < $cutoff + 90) as days_soon,
        count(*) filter (where not is_before) as days_after
    from gaps
    group by customer_id
)

select
    cast(customer_id as text) as customer_id,
    age,
    wait,
    days,
    recent_days,
    cast(gross as double) as gross,
    cast(repeat_gross as double) as repeat_gross,
    cast(coalesce(returns, 0) as double) as returns,
    last_gap,
    squared_gaps,
    days_soon,
    days_after
from histories
left join given_back using (customer_id)
where days > 0
order by histories.customer_id
