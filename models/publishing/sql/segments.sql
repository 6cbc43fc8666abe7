-- grain: one row per segmentation and segment that has a customer; :labels is a JSON list of the segments' words
-- sums are of everything ever loaded, as in segment_activity; means are of the features of customers with an order,
-- their money net of returns or gross as the segmentation counts it
insert into segments (
    segmentation_id, segment_id, name, position, description, advice,
    customers, orders, gross, returns, recency_days, frequency, monetary,
    rule, rule_precision, rule_recall
)
with

labels as (
    select segment_id, name, position, description, advice, rule, rule_precision, rule_recall
    from jsonb_to_recordset(cast(:labels as jsonb))
        as label (
            segment_id text, name text, position smallint, description text, advice text,
            rule text, rule_precision numeric, rule_recall numeric
        )
),

profiles as (
    select
        segment_id,
        count(*) as customers,
        avg(customer_features.recency_days) filter (where customer_features.frequency > 0) as recency_days,
        avg(customer_features.frequency) filter (where customer_features.frequency > 0) as frequency,
        avg(case when segmentations.parameters ->> 'monetary' = 'net' then net else customer_features.monetary end)
            filter (where customer_features.frequency > 0) as monetary
    from customer_segments
    join segmentations using (segmentation_id)
    join customer_features using (customer_id)
    where segmentation_id = :segmentation_id
    group by segment_id
),

totals as (
    select segment_id, sum(orders) as orders, sum(gross) as gross, sum(returns) as returns
    from segment_activity
    where segmentation_id = :segmentation_id and segment_id is not null
    group by segment_id
)

select
    cast(:segmentation_id as integer),
    segment_id,
    name,
    position,
    description,
    advice,
    customers,
    coalesce(orders, 0) as orders,
    coalesce(gross, 0) as gross,
    coalesce(returns, 0) as returns,
    recency_days,
    frequency,
    monetary,
    rule,
    rule_precision,
    rule_recall
from profiles
join labels using (segment_id)
left join totals using (segment_id)
