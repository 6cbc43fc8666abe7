"""Excel workbooks, new and old -> rows.

Other rooms use `excel.read_excel` and `excel.Wanted`.
"""

__all__ = [
    "excel",
    "workbook_parts",
]  # the modules that other rooms use
