-- One staged row per customer of whom the file has several: of each column the last row that says something counts.
with repeated as (
    select customer_id
    from customers_staged
    group by customer_id
    having count(*) > 1
),

gone as (
    delete from customers_staged
    where customer_id in (select customer_id from repeated)
),

said as (
    select customers_staged.*
    from customers_staged
    join repeated using (customer_id)
),

pairs as (
    select said.customer_id, jsonb_object_agg(entry.key, entry.value order by said.line_number) as attributes
    from said, jsonb_each(said.attributes) as entry
    group by said.customer_id
)

insert into customers_staged
select
    max(said.line_number),
    customer_id,
    (array_agg(said.country order by said.line_number desc) filter (where said.country is not null))[1],
    (array_agg(said.email order by said.line_number desc) filter (where said.email is not null))[1],
    (array_agg(said.first_name order by said.line_number desc) filter (where said.first_name is not null))[1],
    (array_agg(said.last_name order by said.line_number desc) filter (where said.last_name is not null))[1],
    (array_agg(said.phone order by said.line_number desc) filter (where said.phone is not null))[1],
    (array_agg(said.consent order by said.line_number desc) filter (where said.consent is not null))[1],
    (array_agg(said.birth_year order by said.line_number desc) filter (where said.birth_year is not null))[1],
    (array_agg(said.city order by said.line_number desc) filter (where said.city is not null))[1],
    (array_agg(said.postcode order by said.line_number desc) filter (where said.postcode is not null))[1],
    coalesce(pairs.attributes, '{}')
from said
left join pairs using (customer_id)
group by customer_id, pairs.attributes
