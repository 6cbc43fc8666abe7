"""Columns that say that an order was called off, or that it or pieces of it came back."""

__all__ = [
    "ended_dates",
    "flags_beside_refunds",
    "numbers_of_returns",
    "pieces_back",
    "rows_back",
]  # the modules that other rooms use
