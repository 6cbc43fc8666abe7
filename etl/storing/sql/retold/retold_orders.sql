-- One row per order that is stored already and that the file tells with other lines: lines of both are left over, and
-- either all stored products come again in as many pieces, at other prices; or both come to the same total, having a
-- product in common; or nothing of a product can be compared, and the totals are as near as taxes and freight leave
-- them. Where products are all others, only many orders that agree in their totals show that it is another export.
-- What is neither is more lines of an order, which are new. Temporary: gone with the transaction, whatever ends it.
create temporary table retold_orders on commit drop as
with left_new as (
    select *
    from new_lines as line
    where line_number >= 0
        and not exists (select from same_lines as same where same.line_number = line.line_number)
),

left_old as (
    select *
    from old_lines as line
    where not exists (
        select
        from same_lines as same
        where same.place = line.place and (same.customer_id = '') = (line.customer_id = '')
    )
),

new_orders as (
    select
        customer_id, invoice_no, day, count(*) as lines, sum(quantity * unit_price) as total,
        bool_or(code <> '') as has_codes, bool_or(words <> '') as has_words
    from left_new
    group by customer_id, invoice_no, day
),

old_orders as (
    select
        customer_id, invoice_no, day, min(load_id) as load_id, count(*) as lines, sum(quantity * unit_price) as total,
        bool_or(code <> '') as has_codes, bool_or(words <> '') as has_words
    from left_old
    group by customer_id, invoice_no, day
),

common as (
    select
        customer_id, invoice_no, day,
        count(distinct old.place) filter (where new.quantity = old.quantity) as told_again
    from left_old as old
    inner join left_new as new using (customer_id, invoice_no, day)
    where (new.code <> '' and new.code = old.code) or (new.words <> '' and new.words = old.words)
    group by customer_id, invoice_no, day
),

compared as (
    select
        customer_id, invoice_no, day, old.load_id, old.lines as old_lines, new.lines as new_lines,
        old.total as old_total, new.total as new_total,
        case
            when not (new.has_codes and old.has_codes) and not (new.has_words and old.has_words)
                then case when abs(new.total - old.total) <= 0.3 * abs(old.total) then 'total' end
            when common.told_again = old.lines then 'products'
            when abs(new.total - old.total) <= 0.01 * greatest(new.lines, old.lines)
                then case when common.told_again is null then 'total alone' else 'total' end
        end as reason
    from new_orders as new
    inner join old_orders as old using (customer_id, invoice_no, day)
    left join common using (customer_id, invoice_no, day)
),

counted as (
    select
        *,
        count(*) filter (where reason = 'total alone') over () as agreeing,
        count(*) over () as orders
    from compared
)

select customer_id, invoice_no, day, load_id, old_lines, new_lines, old_total, new_total
from counted
where reason <> 'total alone' or (reason = 'total alone' and agreeing >= 3 and 2 * agreeing >= orders)
