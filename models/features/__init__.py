"""Transactions -> the tables that every segmentation shares: orders, months, products, one row per customer."""
