-- grain: one row with one number: how many of the best-selling products segment_products keeps
-- at most $most, and as many as fit into $row_budget mart rows when each product takes its sale lines or, when that
-- is less, every country, segment and month there is
with

sale_lines as (
    select stock_code from transactions where kind = 'sale'
    union all
    select stock_code from guest_transactions where kind = 'sale'
),

lines_per_product as (
    select stock_code, count(*) as lines
    from sale_lines
    group by stock_code
),

cells as (
    select
        $segments
        * (select count(distinct country) from customer_features)
        * (select count(distinct month) from customer_months) as cells
),

running as (
    select
        row_number() over best_first as position,
        sum(least(lines, cells)) over (best_first rows unbounded preceding) as mart_rows
    from products
    join lines_per_product using (stock_code)
    cross join cells
    where is_product
    window best_first as (order by gross desc, stock_code)
)

select greatest(
    $fewest,
    least($most, coalesce(max(position) filter (where mart_rows <= $row_budget), 0))
) as best_sellers
from running
