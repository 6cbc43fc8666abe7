"""Transactions -> the tables that every segmentation shares: orders, months, products, one row per customer."""

__all__ = ["money", "names", "tables", "transforms"]  # the modules that other rooms use
