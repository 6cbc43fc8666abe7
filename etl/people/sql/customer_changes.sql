-- One row per customer that a load of customers is about to change: as it was, and the country that the file says.
insert into customer_changes (customer_id, load_id, before, country)
with latest as (
    select distinct on (customer_id) customer_id, country
    from customers_staged
    order by customer_id, line_number desc
)

select merged.customer_id, cast(:load_id as bigint), to_jsonb(known), latest.country
from customers_merged as merged
inner join latest on latest.customer_id = merged.customer_id
left join customers as known on known.customer_id = merged.customer_id
