"""Columns that say that an order was called off, or that pieces of it came back."""

__all__ = ["ended_dates", "pieces_back"]  # the modules that other rooms use
