-- grain: one row per sale order of an identified customer that holds any of the $most most popular products
-- whether it is the customer's first one here, and the positions of its products; a customer's orders follow each other
with

basket_lines as (
    select distinct customer_id, invoice_no, position
    from transactions
    join popular_products using (stock_code)
    where kind = 'sale' and position <= $most
),

baskets as (
    select customer_id, invoice_no, list(position) as positions
    from basket_lines
    group by customer_id, invoice_no
)

select
    row_number() over (partition by customer_id order by invoice_no) = 1 as is_first,
    positions
from baskets
order by customer_id, invoice_no
