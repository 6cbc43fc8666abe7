-- One row per staged line that is stored already by an earlier load, of files in which each row is one piece. Equal lines
-- are as many pieces: the second of the file is known only when two are stored.
insert into dropped_lines (line_number, load_id)
with wanted as (
    select
        line_number, customer_id, invoice_no, invoiced_at, stock_code, description, quantity, unit_price, country,
        row_number() over (
            partition by
                invoice_no, customer_id, invoiced_at, stock_code, description, quantity, unit_price, country
            order by line_number
        ) as occurrence
    from staged_lines
),

of_customers as (
    select
        line.line_number,
        stored.load_id,
        row_number() over (partition by line.line_number order by stored.load_id) as occurrence
    from wanted as line
    inner join transactions as stored
        on stored.customer_id = line.customer_id
            and stored.invoice_no = line.invoice_no
            and stored.invoiced_at = line.invoiced_at
            and stored.stock_code = line.stock_code
            and stored.quantity = line.quantity
            and stored.unit_price = line.unit_price
            and stored.description = line.description
            and stored.country = line.country
    where line.customer_id <> '' and stored.load_id <> :load_id
),

of_guests as (
    select
        line.line_number,
        stored.load_id,
        row_number() over (partition by line.line_number order by stored.load_id) as occurrence
    from wanted as line
    inner join guest_transactions as stored
        on stored.invoice_no = line.invoice_no
            and stored.invoiced_at = line.invoiced_at
            and stored.stock_code = line.stock_code
            and stored.quantity = line.quantity
            and stored.unit_price = line.unit_price
            and stored.description = line.description
            and stored.country = line.country
    where line.customer_id = '' and stored.load_id <> :load_id
),

stored as (
    select line_number, load_id, occurrence
    from of_customers
    union all
    select line_number, load_id, occurrence
    from of_guests
)

select wanted.line_number, stored.load_id
from wanted
inner join stored on stored.line_number = wanted.line_number and stored.occurrence = wanted.occurrence
