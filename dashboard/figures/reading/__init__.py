"""What a drawn chart says, as a table: the same numbers as its marks, under the names that the chart gives them."""

from dashboard.figures.reading.table import ChartTable, Column, beside, read
from dashboard.figures.reading.traces import IN_TEXTS
from dashboard.figures.reading.values import Kind, listed

__all__ = ["IN_TEXTS", "ChartTable", "Column", "Kind", "beside", "listed", "read"]
