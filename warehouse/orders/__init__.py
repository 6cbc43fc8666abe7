"""What an order is: the lines of a customer under one number, unless the number comes back long after; and of which
product a line is."""

from warehouse.orders.coming_back import APART, APART_OF_GUESTS, ORDERS, coming_back
from warehouse.orders.goods import is_name, may_mean, product_of
from warehouse.orders.lines_of import holds

__all__ = ["APART", "APART_OF_GUESTS", "ORDERS", "coming_back", "holds", "is_name", "may_mean", "product_of"]
