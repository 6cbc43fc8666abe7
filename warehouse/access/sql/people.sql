-- grain: one row a customer whose home the viewer sees; who they are only for viewers of personal data
-- An e-mail address is what can be one, as lists that leave have it; their whole rule would take seconds here.
select
    customer_id,
    country,
    consent,
    coalesce(
        strpos(email, '@') > 1 and strpos(rtrim(split_part(email, '@', 2), ' .'), '.') > 1
        and split_part(email, '@', 3) = '' and strpos(btrim(email), ' ') = 0, false
    ) as has_email,
    coalesce(phone, '') <> '' as has_phone,
    case when {is_personal} then email end as email,
    case when {is_personal} then first_name end as first_name,
    case when {is_personal} then last_name end as last_name,
    case when {is_personal} then phone end as phone,
    case when {is_personal} then birth_year end as birth_year,
    case when {is_personal} then city end as city,
    case when {is_personal} then postcode end as postcode,
    case when {is_personal} then attributes end as attributes
from customers
where {is_theirs}
