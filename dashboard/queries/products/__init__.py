"""What sells, what goes together, and what to offer whom."""

__all__ = ["around", "baskets", "buyers", "finding", "products"]  # the modules that other rooms use
