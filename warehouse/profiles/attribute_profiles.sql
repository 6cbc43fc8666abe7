-- One row per attribute that any customer has; :labels is a JSON list of the attributes' names, labels and positions.
-- Numeric where every value is a number; up to :most_frequent commonest values; a histogram has some 20 round bars.
insert into attributes (
    name, label, position, kind, customers, distinct_values, least, most, mean, bin_width, is_constant, is_unique,
    frequent
)
with labels as (
    select name, label, position
    from jsonb_to_recordset(cast(:labels as jsonb)) as label (name text, label text, position smallint)
),

counted as (
    select entry.key as name, entry.value, count(*) as customers
    from customers, jsonb_each(attributes) as entry
    where attributes is not null
    group by entry.key, entry.value
),

ranked as (
    select
        name,
        value,
        customers,
        jsonb_typeof(value) = 'number' as is_number,
        row_number() over (partition by name order by customers desc, value) as rank
    from counted
),

profiles as (
    select
        name,
        sum(customers) as customers,
        count(*) as distinct_values,
        bool_and(is_number) as is_numeric,
        min(case when is_number then cast(value #>> '{}' as numeric) end) as least,
        max(case when is_number then cast(value #>> '{}' as numeric) end) as most,
        sum(case when is_number then cast(value #>> '{}' as numeric) * customers end) as total,
        bool_and(is_number and cast(value #>> '{}' as numeric) % 1 = 0) as is_whole,
        coalesce(
            jsonb_agg(jsonb_build_array(value #>> '{}', customers) order by rank)
                filter (where rank <= :most_frequent),
            '[]'
        ) as frequent
    from ranked
    group by name
),

widths as (
    select *, (most - least) / 20 as width, power(10.0, floor(log(nullif(most - least, 0) / 20))) as decade
    from profiles
)

select
    name,
    label,
    position,
    case when is_numeric then 'numeric' else 'categorical' end,
    customers,
    distinct_values,
    case when is_numeric then least end,
    case when is_numeric then most end,
    case when is_numeric then round(total / customers, 6) end,
    case
        when is_numeric and distinct_values > :most_bars
            then trim_scale(decade) * case when width / decade <= 1 then 1 when width / decade <= 2 then 2
                when width / decade <= 5 then 5 else 10 end
    end,
    distinct_values = 1,
    distinct_values > 20 and case
        when is_numeric
            then is_whole and distinct_values = customers
                and (most - least < 2 * customers or name ~* '(id|nr|no|num|number|code)$')
        else distinct_values > customers / 2
    end,
    frequent
from widths
join labels using (name)
