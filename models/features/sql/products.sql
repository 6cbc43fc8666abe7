-- grain: one row per stock code of sale, return and free lines, guests' included; of lines without one, per name
-- the description is the commonest one, first among sale lines; what is no product is said by models/features/goods.py
with

all_lines as (
    select stock_code, description, kind, amount from transactions
    union all
    select stock_code, description, kind, amount from guest_transactions
),

names as (
    select
        stock_code,
        description,
        count(*) filter (where kind = 'sale') as sale_lines,
        count(*) as lines,
        coalesce(sum(amount) filter (where kind = 'sale'), 0) as gross
    from all_lines
    group by stock_code, description
),

codes as (
    select stock_code, sum(gross) as gross, sum(sale_lines) as sale_lines
    from names
    group by stock_code
),

commonest as (
    select distinct on (stock_code) stock_code, description
    from names
    order by stock_code, description = '', sale_lines desc, lines desc, description
),

-- a name that tells a product apart is no code: what codes are called says nothing of it
told as (
    select
        stock_code,
        description,
        gross,
        sale_lines,
        stock_code <> ''
            and left(stock_code, 100) = left(trim(regexp_replace(lower(description), '\s+', ' ', 'g')), 100) as is_name
    from codes
    join commonest using (stock_code)
),

-- in a shop whose codes carry digits, a short code of letters only is a booking word (POST, DOT, M)
style as (
    select avg(cast(regexp_matches(stock_code, '[0-9]') as integer)) > 0.9 as is_numbered
    from told
    where stock_code <> '' and not is_name
)

select
    stock_code,
    description,
    gross,
    not (
        stock_code = ''
        or list_contains($codes, lower(stock_code))
        or (not is_name and regexp_matches(stock_code, $code_pattern, 'i'))
        or regexp_matches(description, $description_pattern, 'i')
        or (
            coalesce(is_numbered, false)
            and not is_name
            and not regexp_matches(stock_code, '[0-9]')
            and length(stock_code) <= $short_code
        )
        or (is_name and sale_lines = 0) -- a refund that is told by an amount is called after its column
    ) as is_product
from told
cross join style
