-- One row per staged line that is stored already by an earlier load, of files in which each row is one piece. Equal lines
-- are as many pieces: the second of the file is known only when two are stored.
insert into dropped_lines (line_number, load_id)
select line.line_number, stored.load_id
from numbered_lines as line
inner join (
    select
        line_number,
        load_id,
        row_number() over (partition by line_number order by load_id) as occurrence
    from equal_lines
    where load_id <> :load_id
) as stored on stored.line_number = line.line_number and stored.occurrence = line.occurrence
