-- One row per customer whose row the loads that are taken back changed.
delete from customers
using undone_contacts
where customers.customer_id = undone_contacts.customer_id
