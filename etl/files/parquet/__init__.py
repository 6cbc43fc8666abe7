"""Parquet -> rows, in constant memory."""
