-- One row per country label that ISO 3166 does not know, with its lines; the commonest first.
with labels as (
    select country
    from countries
    where alpha_3 is null
),

lines as (
    select country from transactions where country in (select country from labels)
    union all
    select country from guest_transactions where country in (select country from labels)
)

select country, count(*) as lines
from lines
group by country
order by lines desc, country
