"""What a click on a chart narrows a view to: what marks mean, what the address then says, and the way back.

`marks` (which chart's marks mean what, and what one that was clicked means), `who` (the customers of a mark, as the
address says them), `narrow` (a mark -> the filters and the page), `chips` (the filters one by one, each with the view
without it), `shapes` (boxes and lassos that are drawn in charts of customers), `trail` (from all to one:
segment, country, product, months).
"""

__all__ = ["chips", "marks", "narrow", "shapes", "trail", "who"]  # the modules that other rooms use
