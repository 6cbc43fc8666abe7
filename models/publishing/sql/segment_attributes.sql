-- grain: one row per segmentation, country, segment, attribute and bar of its distribution; attribute '' is everyone
-- numeric bars: low <= value < high, or low = high = value; categorical ones: a common value, or null for all rarer ones
insert into segment_attributes (
    segmentation_id, country, segment_id, attribute, category, low, high, customers, total
)
with

members as (
    select customer_id, segment_id, country
    from customer_segments
    join customer_features using (customer_id)
    where segmentation_id = :segmentation_id
),

entries as (
    select
        members.country,
        members.segment_id,
        attributes.name,
        attributes.kind,
        attributes.bin_width,
        entry.value #>> '{}' as value,
        case when attributes.kind = 'numeric' then cast(entry.value #>> '{}' as numeric) end as number
    from members
    join customers using (customer_id)
    cross join jsonb_each(customers.attributes) as entry
    join attributes on attributes.name = entry.key
    where customers.attributes is not null and not attributes.is_unique
),

common_values as (
    select attributes.name, value #>> '{0}' as category
    from attributes, jsonb_array_elements(frequent)
    where kind = 'categorical'
),

bars as (
    select
        country,
        segment_id,
        entries.name as attribute,
        common_values.category,
        case when bin_width is null then number else floor(number / bin_width) * bin_width end as low,
        case when bin_width is null then number else (floor(number / bin_width) + 1) * bin_width end as high,
        number
    from entries
    left join common_values
        on entries.kind = 'categorical' and common_values.name = entries.name and common_values.category = entries.value
)

select
    cast(:segmentation_id as integer),
    country, segment_id, '' as attribute, null as category, null as low, null as high, count(*) as customers, null as total
from members
group by country, segment_id
union all
select
    cast(:segmentation_id as integer),
    country, segment_id, attribute, category, low, high, count(*) as customers, sum(number) as total
from bars
group by country, segment_id, attribute, category, low, high
