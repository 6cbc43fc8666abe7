-- One row per new return that a column beside an order tells, of orders of which returns are stored already: such columns
-- tell all that went back so far, so only what is more than that counts. Of its own product first, then of the order.
-- Temporary: gone with the transaction, whatever ends it.
create temporary table refund_rests on commit drop as
with returns as (
    select
        line.ctid as place, line.line_number, line.customer_id, line.invoice_no, cast(line.invoiced_at as date) as day,
        case line.customer_id when '' then chr(31) || line.country else line.customer_id end as buyer,
        case line.customer_id when '' then cast(:apart_of_guests as integer) else cast(:apart as integer) end as apart,
        lower(line.stock_code) as code, lower(line.description) as words, -line.quantity * line.unit_price as amount,
        exists (
            select
            from staged_lines as sold
            where (sold.customer_id, sold.invoice_no, sold.stock_code, sold.description)
                = (line.customer_id, line.invoice_no, line.stock_code, line.description)
                and sold.kind = 'sale'
        ) as is_piece
    from staged_lines as line
    where line.kind = 'return'
        and line.line_number < 0
        and line.quantity * line.unit_price < 0
        and not exists (select from dropped_lines as dropped where dropped.line_number = line.line_number)
        -- Without numbers an order is all that somebody bought at one time: the very row has to be stored.
        and (
            cast(:numbered as boolean)
            or exists (
                select
                from dropped_lines as dropped
                where dropped.line_number = -line.line_number and dropped.load_id <> :load_id
            )
        )
),

begun as (
    select
        *,
        cast(
            day - coalesce(lag(day) over (partition by buyer, invoice_no order by day, line_number desc), day) > apart
            as integer
        ) as is_another
    from returns
),

derived as materialized (
    select
        *,
        sum(is_another) over (partition by buyer, invoice_no order by day, line_number desc) as occurrence
    from begun
),

orders as materialized (
    select
        buyer, invoice_no, occurrence, min(customer_id) as customer_id, min(apart) as apart, min(day) as first_day,
        max(day) as last_day, bool_and(is_piece) as by_pieces, sum(amount) as amount
    from derived
    group by buyer, invoice_no, occurrence
),

lines as materialized (
    select
        orders.buyer, orders.invoice_no, orders.occurrence, orders.by_pieces,
        orders.first_day - orders.apart as begins, orders.last_day + orders.apart as ends, cast(line.invoiced_at as date) as day,
        lower(line.stock_code) as code, lower(line.description) as words, line.kind, line.load_id, -line.quantity * line.unit_price as amount
    from orders
    inner join transactions as line using (customer_id, invoice_no)
    where orders.customer_id <> '' and line.load_id <> :load_id
    union all
    select
        orders.buyer, orders.invoice_no, orders.occurrence, orders.by_pieces,
        orders.first_day - orders.apart, orders.last_day + orders.apart, cast(line.invoiced_at as date), lower(line.stock_code),
        lower(line.description), line.kind, line.load_id, -line.quantity * line.unit_price
    from orders
    inner join guest_transactions as line
        on line.invoice_no = orders.invoice_no and chr(31) || line.country = orders.buyer
    where orders.customer_id = '' and line.load_id <> :load_id
    union all
    -- Returns of the file that are stored.
    select
        orders.buyer, orders.invoice_no, orders.occurrence, orders.by_pieces,
        orders.first_day - orders.apart, orders.last_day + orders.apart, cast(line.invoiced_at as date), lower(line.stock_code),
        lower(line.description), 'known', null, -line.quantity * line.unit_price
    from orders
    inner join staged_lines as line using (customer_id, invoice_no)
    where line.kind = 'return'
        and (line.customer_id <> '' or chr(31) || line.country = orders.buyer)
        and exists (
            select
            from dropped_lines as dropped
            where dropped.line_number = line.line_number and dropped.load_id <> :load_id
        )
),

sold as materialized (
    select distinct buyer, invoice_no, occurrence, day, code, words
    from lines
    where kind = 'sale'
),

gone_back as materialized (
    select *, row_number() over () as number
    from lines
    where kind in ('return', 'known') and day >= begins
),

at_other_times as (
    select distinct number
    from gone_back as line
    inner join sold using (buyer, invoice_no, occurrence)
    where sold.day > line.ends and sold.day <= line.day
),

of_sold_products as (
    select distinct number
    from gone_back as line
    inner join sold using (buyer, invoice_no, occurrence, code, words)
    where line.by_pieces
),

of_told_products as (
    select distinct line.number
    from gone_back as line
    inner join staged_lines as told
        on told.invoice_no = line.invoice_no
            and case told.customer_id when '' then chr(31) || told.country else told.customer_id end = line.buyer
    where line.by_pieces
        and (lower(told.stock_code) = line.code or told.stock_code = '' or line.code = '')
        and (lower(told.description) = line.words or told.description = '' or line.words = '')
),

-- Not what belongs to an order that had the same number at another time, nor, where pieces are told, what took back a
-- product that is stored as sold and that this file, being a part of an export, does not tell.
both_sides as materialized (
    select
        buyer, invoice_no, occurrence, code, words, load_id,
        case kind when 'return' then amount else 0 end as stored, case kind when 'known' then amount else 0 end as known
    from gone_back
    left join at_other_times using (number)
    left join of_sold_products using (number)
    left join of_told_products using (number)
    where at_other_times.number is null
        and (of_sold_products.number is null or of_told_products.number is not null)
),

by_product as (
    select buyer, invoice_no, occurrence, code, words, greatest(sum(stored) - sum(known), 0) as gone
    from both_sides
    group by buyer, invoice_no, occurrence, code, words
),

by_order as (
    select
        buyer, invoice_no, occurrence, sum(stored) as stored, sum(known) as known,
        greatest(sum(stored) - sum(known), 0) as gone,
        array_agg(distinct load_id) filter (where load_id is not null) as loads
    from both_sides
    group by buyer, invoice_no, occurrence
),

of_products as (
    select
        derived.*,
        greatest(least(amount, sum(amount) over product - coalesce(by_product.gone, 0)), 0) as rest
    from derived
    left join by_product using (buyer, invoice_no, occurrence, code, words)
    window product as (partition by buyer, invoice_no, occurrence, code, words order by line_number desc)
),

of_orders as (
    select
        line.*, orders.amount + by_order.known as told, by_order.stored, by_order.loads,
        sum(line.rest) over (partition by buyer, invoice_no, occurrence order by line_number desc) as so_far,
        sum(line.rest) over (partition by buyer, invoice_no, occurrence)
        - greatest(orders.amount - by_order.gone, 0) as off
    from of_products as line
    inner join orders using (buyer, invoice_no, occurrence)
    inner join by_order using (buyer, invoice_no, occurrence)
    where by_order.stored > 0
)

select
    place, line_number, customer_id, buyer, invoice_no, occurrence, day, is_piece, told, stored, loads, amount,
    greatest(least(rest, so_far - off), 0) as kept
from of_orders
