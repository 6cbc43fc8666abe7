-- One row per staged line that is stored already by an earlier load, unless it repeats another of its file. Of equal lines
-- as many are known as are stored: those with the same number of the row first, and of the others those that have none,
-- or whose numbers only count the rows of their file.
insert into dropped_lines (line_number, load_id)
with staged as (
    select
        line_number,
        first_line,
        row_id,
        row_number() over (partition by first_line, row_id order by line_number) as occurrence
    from numbered_lines as line
    where not exists (select from dropped_lines as repeated where repeated.line_number = line.line_number)
),

comparable as (
    select
        line.first_line,
        line.load_id,
        case when loads.details ->> 'row_id' = cast(:row_id as text) then line.row_id else '' end as row_id
    from equal_lines as line
    inner join loads on loads.load_id = line.load_id
    where line.load_id <> :load_id
),

stored as (
    select
        first_line,
        load_id,
        row_id,
        row_number() over (partition by first_line, row_id order by load_id) as occurrence
    from comparable
),

same_row as (
    select staged.line_number, staged.first_line, staged.row_id, staged.occurrence, stored.load_id
    from staged
    inner join stored
        on stored.first_line = staged.first_line
            and stored.row_id = staged.row_id
            and stored.occurrence = staged.occurrence
    where staged.row_id <> ''
),

other_staged as (
    select
        line_number,
        first_line,
        row_number() over (partition by first_line order by line_number) as occurrence
    from staged
    where not exists (select from same_row where same_row.line_number = staged.line_number)
),

other_stored as (
    select
        first_line,
        load_id,
        row_number() over (partition by first_line order by load_id) as occurrence
    from stored
    where (row_id = '' or cast(:counts as boolean))
        and not exists (
            select
            from same_row
            where same_row.first_line = stored.first_line
                and same_row.row_id = stored.row_id
                and same_row.occurrence = stored.occurrence
        )
)

select line_number, load_id
from same_row
union all
select other_staged.line_number, other_stored.load_id
from other_staged
inner join other_stored
    on other_stored.first_line = other_staged.first_line
        and other_stored.occurrence = other_staged.occurrence
