"""A table -> what people see of it before it is loaded: columns, first rows, what is rejected, what is noted."""

__all__ = [
    "people",
    "sales",
]
