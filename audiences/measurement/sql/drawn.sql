-- grain: one row a customer of a campaign, by their first list: the group they are in, their segment then, and the
-- first day on which an order is an answer
select distinct on (members.customer_id)
    members.customer_id,
    members.role = 'held' as is_held,
    coalesce(members.segment, '') as segment,
    case when deliveries.delivery_id = first.delivery_id then coalesce(campaigns.sent_on, deliveries.counts_from)
        else deliveries.counts_from end as starts_on
from delivery_members as members
join deliveries on deliveries.delivery_id = members.delivery_id
join campaigns on campaigns.campaign_id = deliveries.campaign_id
cross join (select min(delivery_id) as delivery_id from deliveries where campaign_id = :campaign) as first
where deliveries.campaign_id = :campaign and members.role in ('sent', 'held')
order by members.customer_id, members.delivery_id
