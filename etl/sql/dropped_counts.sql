-- One row per load that stored lines equal to some of the file's: this load's own are repetitions within the file.
select load_id, count(*) as lines
from dropped_lines
group by load_id
order by load_id
