"""Single customers: lists with their filter, one customer, lists as files, and what people said of being written to."""

__all__ = [
    "chosen",
    "consent",
    "customer",
    "customer_filter",
    "export",
    "finding",
    "lists",
    "rejections",
    "timeline",
]
