-- One row per customer whose row they changed and who was known before: the row as it was.
insert into customers
select restored.*
from undone_contacts
cross join lateral jsonb_populate_record(null::customers, undone_contacts.before) as restored
where undone_contacts.before is not null
