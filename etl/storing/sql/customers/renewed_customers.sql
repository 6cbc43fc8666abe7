-- One row per customer of the file who buys in several countries or elsewhere than at home: of all others more orders
-- change nothing. Temporary: gone with the transaction, whatever ends it.
create temporary table renewed_customers on commit drop as
select staged.customer_id
from staged_customers as staged
left join customers as known on known.customer_id = staged.customer_id
where staged.other_country <> staged.country
    or (known.customer_id is not null and known.country is distinct from staged.country)
