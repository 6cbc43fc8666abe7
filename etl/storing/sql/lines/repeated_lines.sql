-- One row per staged line that repeats an earlier one of its file, staged or stored by now.
insert into dropped_lines (line_number, load_id)
select line_number, cast(:load_id as bigint)
from numbered_lines as line
where line.may_repeat
    and (
        line.occurrence_of_row > 1
        or exists (
            select
            from equal_lines as stored
            where stored.first_line = line.first_line
                and stored.load_id = :load_id
                and stored.row_id = line.row_id
        )
    )
