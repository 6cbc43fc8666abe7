"""Documents as rows: which kinds of them count, how orders are numbered, what says one thing of each order."""

__all__ = [
    "amounts_elsewhere",
    "bare_ids",
    "counted_kinds",
    "debit_or_credit",
    "goods",
    "kinds_by_content",
    "numbers_again",
    "order_numbers",
    "order_wide",
    "told_again",
    "two_sides",
]  # the modules that other rooms use
