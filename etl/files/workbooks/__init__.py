"""Excel workbooks, new and old -> rows.

Other rooms use `excel.read_excel` and `excel.Wanted`.
"""

__all__ = ["excel"]  # the modules that other rooms use
