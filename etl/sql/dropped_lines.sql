-- One row per staged line that will not be stored: repeated within the file, or known from an earlier load.
create temporary table dropped_lines (
    line_number bigint,
    is_known boolean
) on commit drop
