-- One row per pair of loads of customers, the later of which changed a customer that the earlier one had changed.
select distinct later.load_id, earlier.load_id as rests_on
from customer_changes as later
inner join customer_changes as earlier
    on earlier.customer_id = later.customer_id
        and earlier.load_id < later.load_id
