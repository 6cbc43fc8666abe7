-- One row per customer of the file whose stored row will change: what is known, with what the file says laid over it.
-- A country that orders tell wins over the file's.
create temporary table customers_merged on commit drop as
with laid_over as (
    select
        latest.customer_id,
        case
            when exists (select from transactions where transactions.customer_id = latest.customer_id)
                then known.country
            else coalesce(latest.country, known.country)
        end as country,
        coalesce(latest.email, known.email) as email,
        coalesce(latest.first_name, known.first_name) as first_name,
        coalesce(latest.last_name, known.last_name) as last_name,
        coalesce(latest.phone, known.phone) as phone,
        coalesce(latest.consent, known.consent) as consent,
        coalesce(latest.birth_year, known.birth_year) as birth_year,
        coalesce(latest.city, known.city) as city,
        coalesce(latest.postcode, known.postcode) as postcode,
        coalesce(known.attributes, '{}') || latest.attributes as attributes,
        known.customer_id is null as is_new
    from customers_staged as latest
    left join customers as known on known.customer_id = latest.customer_id
)

select customer_id, country, email, first_name, last_name, phone, consent, birth_year, city, postcode, attributes
from laid_over
where is_new or not exists (
    select
    from customers as known
    where known.customer_id = laid_over.customer_id
        and (
            known.country, known.email, known.first_name, known.last_name, known.phone, known.consent, known.birth_year,
            known.city, known.postcode, coalesce(known.attributes, '{}')
        )
        is not distinct from (
            laid_over.country, laid_over.email, laid_over.first_name, laid_over.last_name, laid_over.phone,
            laid_over.consent, laid_over.birth_year, laid_over.city, laid_over.postcode, laid_over.attributes
        )
)
