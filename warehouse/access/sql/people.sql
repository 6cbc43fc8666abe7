-- grain: one row a customer whose home the viewer sees; who they are only for viewers of personal data
select
    customer_id,
    country,
    consent,
    coalesce(email, '') <> '' as has_email,
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
