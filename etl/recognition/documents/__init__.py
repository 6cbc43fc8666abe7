"""Documents as rows: which kinds of them count, how orders are numbered, what says one thing of each order."""

__all__ = [
    "counted_kinds",
    "kinds_by_content",
    "order_numbers",
    "order_wide",
    "told_again",
]  # the modules that other rooms use
