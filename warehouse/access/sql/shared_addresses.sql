-- grain: one row a customer whose home the viewer sees with an e-mail address or a phone number of somebody, in whatever country, who said no to mailings or is on a list of people who get nothing
select
    own.customer_id,
    bool_or(others.says_no) as says_no,
    bool_or(others.is_suppressed) as is_suppressed
from (
    select customers.customer_id, reached.address
    from customers
    cross join lateral (values (address_of_email(email)), (address_of_phone(phone))) as reached (address)
    where reached.address is not null and ({is_theirs})
) as own
join (
    select
        reached.address,
        bool_or(customers.consent is false) as says_no,
        bool_or(suppressed.customer_id is not null) as is_suppressed
    from customers
    left join (
        select distinct static_list_members.customer_id
        from static_list_members
        join static_lists on static_lists.list_id = static_list_members.list_id
        where static_lists.is_suppression
    ) as suppressed on suppressed.customer_id = customers.customer_id
    cross join lateral (values (address_of_email(email)), (address_of_phone(phone))) as reached (address)
    where reached.address is not null and (customers.consent is false or suppressed.customer_id is not null)
    group by 1
) as others on others.address = own.address
where {is_somebody}
group by 1
