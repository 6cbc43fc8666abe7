"""Clean rows -> the bytes that COPY takes, and what waits until it is its turn."""

__all__ = [
    "copy_batches",
    "order_numbers",
    "rejected_rows",
    "spools",
    "streams",
]  # the modules that other rooms use
