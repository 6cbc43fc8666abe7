-- One row per return of which nothing is new.
insert into dropped_lines (line_number, load_id)
select line_number, loads[1]
from refund_rests
where kept < 0.005
