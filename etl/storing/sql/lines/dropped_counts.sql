-- One row per load that stored lines equal to some of the file's: this load's own are repetitions within the file.
-- Lines below zero are no rows of the file, but refunds that its orders tell of.
select
    load_id,
    count(*) filter (where line_number >= 0) as lines,
    count(*) filter (where line_number < 0) as refunds
from dropped_lines
group by load_id
order by load_id
