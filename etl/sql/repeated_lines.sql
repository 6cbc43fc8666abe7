-- One row per staged line that an earlier staged line equals in all eight fields.
insert into dropped_lines (line_number, load_id)
select line_number, cast(:load_id as bigint)
from numbered_lines
where occurrence > 1
