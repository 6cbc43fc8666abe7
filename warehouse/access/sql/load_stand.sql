-- grain: one row; what changes whenever a file came or went, without a number of its rows
select
    count(*) as loads,
    max(load_id) as last_load_id,
    max(finished_at) as last_finished_at,
    coalesce(bool_or(status = 'done'), false) as has_done,
    coalesce(bool_or(status = 'running'), false) as has_running
from loads
where {is_somebody}
