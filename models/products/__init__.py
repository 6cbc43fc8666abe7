"""What segments buy more than others, what goes together, what to offer next; which products are kept by month."""

__all__ = ["baskets", "best_sellers"]  # the modules that other rooms use
