-- One row: of how many orders more went back than was stored and how much that is, of how many less, and how many
-- returns are stored as they are told.
with orders as (
    select
        buyer, invoice_no, occurrence, min(told) as told, min(stored) as stored, sum(kept) as kept, count(*) as lines
    from refund_rests
    group by buyer, invoice_no, occurrence
)

select
    count(*) filter (where kept >= 0.005) as grown,
    coalesce(sum(kept) filter (where kept >= 0.005), 0) as more,
    count(*) filter (where kept < 0.005 and told - stored <= -0.005) as smaller,
    coalesce(sum(lines) filter (where kept < 0.005 and told - stored > -0.005), 0) as same
from orders
