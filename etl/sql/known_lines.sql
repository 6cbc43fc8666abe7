-- One row per staged line that is stored already, unless it repeats another.
insert into dropped_lines (line_number, load_id)
select stored.line_number, min(stored.load_id)
from equal_lines as stored
where not exists (select from dropped_lines as repeated where repeated.line_number = stored.line_number)
group by stored.line_number
