-- One row per customer that is new or has changed.
insert into customers (customer_id, country, email, first_name, last_name, phone, consent, birth_year, city, postcode, attributes)
select customer_id, country, email, first_name, last_name, phone, consent, birth_year, city, postcode, attributes
from customers_merged
on conflict (customer_id) do update
    set
        country = excluded.country,
        email = excluded.email,
        first_name = excluded.first_name,
        last_name = excluded.last_name,
        phone = excluded.phone,
        consent = excluded.consent,
        birth_year = excluded.birth_year,
        city = excluded.city,
        postcode = excluded.postcode,
        attributes = excluded.attributes
