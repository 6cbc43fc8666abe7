-- One row per staged line that will not be stored.
create temporary table dropped_lines (
    line_number bigint,
    load_id bigint -- the load that stored an equal line; this one for a line that repeats one of its own file
) on commit drop
