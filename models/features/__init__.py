"""Transactions -> the tables that every segmentation shares: orders, months, products, one row per customer."""

__all__ = ["lines", "money", "names", "recall", "tables", "transforms"]  # the modules that other rooms use
