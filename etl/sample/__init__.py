"""A generated shop: goods, people, orders, as files like those of a shop.

Other rooms use `shop`: `Shop`, `write_sample`, `is_sample`.
"""

__all__ = ["shop"]  # the modules that other rooms use
