-- grain: one row a customer whose home the viewer sees and a list of a campaign, whoever made it, that holds somebody with their address, written to or held out
select
    own.customer_id,
    lists.campaign_id,
    lists.made_at
from (
    select
        campaigns.campaign_id,
        deliveries.made_at,
        lower(translate(coalesce(members.sent_as ->> 'email', customers.email), E' \t\r\n\u00a0', '')) as address
    from deliveries
    join campaigns on campaigns.campaign_id = deliveries.campaign_id
    join delivery_members as members on members.delivery_id = deliveries.delivery_id
    left join customers on customers.customer_id = members.customer_id
    where members.role in ('sent', 'held')
    group by 1, 2, 3
) as lists
join (
    select
        customer_id,
        lower(translate(email, E' \t\r\n\u00a0', '')) as address
    from customers
    where position('@' in email) > 0 and ({is_theirs})
) as own on own.address = lists.address
where {is_somebody}
