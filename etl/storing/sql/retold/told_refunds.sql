-- One row per row of a return that is stored already, told in another way: by a row of its own, by a file of refunds, or
-- by an amount beside the order. Of the same customer, order and amount; or all that goes back of an order together.
-- What a column beside an order tells is no row: see `refund_rests`.
insert into same_lines (line_number, place, customer_id, load_id)
with new as (
    select
        line.line_number, line.customer_id, line.invoice_no, round(-line.quantity * line.unit_price, 2) as amount,
        case when cast(:all_back as boolean) then 'file' else 'row' end as way
    from staged_lines as line
    inner join new_lines using (line_number)
    where line.kind = 'return' and line.line_number >= 0
),

orders as materialized (
    select distinct customer_id, invoice_no
    from new
),

returned as (
    select
        line.ctid as place, line.customer_id, line.invoice_no, line.stock_code, line.description, line.load_id,
        round(-line.quantity * line.unit_price, 2) as amount
    from orders
    inner join transactions as line using (customer_id, invoice_no)
    where orders.customer_id <> '' and line.kind = 'return' and line.load_id <> :load_id
    union all
    select
        line.ctid, orders.customer_id, line.invoice_no, line.stock_code, line.description, line.load_id,
        round(-line.quantity * line.unit_price, 2)
    from orders
    inner join guest_transactions as line using (invoice_no)
    where orders.customer_id = '' and line.kind = 'return' and line.load_id <> :load_id
),

stored as (
    select
        returned.*,
        case
            when loads.details -> 'reading' ->> 'all_back' = 'true' then 'file'
            when returned.stock_code = '' and jsonb_exists(loads.details -> 'header', returned.description) then 'amount'
            else 'row'
        end as way
    from returned
    inner join loads using (load_id)
),

new_numbered as (
    select
        *,
        row_number() over (partition by customer_id, invoice_no, amount order by line_number) as occurrence,
        sum(amount) over (partition by customer_id, invoice_no) as whole
    from new
),

stored_numbered as (
    select
        stored.*,
        row_number() over (partition by customer_id, invoice_no, amount order by load_id, place) as occurrence,
        sum(amount) over (partition by customer_id, invoice_no) as whole
    from stored
    where exists (
        select
        from new
        where new.customer_id = stored.customer_id and new.invoice_no = stored.invoice_no and new.way <> stored.way
    )
)

select distinct on (new.line_number) new.line_number, stored.place, stored.customer_id, stored.load_id
from new_numbered as new
inner join stored_numbered as stored using (customer_id, invoice_no)
where (new.amount = stored.amount and new.occurrence = stored.occurrence) or new.whole = stored.whole
order by new.line_number, new.amount <> stored.amount, stored.load_id, stored.place
