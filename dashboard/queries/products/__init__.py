"""What sells, what goes together, and what to offer whom."""

__all__ = ["baskets", "products"]  # the modules that other rooms use
