"""Customers' attributes and contacts: which column is which, their values, how they meet the store.

Other rooms use `load.load_customers` and `planning.check_people`.
"""

__all__ = [
    "columns",
    "load",
    "matching",
    "planning",
    "rows",
]  # the modules that other rooms use
