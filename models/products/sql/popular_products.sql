-- grain: one row per product of the $most most often bought ones: stock code and position, 1 = most sale lines
-- sale lines of identified customers only; for this run only
with

sale_lines as (
    select stock_code, count(*) as lines
    from transactions
    where kind = 'sale'
    group by stock_code
),

ranked as (
    select stock_code, cast(row_number() over (order by lines desc, stock_code) as integer) as position
    from sale_lines
    join products using (stock_code)
    where is_product
)

select stock_code, position
from ranked
where position <= $most
