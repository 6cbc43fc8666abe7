-- One row per new line that is a stored one; none yet. Temporary: gone with the transaction, whatever ends it.
create temporary table same_lines (
    line_number bigint,
    place tid,
    customer_id text, -- '' = of guests: places are those of two tables
    load_id bigint -- that stored it
) on commit drop
