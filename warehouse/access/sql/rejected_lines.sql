-- grain: one row a rejected row, for viewers of all countries; as it came only for viewers of personal data
select
    load_id,
    line_number,
    reason,
    case when {is_personal} then raw end as raw
from rejected_rows
where {is_whole}
