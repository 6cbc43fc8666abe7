-- grain: one row a customer whose home the viewer sees with an address of somebody, in whatever country, who said no to mailings or is on a list of people who get nothing
select
    own.customer_id,
    others.says_no,
    others.is_suppressed
from (
    select
        customer_id,
        lower(translate(email, E' \t\r\n\u00a0', '')) as address
    from customers
    where position('@' in email) > 0 and ({is_theirs})
) as own
join (
    select
        lower(translate(customers.email, E' \t\r\n\u00a0', '')) as address,
        bool_or(customers.consent is false) as says_no,
        bool_or(suppressed.customer_id is not null) as is_suppressed
    from customers
    left join (
        select distinct static_list_members.customer_id
        from static_list_members
        join static_lists on static_lists.list_id = static_list_members.list_id
        where static_lists.is_suppression
    ) as suppressed on suppressed.customer_id = customers.customer_id
    where position('@' in customers.email) > 0 and (customers.consent is false or suppressed.customer_id is not null)
    group by 1
) as others on others.address = own.address
where {is_somebody}
