-- grain: one row; what changes whenever a file came or went, without a number of its rows
select
    count(*) as loads,
    max(load_id) as last_load_id,
    max(finished_at) as last_finished_at,
    coalesce(bool_or(status = 'done'), false) as has_done,
    coalesce(bool_or(status = 'running'), false) as has_running,
    coalesce(bool_or(status = 'done' and first_invoiced_at is not null), false) as has_sales
from loads
where {is_somebody}
