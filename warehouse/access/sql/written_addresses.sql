-- grain: one row a customer whose home the viewer sees and a list of a campaign, whoever made it, that holds somebody with their e-mail address or phone number: whether anybody of these was held out
select
    own.customer_id,
    lists.campaign_id,
    lists.made_at,
    bool_or(lists.is_held) as is_held
from (
    select
        campaigns.campaign_id,
        deliveries.made_at,
        reached.address,
        bool_or(members.role = 'held') as is_held
    from deliveries
    join campaigns on campaigns.campaign_id = deliveries.campaign_id
    join delivery_members as members on members.delivery_id = deliveries.delivery_id
    left join customers on customers.customer_id = members.customer_id
    cross join lateral (
        values
            (address_of_email(coalesce(members.sent_as ->> 'email', customers.email))),
            (address_of_phone(coalesce(members.sent_as ->> 'phone', customers.phone)))
    ) as reached (address)
    where members.role in ('sent', 'held') and reached.address is not null
    group by 1, 2, 3
) as lists
join (
    select customers.customer_id, reached.address
    from customers
    cross join lateral (values (address_of_email(email)), (address_of_phone(phone))) as reached (address)
    where reached.address is not null and ({is_theirs})
) as own on own.address = lists.address
where {is_somebody}
group by 1, 2, 3
