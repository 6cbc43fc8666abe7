-- One row per return of which only a rest is new: fewer pieces where these make it up, else one of what is left.
update staged_lines as line
set
    quantity = case when pieces.fit then -pieces.pieces else -1 end,
    unit_price = case when pieces.fit then line.unit_price else pieces.kept end
from (
    select
        rest.place, rest.kept, trim_scale(round(rest.kept / told.unit_price, 3)) as pieces,
        rest.is_piece and round(rest.kept / told.unit_price, 3) * told.unit_price = rest.kept as fit
    from refund_rests as rest
    inner join staged_lines as told on told.ctid = rest.place
    where rest.kept >= 0.005 and rest.amount - rest.kept >= 0.005
) as pieces
where line.ctid = pieces.place
