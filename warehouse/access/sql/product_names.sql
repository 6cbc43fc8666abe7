-- grain: one row a product: its name, without its sales
select
    stock_code,
    description,
    is_product
from products
where {is_somebody}
