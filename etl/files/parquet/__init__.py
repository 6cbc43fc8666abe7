"""Parquet -> rows, in constant memory."""

__all__ = ["parquet_rows"]  # the modules that other rooms use
